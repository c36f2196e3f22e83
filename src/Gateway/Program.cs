using RailHub.Gateway;
using RailHub.Gateway.Hosting;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, WebRootPath = DashboardFiles.WebRoot });
builder.UseOrleansClient(client => client.UseLocalhostClustering());
var options = builder.Configuration.GetSection("Gateway").Get<GatewayOptions>() ?? new GatewayOptions();
if (options.Check() is { } problem)
{
    await Console.Error.WriteLineAsync($"The gateway cannot start: {problem}");
    return 1;
}

if (options.AllowRemote)
{
    await Console.Error.WriteLineAsync("WARNING: Gateway:AllowRemote is on and there is no sign-in yet. Whoever reaches this port may switch and edit everything.");
}

builder.AddRailHubGateway(options);

var app = builder.Build();
app.MapRailHubGateway();
await app.RunAsync();
return 0;
