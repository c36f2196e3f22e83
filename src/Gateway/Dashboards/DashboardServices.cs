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
        services.AddSingleton<CallFilter>();
        services.AddSingleton<ViewerConnections>();
        services.AddSingleton<HubLifetimeManager<DashboardHub>>(provider => provider.GetRequiredService<ViewerConnections>());
        services.AddSignalR(options =>
            {
                // 5,000 targets, the most that a scene has, are about half of it.
                options.MaximumReceiveMessageSize = 1024 * 1024;
                options.MaximumParallelInvocationsPerClient = 8;

                // A dashboard takes 20 s of silence for a lost connection.
                options.KeepAliveInterval = TimeSpan.FromSeconds(5);
                options.AddFilter<CallFilter>();
            })
            .AddJsonProtocol(options =>
            {
                WireJson.Apply(options.PayloadSerializerOptions);
                options.PayloadSerializerOptions.Converters.Add(new SharedSnapshotConverter());
            })
            .AddMessagePackProtocol(options => options.SerializerOptions = WireMessagePack.Options);
        foreach (var protocol in services.Where(service => service.ServiceType == typeof(IHubProtocol)).ToArray())
        {
            services.Remove(protocol);
            services.AddSingleton<IHubProtocol>(provider => new CallProtocol(
                (IHubProtocol)ActivatorUtilities.CreateInstance(provider, protocol.ImplementationType!),
                provider.GetRequiredService<IOptions<JsonHubProtocolOptions>>()));
        }

        return services;
    }

    /// <summary>WebSockets only: no sticky sessions, however many gateways there are.</summary>
    public static void MapDashboards(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapHub<DashboardHub>("/hub", options =>
        {
            options.Transports = Microsoft.AspNetCore.Http.Connections.HttpTransportType.WebSockets;
            options.TransportMaxBufferSize = 64 * 1024;
        }).RequireAuthorization(Rights.Enter);
}
