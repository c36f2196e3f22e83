using RailHub.Persistence;
using RailHub.Silo.Hosting;

return await Launch.RunAsync(
    async stop =>
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddRailHubSilo(DatabaseConfiguration.Read(builder.Configuration), SiloHosting.OnlyOneHere);

        await using var app = builder.Build();
        app.MapGet("/health/live", () => "live");
        await app.Services.MigrateRailHubDatabaseAsync(stop);
        await app.StartAsync(stop);
        await app.WaitForShutdownAsync(stop);
    },
    Console.Error);
