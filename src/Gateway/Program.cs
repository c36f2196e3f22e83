using RailHub.Gateway;
using RailHub.Gateway.Hosting;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, WebRootPath = DashboardFiles.WebRoot });
builder.UseOrleansClient(client => client.UseLocalhostClustering());
builder.AddRailHubGateway(builder.Configuration.GetSection("Gateway").Get<GatewayOptions>() ?? new GatewayOptions());

var app = builder.Build();
app.MapRailHubGateway();
await app.RunAsync();
