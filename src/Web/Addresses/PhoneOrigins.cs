using Microsoft.AspNetCore.Components;
using RailHub.Contracts;
using RailHub.Web.Gateway;

namespace RailHub.Web.Addresses;

/// <summary>By which addresses phones find the gateway that this page is from.</summary>
public static class PhoneOrigins
{
    /// <summary>That of this page, or where it is the loopback's, those that the gateway knows.</summary>
    public static async Task<Outcome<PhoneAddresses>> FindAsync(GatewayApi api, NavigationManager navigation)
    {
        var here = new Uri(navigation.BaseUri);
        return here.IsLoopback ? await api.GetPhoneAddresses() : new PhoneAddresses([here.GetLeftPart(UriPartial.Authority)]);
    }

    /// <summary>Where the gateway draws the code of an address.</summary>
    public static string CodeOf(string address) => $"api/addresses/qr?address={Uri.EscapeDataString(address)}";
}
