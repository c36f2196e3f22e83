using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Tests.Security;

/// <summary>Who is a program on this machine: for the set-up page and the demo.</summary>
public sealed class LocalCallerTests
{
    [Theory]
    [InlineData("127.0.0.1", "localhost:8080")]
    [InlineData("127.0.0.1", "LOCALHOST:8080")]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("127.8.0.1", "localhost")]
    [InlineData("::1", "[::1]:8080")]
    [InlineData("::ffff:127.0.0.1", "localhost:8080")]
    public void A_program_on_this_machine_is_local(string caller, string host) => Assert.True(IsLocal(caller, host));

    [Theory]
    [InlineData("192.168.1.20")]
    [InlineData("fe80::1")]
    [InlineData("::ffff:192.168.1.20")]
    [InlineData(null)]
    public void A_caller_from_elsewhere_or_from_nowhere_is_not(string? caller) => Assert.False(IsLocal(caller, "localhost:8080"));

    [Theory]
    [InlineData("evil.example:8080")]
    [InlineData("localhost.evil.example")]
    [InlineData("192.168.1.20:8080")]
    [InlineData("")]
    public void Who_asks_for_another_name_is_not(string host) => Assert.False(IsLocal("127.0.0.1", host));

    [Theory]
    [InlineData("HTTP/1.0", false)]
    [InlineData("HTTP/1.1", true)]
    [InlineData("HTTP/2", true)]
    public void A_request_of_the_first_http_is_not(string protocol, bool isLocal) => Assert.Equal(isLocal, IsLocal("127.0.0.1", "localhost:8080", protocol));

    [Fact]
    public void What_a_proxy_of_ours_has_handed_on_is_not_whatever_it_says()
    {
        var http = Request("127.0.0.1", "localhost:8080");
        http.MarkProxied();

        Assert.False(http.IsLocal());
    }

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
    public void A_forwarded_request_is_not(string header, string value) =>
        Assert.False(IsLocal("127.0.0.1", "localhost:8080", headers: (header, value)));

    [Fact]
    public void What_browsers_and_programs_send_of_their_own_accord_does_not_matter()
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

        Assert.True(IsLocal("127.0.0.1", "localhost:8080", headers: [.. names.Select(name => (name, "1"))]));
    }

    private static bool IsLocal(string? caller, string host, string protocol = "HTTP/1.1", params (string Name, string Value)[] headers) =>
        Request(caller, host, protocol, headers).IsLocal();

    private static DefaultHttpContext Request(string? caller, string host, string protocol = "HTTP/1.1", params (string Name, string Value)[] headers)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = caller is null ? null : IPAddress.Parse(caller);
        http.Request.Host = new HostString(host);
        http.Request.Protocol = protocol;
        foreach (var (name, value) in headers)
        {
            // Append would leave out an empty value.
            http.Request.Headers[name] = new StringValues([value]);
        }

        return http;
    }
}
