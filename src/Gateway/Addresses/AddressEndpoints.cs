using Microsoft.AspNetCore.Http.HttpResults;
using RailHub.Contracts;
using RailHub.Gateway.Problems;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Addresses;

internal static class AddressEndpoints
{
    private static readonly Refusal s_address = Refusal.Invalid(
        "address", RefusalCodes.HostInvalid, "Give an address by which phones find this gateway, such as http://railhub.local:8080/l/…");

    public static IServiceCollection AddAddresses(this IServiceCollection services) => services.AddSingleton<MachineAddresses>();

    public static void MapAddresses(this IEndpointRouteBuilder api)
    {
        var addresses = api.MapGroup("/addresses").WithTags("Addresses").RequireAuthorization(Rights.Enter);
        addresses.MapGet("/", Get).WithSummary("By which addresses other machines of the network find this gateway")
            .WithDescription("problem says why there is none: onlyHere, noNetwork, or hidden by a proxy or a container.");
        addresses.MapGet("/qr", GetCode).WithSummary("An address as a QR code (SVG)")
            .WithDescription("Of http or https, 200 characters at most, and none of the loopback: no phone finds that.");
    }

    private static Ok<PhoneAddresses> Get(HttpContext http, MachineAddresses addresses) => TypedResults.Ok(addresses.Find(http.Request.Scheme, http.IsProxied()));

    private static Results<FileContentHttpResult, ProblemHttpResult> GetCode(string address) =>
        address.Length <= QrCode.Longest && Uri.TryCreate(address, UriKind.Absolute, out var at)
        && (at.Scheme == Uri.UriSchemeHttp || at.Scheme == Uri.UriSchemeHttps) && !at.IsLoopback
            ? QrCode.Of(at.AbsoluteUri)
            : Problem.Of(s_address);
}
