using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RailHub.Gateway.Hosting;
using RailHub.TestKit;

namespace RailHub.Gateway.Tests.Hosting;

public sealed class HealthTests
{
    [Fact]
    public async Task Live_at_once_and_ready_when_the_club_was_heard_of()
    {
        await using var club = await TestClub.StartAsync();
        var grains = GrainCallRecorder.Before(club.Client);
        grains.IsAway = true;
        var time = new ClubTime();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { WebRootPath = DashboardFiles.WebRoot });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton(grains.Grains);
        builder.AddRailHubGateway(new GatewayOptions());
        await using var app = builder.Build();
        app.MapRailHubGateway();
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var api = new Api(new Uri(app.Urls.Single()));
        await time.WaitBegun(Grains.Subscriptions.Renewal);

        Assert.Equal(200, (await api.GetAsync("/health/live")).Status);
        Assert.Equal(503, (await api.GetAsync("/health/ready")).Status);
        (await api.GetAsync("/api/layouts")).ExpectProblem(503, "clubAway");

        grains.IsAway = false;
        time.Advance(Grains.Subscriptions.Renewal);
        await app.Services.GetRequiredService<Gateway.Dashboards.ClubRelay>().Ready.Await("the gateway to hear the club");

        Assert.Equal(200, (await api.GetAsync("/health/ready")).Status);
        Assert.Equal(200, (await api.GetAsync("/api/layouts")).Status);
    }
}
