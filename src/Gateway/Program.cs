using RailHub.Gateway;
using RailHub.Gateway.Hosting;
using RailHub.Gateway.Security;
using RailHub.Hosting;
using RailHub.Persistence;

if (args is [HealthCommand.Name, ..])
{
    return await HealthCommand.RunAsync(args, Console.Out);
}

return await Launch.RunAsync(
    async stop =>
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, WebRootPath = DashboardFiles.WebRoot });
        var settings = new Settings(builder.Configuration);
        var (database, cluster, telemetry) = (DatabaseSettings.Read(settings), ClusterSettings.Read(settings), TelemetrySettings.Read(settings));
        var options = GatewayOptions.Read(settings, cluster);
        var tls = ServerTls.Read(settings, settings.Urls, TimeProvider.System.GetUtcNow());
        settings.Check();

        tls?.AddTo(builder);
        builder.AddTelemetry(telemetry, "railhub-gateway");
        builder.UseOrleansClient(client => client.UseCluster(cluster, database));
        builder.Services.AddRailHubPersistence(database);
        builder.AddRailHubGateway(options);

        // Whoever asks hears that there is no cluster yet, instead of nothing.
        builder.Services.Configure<HostOptions>(host => host.ServicesStartConcurrently = true);

        await using var app = builder.Build();
        app.MapRailHubGateway();
        app.MapMetrics().RequireAuthorization(Rights.Administer);
        await app.StartAsync(stop);
        await app.WaitForShutdownAsync(stop);
    },
    Console.Error);
