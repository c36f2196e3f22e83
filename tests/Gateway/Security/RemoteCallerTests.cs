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
        await using var gateway = await TestGateway.StartAsync(allowRemote: true);
        await using var viewer = await gateway.ViewerAsync(caller: "192.168.1.20");

        Assert.Empty((await viewer.WatchClubAsync()).Layouts);
        var problem = (await gateway.Api.GetAsync("/api/layouts", ("Origin", "https://evil.example"))).ExpectProblem(403, "forbidden");
        Assert.DoesNotContain("--allow-remote", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
