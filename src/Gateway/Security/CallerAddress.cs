using RailHub.Contracts;

namespace RailHub.Gateway.Security;

/// <summary>Tells the grains from which address a call comes, for the history. Behind a proxy that is the proxy's: what it says is not believed.</summary>
internal static class CallerAddress
{
    public static Task TellAsync(HttpContext context, RequestDelegate next)
    {
        Tell(context);
        return next(context);
    }

    public static void Tell(HttpContext? context) => Caller.Actor = context?.Connection.RemoteIpAddress is { } address
        ? new Actor(ActorKind.Demo, "", null, (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString())
        : null;
}
