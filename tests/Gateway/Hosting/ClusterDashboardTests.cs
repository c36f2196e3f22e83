using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Tests.Hosting;

/// <summary>Orleans' own dashboard: for administrators, when it is wanted, and without what grains know.</summary>
public sealed class ClusterDashboardTests
{
    [Fact]
    public async Task It_is_there_for_administrators_and_tells_neither_logs_nor_what_grains_know()
    {
        await using var gateway = await TestGateway.StartAsync(options: new GatewayOptions { ClusterDashboard = true });

        var page = await gateway.Api.GetAsync("/cluster/");
        Assert.Equal((200, "text/html"), (page.Status, page.ContentType?.MediaType));
        Assert.Contains("Orleans", page.Text, StringComparison.Ordinal);
        Assert.Equal(200, (await gateway.Api.GetAsync("/cluster/index.min.js")).Status);
        Assert.Equal(403, (await gateway.Api.GetAsync("/cluster/Trace")).Status);
        (await gateway.Api.GetAsync("/cluster/GrainState?grainId=0&grainType=RailHub.Grains.Layouts.ClubGrain")).ExpectProblem(404, "unknownAddress");
        Assert.DoesNotContain("/cluster", (await gateway.Api.GetAsync("/openapi/v1.json")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_administer_gets_none_of_it()
    {
        await using var gateway = await TestGateway.StartAsync(options: new GatewayOptions { ClusterDashboard = true });
        var endpoints = ClusterEndpoints(gateway);

        Assert.NotEmpty(endpoints);
        Assert.All(endpoints, endpoint => Assert.Contains(
            endpoint.Metadata.GetOrderedMetadata<Microsoft.AspNetCore.Authorization.IAuthorizeData>(), rule => rule.Policy == Rights.Administer));
        using var stranger = new Api(gateway.Address);
        foreach (var path in (string[])["/cluster", "/cluster/index.min.js", "/cluster/DashboardCounters", "/cluster/Trace", "/cluster/GrainState"])
        {
            (await stranger.GetAsync(path)).ExpectProblem(401, "signInNeeded");
        }
    }

    [Fact]
    public async Task It_is_not_there_unless_it_is_wanted()
    {
        await using var gateway = await TestGateway.StartAsync();

        Assert.Empty(ClusterEndpoints(gateway));
    }

    private static RouteEndpoint[] ClusterEndpoints(TestGateway gateway) =>
    [
        .. gateway.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/cluster", StringComparison.OrdinalIgnoreCase)),
    ];
}
