using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;
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
                WireJson.Apply(options.PayloadSerializerOptions);
                options.PayloadSerializerOptions.Converters.Add(new SharedSnapshotConverter());
            })
            .AddMessagePackProtocol(options => options.SerializerOptions = WireMessagePack.Options);

        // Of two protocols with one name the hub takes the later.
        services.AddSingleton<IHubProtocol>(provider =>
            new ExplainingHubProtocol(new JsonHubProtocol(provider.GetRequiredService<IOptions<JsonHubProtocolOptions>>())));
        services.AddSingleton<IHubProtocol>(provider =>
            new ExplainingHubProtocol(new MessagePackHubProtocol(provider.GetRequiredService<IOptions<MessagePackHubProtocolOptions>>())));
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
