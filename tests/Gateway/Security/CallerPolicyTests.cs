using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Tests.Security;

public sealed class CallerPolicyTests
{
    [Theory]
    [InlineData("127.0.0.1", "localhost:8080")]
    [InlineData("127.0.0.1", "LOCALHOST:8080")]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("127.8.0.1", "localhost")]
    [InlineData("::1", "[::1]:8080")]
    [InlineData("::ffff:127.0.0.1", "localhost:8080")]
    public async Task A_program_on_this_machine_may(string caller, string host) => Assert.True(await MayAsync(caller, host));

    [Theory]
    [InlineData("192.168.1.20")]
    [InlineData("fe80::1")]
    [InlineData("::ffff:192.168.1.20")]
    public async Task A_caller_from_elsewhere_may_not(string caller) => Assert.False(await MayAsync(caller, "localhost:8080"));

    [Fact]
    public async Task A_caller_from_elsewhere_may_when_that_was_allowed() =>
        Assert.True(await MayAsync("192.168.1.20", "railway.club:8080", allowRemote: true));

    [Fact]
    public async Task A_caller_without_an_address_may_not() => Assert.False(await MayAsync(null, "localhost:8080"));

    [Theory]
    [InlineData("X-Forwarded-For", "192.168.1.20")]
    [InlineData("X-Forwarded-For", "")]
    [InlineData("Forwarded", "for=192.168.1.20")]
    public async Task A_forwarded_request_may_not(string header, string value) =>
        Assert.False(await MayAsync("127.0.0.1", "localhost:8080", headers: (header, value)));

    [Theory]
    [InlineData("evil.example:8080")]
    [InlineData("localhost.evil.example")]
    [InlineData("192.168.1.20:8080")]
    [InlineData("")]
    public async Task A_foreign_host_name_may_not(string host) => Assert.False(await MayAsync("127.0.0.1", host));

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://evil.example:8080")]
    [InlineData("http://localhost:3000")]
    [InlineData("http://localhost")]
    [InlineData("null")]
    [InlineData("")]
    public async Task A_page_of_another_site_may_not_whoever_calls(string origin)
    {
        Assert.False(await MayAsync("127.0.0.1", "localhost:8080", headers: ("Origin", origin)));
        Assert.False(await MayAsync("192.168.1.20", "localhost:8080", allowRemote: true, headers: ("Origin", origin)));
    }

    [Fact]
    public async Task A_page_at_another_port_is_another_site_when_the_host_is_at_the_usual_one() =>
        Assert.False(await MayAsync("127.0.0.1", "localhost", headers: ("Origin", "http://localhost:3000")));

    [Fact]
    public async Task Two_origins_are_none_of_ours() => Assert.False(await MayAsync(
        "127.0.0.1", "localhost:8080", headers: [("Origin", "http://localhost:8080"), ("Origin", "https://evil.example")]));

    [Theory]
    [InlineData("localhost:8080", "http://localhost:8080")]
    [InlineData("LocalHost:8080", "http://localhost:8080")]
    [InlineData("[::1]:8080", "http://[::1]:8080")]
    [InlineData("localhost", "http://localhost")]
    [InlineData("localhost", "https://localhost")]
    public async Task Our_own_page_may(string host, string origin) => Assert.True(await MayAsync("127.0.0.1", host, headers: ("Origin", origin)));

    [Fact]
    public async Task What_is_no_request_may_not()
    {
        var requirement = new RightRequirement(Rights.View);
        var context = new AuthorizationHandlerContext([requirement], new ClaimsPrincipal(), resource: null);

        await new CallerPolicy(new GatewayOptions { AllowRemote = true }).HandleAsync(context);

        Assert.False(context.HasSucceeded);
    }

    private static async Task<bool> MayAsync(string? caller, string host, bool allowRemote = false, params (string Name, string Value)[] headers)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = caller is null ? null : IPAddress.Parse(caller);
        http.Request.Host = new HostString(host);
        foreach (var (name, value) in headers)
        {
            // Append would leave out an empty value.
            http.Request.Headers[name] = StringValues.Concat(http.Request.Headers[name], new StringValues([value]));
        }

        var context = new AuthorizationHandlerContext([new RightRequirement(Rights.Operate)], new ClaimsPrincipal(), http);
        await new CallerPolicy(new GatewayOptions { AllowRemote = allowRemote }).HandleAsync(context);
        return context.HasSucceeded;
    }
}
