using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RailHub.Contracts;
using RailHub.Gateway.Addresses;

namespace RailHub.Gateway.Tests.Addresses;

[Collection(SharedGateway.Name)]
public sealed class AddressTests(TestGateway gateway)
{
    private static readonly NetworkAddress s_lan = new(IPAddress.Parse("192.168.1.20"), HasRouter: true);
    private static readonly NetworkAddress s_bridge = new(IPAddress.Parse("172.17.0.1"), HasRouter: false);

    [Theory]
    [InlineData("http://[::]:8080", "http://192.168.1.20:8080")]
    [InlineData("http://0.0.0.0:80", "http://192.168.1.20")]
    [InlineData("http://*:8080", "http://192.168.1.20:8080")]
    [InlineData("http://192.168.1.20:8080", "http://192.168.1.20:8080")]
    [InlineData("https://[::]:443;http://[::]:8080", "http://192.168.1.20:8080", "https://192.168.1.20")]
    [InlineData("http://127.0.0.1:8080;http://[::]:8081", "http://192.168.1.20:8081")]
    public void Phones_come_where_the_gateway_listens_in_a_network_with_a_router(string listens, params string[] found)
    {
        var addresses = MachineAddresses.Find(listens.Split(';'), "http", [s_bridge, s_lan]);

        Assert.Equal(found, addresses.Found);
        Assert.Null(addresses.Problem);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://localhost:8080;http://[::1]:8080")]
    [InlineData("http://127.3.2.1:8080")]
    public void Who_listens_at_the_loopback_only_is_found_by_nobody(string listens) =>
        Assert.Equal(AddressProblem.OnlyHere, MachineAddresses.Find(listens.Split(';'), "http", [s_lan]).Problem);

    [Fact]
    public void A_machine_without_a_network_is_found_by_nobody_and_one_without_a_router_by_those_beside_it()
    {
        Assert.Equal(AddressProblem.NoNetwork, MachineAddresses.Find(["http://*:8080"], "http", []).Problem);
        Assert.Equal(["http://172.17.0.1:8080"], MachineAddresses.Find(["http://*:8080"], "http", [s_bridge]).Found);
    }

    [Theory]
    [InlineData(true, null, AddressProblem.Hidden)]
    [InlineData(false, "true", AddressProblem.Hidden)]
    [InlineData(false, "1", AddressProblem.Hidden)]
    [InlineData(false, "false", AddressProblem.OnlyHere)]
    [InlineData(false, null, AddressProblem.OnlyHere)]
    public void Behind_a_proxy_and_in_a_container_it_is_not_known_how_others_come_there(bool isProxied, string? container, AddressProblem problem)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(MachineAddresses.InContainer, container)]).Build();

        Assert.Equal(problem, new MachineAddresses(gateway.Services.GetRequiredService<IServer>(), configuration).Find("http", isProxied).Problem);
    }

    [Fact]
    public async Task The_gateway_says_that_it_listens_at_the_loopback_only() =>
        Assert.Equal(AddressProblem.OnlyHere, (await gateway.Api.GetAsync("/api/addresses")).Expect<PhoneAddresses>(200).Problem);

    [Fact]
    public async Task An_address_becomes_a_code()
    {
        var reply = await gateway.Api.GetAsync($"/api/addresses/qr?address={Uri.EscapeDataString("http://192.168.1.20:8080/l/1")}");

        Assert.Equal(200, reply.Status);
        Assert.Equal("image/svg+xml", reply.ContentType?.MediaType);
        Assert.StartsWith("<svg", reply.Text, StringComparison.Ordinal);
        Assert.NotEqual(reply.Text, (await gateway.Api.GetAsync("/api/addresses/qr?address=http://192.168.1.21:8080/l/1")).Text);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("javascript:alert(1)")]
    [InlineData("http://localhost:8080/")]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://a/LONG")]
    public async Task There_is_no_code_for_what_no_phone_finds(string address) => (await gateway.Api.GetAsync(
        $"/api/addresses/qr?address={address.Replace("LONG", new string('a', 200), StringComparison.Ordinal)}")).ExpectProblem(400, RefusalCodes.HostInvalid, "address");
}
