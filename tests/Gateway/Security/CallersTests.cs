using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Tests.Security;

/// <summary>Who is let near, before anybody asks who it is.</summary>
public sealed class CallersTests
{
    private const string Elsewhere = "192.168.1.20";
    private const string Proxy = "10.1.2.3";

    [Theory]
    [InlineData("localhost:8080")]
    [InlineData("192.168.1.2:8080")]
    [InlineData("[fe80::2]:8080")]
    [InlineData("RAILWAY.club.")]
    public async Task Whoever_asks_for_a_known_name_is_let_near_from_everywhere(string host)
    {
        Assert.NotNull((await CallAsync(Elsewhere, host)).Reached);
        Assert.NotNull((await CallAsync("127.0.0.1", host)).Reached);
    }

    [Theory]
    [InlineData("evil.example:8080")]
    [InlineData("localhost.evil.example")]
    [InlineData("")]
    public async Task A_name_that_may_be_somebody_elses_is_refused_to_everybody(string host)
    {
        foreach (var caller in (string[])[Elsewhere, "127.0.0.1"])
        {
            var (status, body, reached) = await CallAsync(caller, host);

            Assert.Null(reached);
            Assert.Equal(403, status);
            Assert.Contains("hostForeign", body, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("localhost:8080", "https://evil.example")]
    [InlineData("localhost:8080", "http://evil.example:8080")]
    [InlineData("localhost:8080", "http://localhost:3000")]
    [InlineData("localhost:8080", "http://localhost")]
    [InlineData("localhost:8080", "null")]
    [InlineData("localhost:8080", "")]
    [InlineData("localhost", "http://localhost:3000")]
    [InlineData("localhost:8080", "http://localhost:8080", "https://evil.example")]
    [InlineData("localhost", "https://localhost")]
    public async Task A_page_of_another_site_is_refused(string host, params string[] origins)
    {
        var (status, body, reached) = await CallAsync(Elsewhere, host, headers: [.. origins.Select(origin => ("Origin", origin))]);

        Assert.Null(reached);
        Assert.Equal(403, status);
        Assert.Contains("another site", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost:8080", "http://localhost:8080")]
    [InlineData("LocalHost:8080", "http://localhost:8080")]
    [InlineData("localhost.:8080", "http://localhost:8080")]
    [InlineData("[::1]:8080", "http://[::1]:8080")]
    [InlineData("localhost", "http://localhost")]
    [InlineData("müller-bahn.example", "http://xn--mller-bahn-9db.example")]
    public async Task Our_own_page_is_let_near(string host, string origin) =>
        Assert.NotNull((await CallAsync(Elsewhere, host, headers: ("Origin", origin))).Reached);

    [Theory]
    [InlineData("X-Forwarded-For", Elsewhere)]
    [InlineData("Forwarded", "for=192.168.1.20")]
    [InlineData("Via", "1.1 squid")]
    [InlineData("CF-Connecting-IP", "")]
    public async Task A_proxy_that_nobody_has_named_is_refused_and_how_to_name_it_is_told(string header, string value)
    {
        foreach (var caller in (string[])["127.0.0.1", Elsewhere, "10.9.9.9"])
        {
            var (status, body, reached) = await CallAsync(caller, "railway.club", headers: (header, value));

            Assert.Null(reached);
            Assert.Equal(403, status);
            Assert.Contains("proxyUnknown", body, StringComparison.Ordinal);
            Assert.Contains($"--proxies {caller}", body, StringComparison.Ordinal);
            Assert.Contains(header, body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_a_proxy_of_ours_says_is_believed()
    {
        var (_, _, reached) = await CallAsync(
            Proxy, "gateway1:8080", headers: [("X-Forwarded-For", Elsewhere), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "railway.club"), ("Origin", "https://railway.club")]);

        Assert.Equal((Elsewhere, "https", "railway.club"), (reached!.Connection.RemoteIpAddress!.ToString(), reached.Request.Scheme, reached.Request.Host.Value));
    }

    [Fact]
    public async Task A_proxy_of_ours_is_known_by_either_notation_of_its_address() =>
        Assert.Equal(Elsewhere, (await CallAsync($"::ffff:{Proxy}", "railway.club", headers: ("X-Forwarded-For", Elsewhere))).Reached!.Connection.RemoteIpAddress!.ToString());

    [Fact]
    public async Task Of_a_chain_as_many_hops_are_believed_as_are_proxies_of_ours()
    {
        var (_, _, reached) = await CallAsync(Proxy, "railway.club", headers: ("X-Forwarded-For", $"6.6.6.6, {Elsewhere}, 2001:db8::7"));

        Assert.Equal(Elsewhere, reached!.Connection.RemoteIpAddress!.ToString());
    }

    [Fact]
    public async Task A_name_that_a_proxy_of_ours_was_asked_for_has_to_be_known() =>
        Assert.Equal(403, (await CallAsync(Proxy, "railway.club", headers: ("X-Forwarded-Host", "evil.example"))).Status);

    [Fact]
    public async Task Nobody_becomes_local_by_a_proxy()
    {
        var (_, _, forged) = await CallAsync(Proxy, "localhost", headers: [("X-Forwarded-For", "127.0.0.1"), ("X-Forwarded-Host", "localhost")]);
        Assert.Equal((IPAddress.Loopback, false), (forged!.Connection.RemoteIpAddress, forged.IsLocal()));

        // One on the same machine that says nothing.
        var (_, _, silent) = await CallAsync("127.0.0.7", "localhost");
        Assert.False(silent!.IsLocal());
    }

    [Fact]
    public async Task Probes_may_come_as_they_like() =>
        Assert.NotNull((await CallAsync(Elsewhere, "10.244.0.7", "/health/live", ("X-Forwarded-For", "1.2.3.4"), ("Host", "evil.example"))).Reached);

    [Fact]
    public async Task A_person_is_told_in_words()
    {
        var (_, body, _) = await CallAsync(Elsewhere, "evil.example", headers: ("Accept", "text/html,*/*"));

        Assert.StartsWith("RailHub does not answer to the name \"evil.example\"", body, StringComparison.Ordinal);
        Assert.Contains("--host-names evil.example", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("127.0.0.1, ::1,10.244.0.0/16", false)]
    [InlineData("10.1.2.3/8", false)]
    [InlineData("0.0.0.0/0", true)]
    [InlineData("::/0", true)]
    [InlineData("proxy", true)]
    [InlineData("10.0.0.0/33", true)]
    public void What_is_no_address_of_a_proxy_is_said_at_the_start(string proxies, bool isWrong) =>
        Assert.Equal(isWrong, new GatewayOptions { Proxies = proxies }.Check() is not null);

    private static async Task<(int Status, string Body, HttpContext? Reached)> CallAsync(
        string caller, string host, string path = "/api/layouts", params (string Name, string Value)[] headers)
    {
        await using var services = new ServiceCollection().AddLogging().AddProblemDetails().BuildServiceProvider();
        var options = new GatewayOptions { HostNames = "railway.club, müller-bahn.example", Proxies = $"{Proxy}/32, 127.0.0.7, 2001:db8::/32" };
        HttpContext? reached = null;
        var app = new ApplicationBuilder(services);
        new Callers(new HostNames(options), new Proxies(options)).Use(app);
        app.Run(http =>
        {
            reached = http;
            return Task.CompletedTask;
        });

        using var body = new MemoryStream();
        var request = new DefaultHttpContext { RequestServices = services };
        request.Connection.RemoteIpAddress = IPAddress.Parse(caller);
        (request.Request.Method, request.Request.Scheme, request.Request.Path) = ("GET", "http", path);
        request.Response.Body = body;
        request.Request.Host = new HostString(host);
        foreach (var (name, value) in headers)
        {
            // Append would leave out an empty value.
            request.Request.Headers[name] = StringValues.Concat(request.Request.Headers[name], new StringValues([value]));
        }

        await app.Build()(request);
        return (request.Response.StatusCode, Encoding.UTF8.GetString(body.ToArray()), reached);
    }
}
