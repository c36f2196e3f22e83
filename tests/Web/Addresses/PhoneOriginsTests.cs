using Microsoft.AspNetCore.Components;
using RailHub.Contracts;
using RailHub.Web.Addresses;

namespace RailHub.Web.Tests.Addresses;

public sealed class PhoneOriginsTests : WebTest
{
    [Theory]
    [InlineData("https://railway.club/", "https://railway.club")]
    [InlineData("http://192.168.1.20:8080/", "http://192.168.1.20:8080")]
    public async Task By_the_address_of_a_page_that_is_no_loopbacks_phones_come_too(string page, string origin)
    {
        var found = (await PhoneOrigins.FindAsync(Api, new Page(page))).Value!;

        Assert.Equal([origin], found.Found);
        Assert.Empty(Gateway.Asked);
    }

    [Theory]
    [InlineData("http://localhost:8080/")]
    [InlineData("http://127.0.0.1:8080/")]
    [InlineData("http://[::1]:8080/")]
    public async Task Of_a_page_of_the_loopback_the_gateway_is_asked(string page)
    {
        Gateway.Answer = _ => FakeGateway.Json(new PhoneAddresses([], AddressProblem.OnlyHere));

        Assert.Equal(AddressProblem.OnlyHere, (await PhoneOrigins.FindAsync(Api, new Page(page))).Value!.Problem);
    }

    private sealed class Page : NavigationManager
    {
        public Page(string address) => Initialize(address, address);
    }
}
