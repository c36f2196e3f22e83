using RailHub.Contracts;

namespace RailHub.Gateway.Tests.Security;

[Collection(SharedGateway.Name)]
public sealed class RemoteCallerTests(TestGateway gateway)
{
    private const string Remote = "192.168.1.20";

    [Theory]
    [InlineData("/api/layouts")]
    [InlineData("/hub")]
    public async Task A_remote_caller_has_to_sign_in(string path)
    {
        using var nobody = new Api(gateway.Address);

        (await nobody.GetAsync(path, (TestGateway.CallerHeader, Remote))).ExpectProblem(401, "signInNeeded");
    }

    [Fact]
    public async Task A_remote_caller_who_has_signed_in_does_what_it_may()
    {
        var layout = await gateway.LayoutAsync();
        await using var viewer = await gateway.ViewerAsync(caller: Remote);

        Assert.Contains((await viewer.WatchClubAsync()).Layouts, known => known.Id == layout.Id);
        Assert.Equal(200, (await gateway.Api.GetAsync($"/api/layouts/{layout.Id}", (TestGateway.CallerHeader, Remote))).Status);
    }

    [Fact]
    public async Task A_token_in_the_hubs_address_is_a_token() => Assert.Equal(
        "HTTP/1.1 101 Switching Protocols",
        await RawRequest.SendAsync(
            gateway.Address,
            $"GET /hub?access_token={gateway.Token} HTTP/1.1",
            [.. Upgrade(gateway).Where(header => !header.StartsWith("Authorization", StringComparison.Ordinal))]));

    [Fact]
    public async Task A_page_of_another_site_is_refused() =>
        (await gateway.Api.GetAsync("/api/layouts", ("Origin", "https://evil.example"))).ExpectProblem(403, "forbidden");

    [Theory]
    [InlineData("X-Forwarded-For", "192.168.1.20")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData("CF-Connecting-IP", "192.168.1.20")]
    public async Task A_proxy_on_this_machine_is_refused_and_told_what_to_do(string header, string value)
    {
        var problem = (await gateway.Api.GetAsync("/api/layouts", (header, value))).ExpectProblem(403, "proxyUnknown");

        Assert.Contains("--proxies", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.0", "Accept: */*")]
    [InlineData("HTTP/1.1", "Host: evil.example")]
    public async Task No_name_and_a_foreign_name_are_refused(string protocol, string header) =>
        Assert.Equal("HTTP/1.1 403 Forbidden", await RawRequest.SendAsync(gateway.Address, $"GET /api/layouts {protocol}", header));

    [Theory]
    [InlineData("Origin: https://evil.example")]
    [InlineData("Origin: null")]
    [InlineData("X-Real-IP: 192.168.1.20")]
    [InlineData("Forwarded: for=192.168.1.20")]
    public async Task A_web_socket_through_a_proxy_or_of_another_site_is_refused(string header) => Assert.Equal(
        "HTTP/1.1 403 Forbidden", await RawRequest.SendAsync(gateway.Address, "GET /hub HTTP/1.1", [.. Upgrade(gateway), header]));

    [Fact]
    public async Task A_web_socket_of_our_own_page_is_taken() => Assert.Equal(
        "HTTP/1.1 101 Switching Protocols",
        await RawRequest.SendAsync(gateway.Address, "GET /hub HTTP/1.1", [.. Upgrade(gateway), $"Origin: http://{gateway.Address.Authority}"]));

    private static string[] Upgrade(TestGateway gateway) =>
    [
        $"Host: {gateway.Address.Authority}",
        $"Authorization: Bearer {gateway.Token}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ];

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/docs")]
    [InlineData("/")]
    public async Task Health_description_and_the_dashboards_files_are_open_to_all(string path) =>
        Assert.Equal(200, (await gateway.Api.GetAsync(path, (TestGateway.CallerHeader, Remote))).Status);
}
