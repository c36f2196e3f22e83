using RailHub.Persistence;
using RailHub.Silo.Hosting;

var builder = WebApplication.CreateBuilder(args);
var database = builder.Configuration.GetSection("Database").Get<DatabaseOptions>()
    ?? throw new InvalidOperationException("Database:Provider and Database:ConnectionString are needed.");
builder.AddRailHubSilo(database, silo => silo.UseLocalhostClustering());

var app = builder.Build();
app.MapGet("/health/live", () => "live");
await app.Services.MigrateRailHubDatabaseAsync(app.Lifetime.ApplicationStopping);
await app.RunAsync();
