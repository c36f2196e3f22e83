using RailHub.Gateway.Members;

namespace RailHub.Gateway.Security;

/// <summary>Tells the grains who calls, for the history.</summary>
internal static class CallerAddress
{
    /// <summary>The network address that a request comes from; behind a proxy that is not known the proxy's.</summary>
    public static string? Of(HttpContext context) => context.Connection.RemoteIpAddress is { } address
        ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString()
        : null;

    public static Task TellAsync(HttpContext context, RequestDelegate next)
    {
        Tell(context);
        return next(context);
    }

    public static void Tell(HttpContext? context) => Caller.Actor = context?.Entrant()?.Actor;
}
