using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Tests.Security;

public sealed class CallersTests
{
    [Theory]
    [InlineData("127.0.0.1", "localhost:8080")]
    [InlineData("127.0.0.1", "LOCALHOST:8080")]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("127.8.0.1", "localhost")]
    [InlineData("::1", "[::1]:8080")]
    [InlineData("::ffff:127.0.0.1", "localhost:8080")]
    public void A_program_on_this_machine_may(string caller, string host) => Assert.True(May(caller, host));

    [Theory]
    [InlineData("192.168.1.20")]
    [InlineData("fe80::1")]
    [InlineData("::ffff:192.168.1.20")]
    public void A_caller_from_elsewhere_may_not(string caller) => Assert.False(May(caller, "localhost:8080"));

    [Fact]
    public void A_caller_from_elsewhere_may_when_that_was_allowed() =>
        Assert.True(May("192.168.1.20", "192.168.1.2:8080", allowRemote: true));

    [Theory]
    [InlineData("railway.club:8080", true)]
    [InlineData("RAILWAY.club.", true)]
    [InlineData("[fe80::2]:8080", true)]
    [InlineData("localhost", true)]
    [InlineData("evil.example:8080", false)]
    [InlineData("", false)]
    public void Where_everybody_may_a_name_has_to_be_known_whoever_calls(string host, bool may)
    {
        Assert.Equal(may, May("192.168.1.20", host, allowRemote: true));
        Assert.Equal(may, May("127.0.0.1", host, allowRemote: true));
    }

    [Fact]
    public void Where_everybody_may_a_proxy_may_too() => Assert.True(May(
        "127.0.0.1", "railway.club", allowRemote: true, protocol: "HTTP/1.0", headers: ("X-Forwarded-For", "192.168.1.20")));

    [Fact]
    public void A_caller_without_an_address_may_not() => Assert.False(May(null, "localhost:8080"));

    [Theory]
    [InlineData("X-Forwarded-For", "192.168.1.20")]
    [InlineData("X-Forwarded-For", "")]
    [InlineData("Forwarded", "for=192.168.1.20")]
    [InlineData("x-forwarded-proto", "https")]
    [InlineData("X-Forwarded-Host", "railway.club")]
    [InlineData("X-Forwarded-Prefix", "/")]
    [InlineData("X-Forwarded-Anything-New", "1")]
    [InlineData("X-Forwarded", "for")]
    [InlineData("Forwarded-For", "192.168.1.20")]
    [InlineData("X_Forwarded_For", "192.168.1.20")]
    [InlineData("Via", "1.1 squid")]
    [InlineData("X-Real-IP", "192.168.1.20")]
    [InlineData("True-Client-IP", "192.168.1.20")]
    [InlineData("X-Client-IP", "192.168.1.20")]
    [InlineData("X-Cluster-Client-Ip", "192.168.1.20")]
    [InlineData("Fly-Client-IP", "192.168.1.20")]
    [InlineData("Fastly-Client-IP", "192.168.1.20")]
    [InlineData("CF-Connecting-IP", "192.168.1.20")]
    [InlineData("CF-Ray", "1")]
    [InlineData("DO-Connecting-IP", "192.168.1.20")]
    [InlineData("X-Azure-ClientIP", "192.168.1.20")]
    [InlineData("X-Azure-SocketIP", "192.168.1.20")]
    [InlineData("X-Originating-IP", "192.168.1.20")]
    [InlineData("X-Remote-Addr", "192.168.1.20")]
    [InlineData("X-Original-URL", "/api")]
    [InlineData("X-Original-Host", "railway.club")]
    [InlineData("X-Original-Forwarded-For", "192.168.1.20")]
    [InlineData("X-Rewrite-URL", "/api")]
    [InlineData("X-Url-Scheme", "https")]
    [InlineData("Front-End-Https", "on")]
    [InlineData("X-Envoy-External-Address", "192.168.1.20")]
    [InlineData("X-Envoy-Expected-Rq-Timeout-Ms", "1")]
    [InlineData("X-Amzn-Trace-Id", "1")]
    [InlineData("X-Amz-Cf-Id", "1")]
    [InlineData("X-ARR-LOG-ID", "1")]
    [InlineData("X-Varnish", "1")]
    [InlineData("X-NginX-Proxy", "true")]
    [InlineData("X-ProxyUser-Ip", "192.168.1.20")]
    [InlineData("WL-Proxy-Client-IP", "192.168.1.20")]
    [InlineData("CDN-Loop", "cloudflare")]
    public void A_forwarded_request_may_not(string header, string value) =>
        Assert.False(May("127.0.0.1", "localhost:8080", headers: (header, value)));

    [Fact]
    public void What_browsers_and_programs_send_of_their_own_accord_may()
    {
        string[] names =
        [
            "Accept", "Accept-Encoding", "Accept-Language", "Authorization", "Cache-Control", "Connection", "Content-Length", "Content-Type", "Cookie", "DNT",
            "Expect", "If-Match", "If-None-Match", "Keep-Alive", "Pragma", "Priority", "Range", "Referer", "Save-Data", "Sec-CH-UA", "Sec-CH-UA-Mobile",
            "Sec-CH-UA-Platform", "Sec-Fetch-Dest", "Sec-Fetch-Mode", "Sec-Fetch-Site", "Sec-Fetch-Storage-Access", "Sec-Fetch-User", "Sec-GPC",
            "Sec-WebSocket-Extensions", "Sec-WebSocket-Key", "Sec-WebSocket-Protocol", "Sec-WebSocket-Version", "TE", "Transfer-Encoding", "Upgrade",
            "Upgrade-Insecure-Requests", "User-Agent", "X-Requested-With", "X-SignalR-User-Agent", "X-Request-Id", "Idempotency-Key", "traceparent",
            "tracestate", "baggage", "Request-Id", "Postman-Token",
        ];

        Assert.True(May("127.0.0.1", "localhost:8080", headers: [.. names.Select(name => (name, "1"))]));
    }

    [Theory]
    [InlineData("HTTP/1.0", false)]
    [InlineData("HTTP/1.1", true)]
    [InlineData("HTTP/2", true)]
    public void A_request_of_the_first_http_may_not(string protocol, bool may) =>
        Assert.Equal(may, May("127.0.0.1", "localhost:8080", protocol: protocol));

    [Theory]
    [InlineData("evil.example:8080")]
    [InlineData("localhost.evil.example")]
    [InlineData("192.168.1.20:8080")]
    [InlineData("")]
    public void A_foreign_host_name_may_not(string host) => Assert.False(May("127.0.0.1", host));

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://evil.example:8080")]
    [InlineData("http://localhost:3000")]
    [InlineData("http://localhost")]
    [InlineData("null")]
    [InlineData("")]
    public void A_page_of_another_site_may_not_whoever_calls(string origin)
    {
        Assert.False(May("127.0.0.1", "localhost:8080", headers: ("Origin", origin)));
        Assert.False(May("192.168.1.20", "localhost:8080", allowRemote: true, headers: ("Origin", origin)));
    }

    [Fact]
    public void A_page_at_another_port_is_another_site_when_the_host_is_at_the_usual_one() =>
        Assert.False(May("127.0.0.1", "localhost", headers: ("Origin", "http://localhost:3000")));

    [Fact]
    public void Two_origins_are_none_of_ours() => Assert.False(May(
        "127.0.0.1", "localhost:8080", headers: [("Origin", "http://localhost:8080"), ("Origin", "https://evil.example")]));

    [Theory]
    [InlineData("localhost:8080", "http://localhost:8080")]
    [InlineData("LocalHost:8080", "http://localhost:8080")]
    [InlineData("localhost.:8080", "http://localhost:8080")]
    [InlineData("[::1]:8080", "http://[::1]:8080")]
    [InlineData("localhost", "http://localhost")]
    [InlineData("localhost", "https://localhost")]
    public void Our_own_page_may(string host, string origin) => Assert.True(May("127.0.0.1", host, headers: ("Origin", origin)));

    private static bool May(
        string? caller, string host, bool allowRemote = false, string protocol = "HTTP/1.1", params (string Name, string Value)[] headers)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = caller is null ? null : IPAddress.Parse(caller);
        http.Request.Host = new HostString(host);
        http.Request.Protocol = protocol;
        foreach (var (name, value) in headers)
        {
            // Append would leave out an empty value.
            http.Request.Headers[name] = StringValues.Concat(http.Request.Headers[name], new StringValues([value]));
        }

        var options = new GatewayOptions { AllowRemote = allowRemote, HostNames = allowRemote ? "railway.club" : "" };
        return new Callers(options, new HostNames(options)).Check(http) is null;
    }
}
