using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Tests.Security;

[Collection(SharedGateway.Name)]
public sealed class SecurityHeadersTests(TestGateway gateway)
{
    [Theory]
    [InlineData("/", 200)]
    [InlineData("/l/any", 200)]
    [InlineData("/css/app.css", 200)]
    [InlineData("/api/layouts", 401)]
    [InlineData("/api/nothing", 404)]
    [InlineData("/docs", 200)]
    [InlineData("/openapi/v1.json", 200)]
    [InlineData("/health/live", 200)]
    public async Task Every_answer_has_them_and_no_script_of_a_page_itself_runs(string path, int status)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(gateway.Address, path));

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("nosniff", One("X-Content-Type-Options"));
        Assert.Equal("same-origin", One("Referrer-Policy"));
        Assert.Contains("camera=()", One("Permissions-Policy"), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
        var policy = One("Content-Security-Policy").Split("; ");
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.Contains("default-src 'none'", policy);
        Assert.All(policy.Where(part => part.StartsWith("script-src", StringComparison.Ordinal)), part =>
        {
            Assert.DoesNotContain("'unsafe-inline'", part, StringComparison.Ordinal);
            Assert.DoesNotContain("'unsafe-eval'", part, StringComparison.Ordinal);
        });

        string One(string name) => Assert.Single(answer.Headers.GetValues(name));
    }

    [Fact]
    public async Task Answers_of_the_API_are_kept_by_nobody_but_those_that_have_a_version()
    {
        var layout = await gateway.LayoutAsync();
        using var http = gateway.Http();

        using var list = await http.GetAsync(new Uri("/api/layouts", UriKind.Relative));
        using var one = await http.GetAsync(new Uri($"/api/layouts/{layout.Id}", UriKind.Relative));
        using var none = await http.GetAsync(new Uri("/api/nothing", UriKind.Relative));

        Assert.Equal((true, true), (list.Headers.CacheControl!.NoStore, none.Headers.CacheControl!.NoStore));
        Assert.NotNull(one.Headers.ETag);
        Assert.Equal((true, true, false), (one.Headers.CacheControl!.Private, one.Headers.CacheControl.NoCache, one.Headers.CacheControl.NoStore));
    }

    [Theory]
    [InlineData("https", "railway.club", true)]
    [InlineData("http", "railway.club", false)]
    [InlineData("https", "localhost:8443", false)]
    [InlineData("https", "192.168.1.7", false)]
    [InlineData("https", "[fe80::1]", false)]
    public async Task Browsers_are_asked_to_stay_with_https_where_it_is_spoken_for_a_name(string scheme, string host, bool isAsked)
    {
        var started = new StartedResponse();
        var http = new DefaultHttpContext();
        http.Features.Set<IHttpResponseFeature>(started);
        (http.Request.Scheme, http.Request.Host) = (scheme, new HostString(host));

        await new SecurityHeaders().AddAsync(http, _ => Task.CompletedTask);
        await started.StartAsync();

        Assert.Equal(isAsked, http.Response.Headers.StrictTransportSecurity.Count > 0);
    }

    /// <summary>A response that starts when the test says so.</summary>
    private sealed class StartedResponse : HttpResponseFeature
    {
        private Func<Task> _starting = () => Task.CompletedTask;

        public override void OnStarting(Func<object, Task> callback, object state) => _starting = () => callback(state);

        public Task StartAsync() => _starting();
    }
}
