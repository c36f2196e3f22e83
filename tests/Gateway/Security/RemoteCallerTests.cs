using RailHub.Contracts;

namespace RailHub.Gateway.Tests.Security;

[Collection(SharedGateway.Name)]
public sealed class RemoteCallerTests(TestGateway gateway)
{
    private const string Remote = "192.168.1.20";

    [Theory]
    [InlineData("/api/layouts")]
    [InlineData("/hub")]
    public async Task A_remote_caller_is_refused_and_told_what_to_do(string path)
    {
        var problem = (await gateway.Api.GetAsync(path, (TestGateway.CallerHeader, Remote))).ExpectProblem(403, "forbidden");

        Assert.Contains("--allow-remote", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_remote_caller_changes_nothing()
    {
        var layout = await gateway.LayoutAsync();

        (await gateway.Api.SendAsync(HttpMethod.Delete, $"/api/layouts/{layout.Id}", headers: (TestGateway.CallerHeader, Remote)))
            .ExpectProblem(403, "forbidden");

        Assert.Equal(layout, (await gateway.Api.GetAsync($"/api/layouts/{layout.Id}")).Expect<Layout>(200));
    }

    [Fact]
    public async Task A_page_of_another_site_is_refused() =>
        (await gateway.Api.GetAsync("/api/layouts", ("Origin", "https://evil.example"))).ExpectProblem(403, "forbidden");

    [Theory]
    [InlineData("X-Forwarded-For", "192.168.1.20")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData("CF-Connecting-IP", "192.168.1.20")]
    public async Task A_proxy_on_this_machine_is_refused_and_told_what_to_do(string header, string value)
    {
        var problem = (await gateway.Api.GetAsync("/api/layouts", (header, value))).ExpectProblem(403, "forbidden");

        Assert.Contains("proxy", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.0", "Host: localhost")]
    [InlineData("HTTP/1.0", "Accept: */*")]
    [InlineData("HTTP/1.1", "Host: evil.example")]
    public async Task An_old_proxy_and_a_foreign_name_are_refused(string protocol, string header) =>
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

    [Fact]
    public async Task A_remote_dashboard_does_not_get_a_connection() =>
        await Assert.ThrowsAnyAsync<Exception>(() => gateway.ViewerAsync(caller: Remote));

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/docs")]
    [InlineData("/")]
    public async Task Health_description_and_the_dashboards_files_are_open_to_all(string path) =>
        Assert.Equal(200, (await gateway.Api.GetAsync(path, (TestGateway.CallerHeader, Remote))).Status);
}

public sealed class AllowedRemoteCallerTests
{
    [Fact]
    public async Task A_remote_caller_may_when_that_was_allowed_but_not_by_a_page_of_another_site()
    {
        await using var gateway = await TestGateway.StartAsync(options: new GatewayOptions { AllowRemote = true, HostNames = "railway.club" });
        await using var viewer = await gateway.ViewerAsync(caller: "192.168.1.20");

        Assert.Empty((await viewer.WatchClubAsync()).Layouts);
        var problem = (await gateway.Api.GetAsync("/api/layouts", ("Origin", "https://evil.example"))).ExpectProblem(403, "forbidden");
        Assert.DoesNotContain("--allow-remote", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(200, (await gateway.Api.GetAsync("/api/layouts", ("Host", "Railway.Club.:8080"))).Status);
        Assert.Equal(200, (await gateway.Api.GetAsync("/api/layouts", ("X-Forwarded-For", "192.168.1.20"))).Status);
        Assert.Equal("HTTP/1.1 200 OK", await RawRequest.SendAsync(gateway.Address, "GET /api/layouts HTTP/1.0", "Host: 192.168.1.20", $"Authorization: Bearer {gateway.Token}"));
        var rebound = (await gateway.Api.GetAsync("/api/layouts", ("Host", "evil.example"))).ExpectProblem(403, "hostForeign");
        Assert.Contains("--host-names evil.example", rebound.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
