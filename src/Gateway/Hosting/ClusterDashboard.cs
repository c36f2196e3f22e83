using Orleans.Dashboard;
using RailHub.Gateway.Problems;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Hosting;

/// <summary>Orleans' own dashboard, for administrators: it tells of silos and grain types, and not of what grains know (ADR 0021).</summary>
internal static class ClusterDashboard
{
    private const string Path = "/cluster";

    // Brings any grain to life that is named, and tells its fields; the package has no option against it.
    private const string GrainState = Path + "/GrainState";

    public static void AddClusterDashboard(this IHostApplicationBuilder builder) =>
        new Client(builder.Services, builder.Configuration).AddDashboard(dashboard => dashboard.HideTrace = true);

    public static void MapClusterDashboard(this WebApplication app)
    {
        var dashboard = app.MapOrleansDashboard(Path)
            .RequireAuthorization(Rights.Administer).AddEndpointFilter(app.Services.GetRequiredService<ClubDoor>()).ExcludeFromDescription();
        ((IEndpointConventionBuilder)dashboard).Finally(endpoint =>
        {
            if (endpoint is RouteEndpointBuilder { RoutePattern.RawText: GrainState })
            {
                endpoint.RequestDelegate = context => Problem.Of(StatusCodes.Status404NotFound).ExecuteAsync(context);
            }
        });
    }

    // The package adds its services to a client's builder only, and a gateway is also a part of a process whose silo is its client.
    private sealed record Client(IServiceCollection Services, IConfiguration Configuration) : IClientBuilder;
}
