using Microsoft.AspNetCore.SignalR;
using RailHub.Contracts.Serialization;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Dashboards;

internal static class DashboardServices
{
    public static IServiceCollection AddDashboards(this IServiceCollection services)
    {
        services.AddSingleton<ClubRelay>();
        services.AddHostedService(provider => provider.GetRequiredService<ClubRelay>());
        services.AddSingleton<ViewerConnections>();
        services.AddSingleton<HubLifetimeManager<DashboardHub>>(provider => provider.GetRequiredService<ViewerConnections>());
        services.AddSignalR(options =>
            {
                options.MaximumReceiveMessageSize = 256 * 1024;
                options.MaximumParallelInvocationsPerClient = 8;

                // A dashboard takes 20 s of silence for a lost connection.
                options.KeepAliveInterval = TimeSpan.FromSeconds(5);
            })
            .AddJsonProtocol(options =>
            {
                options.PayloadSerializerOptions.DefaultIgnoreCondition = ContractsJson.Default.Options.DefaultIgnoreCondition;
                options.PayloadSerializerOptions.TypeInfoResolverChain.Insert(0, ContractsJson.Default);
            })
            .AddMessagePackProtocol(options => options.SerializerOptions = MessagePackIds.Options);
        return services;
    }

    /// <summary>WebSockets only: no sticky sessions, however many gateways there are.</summary>
    public static void MapDashboards(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapHub<DashboardHub>("/hub", options =>
        {
            options.Transports = Microsoft.AspNetCore.Http.Connections.HttpTransportType.WebSockets;
            options.TransportMaxBufferSize = 64 * 1024;
        }).RequireAuthorization(Rights.View);
}
