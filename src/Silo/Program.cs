using RailHub.Hosting;
using RailHub.Persistence;
using RailHub.Silo.Hosting;

// "migrate" brings the database to this program's schema and ends; every silo does so at its start as well.
const string Migrate = "migrate";

if (args is [HealthCommand.Name, ..])
{
    return await HealthCommand.RunAsync(args, Console.Out);
}

return await Launch.RunAsync(
    async stop =>
    {
        var builder = WebApplication.CreateBuilder(args);
        var settings = new Settings(builder.Configuration);
        var (database, boards, audit) = (DatabaseSettings.Read(settings), BoardSettings.Read(settings), AuditSettings.Read(settings));
        var (cluster, telemetry) = (ClusterSettings.Read(settings), TelemetrySettings.Read(settings));
        settings.Check();
        if (args is [Migrate, ..])
        {
            await database.MigrateAsync(stop);
            return;
        }

        if (args is [OwnerCodes.Reset, ..])
        {
            await OwnerCodes.ResetAsync(database, isAlone: true, Console.Out, stop);
            return;
        }

        if (cluster.Warning is { } warning)
        {
            await Console.Error.WriteLineAsync(warning);
        }

        builder.AddTelemetry(telemetry, "railhub-silo");
        builder.AddRailHubSilo(database, boards, audit, silo => silo.UseCluster(cluster, database));

        await using var app = builder.Build();
        app.MapHealth();
        app.MapMetrics().RequireLocalCaller();
        await app.Services.MigrateRailHubDatabaseAsync(stop);
        if (await app.Services.OfferOwnerCodeAsync(renew: false, stop) is { } code)
        {
            await Console.Out.WriteLineAsync($"This club has no owner yet. Open {{its page}}/welcome#{code} within a day; {OwnerCodes.Reset} makes another code.");
        }

        await app.StartAsync(stop);
        await app.WaitForShutdownAsync(stop);
    },
    Console.Error);
