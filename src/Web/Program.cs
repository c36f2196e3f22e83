using System.Globalization;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Components.WebAssembly.Hosting;
using RailHub.Web;
using RailHub.Web.Dashboards;
using RailHub.Web.Gateway;
using RailHub.Web.Members;
using RailHub.Web.Shell;

var builder = WebAssemblyHostBuilder.CreateDefault(args);
builder.RootComponents.Add<App>("#app");
builder.RootComponents.Add<HeadOutlet>("head::after");
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton(new HttpClient { BaseAddress = new Uri(builder.HostEnvironment.BaseAddress) });
builder.Services.AddSingleton<GatewayClock>();
builder.Services.AddSingleton<GatewayApi>();
builder.Services.AddSingleton<SignInStore>();
builder.Services.AddSingleton<Passkeys>();
builder.Services.AddSingleton<DashboardConnection>();
builder.Services.AddSingleton<IDashboardConnection>(services => services.GetRequiredService<DashboardConnection>());
builder.Services.AddSingleton<ToastBox>();
builder.Services.AddSingleton<Browser>();

var host = builder.Build();
var browser = host.Services.GetRequiredService<Browser>();
var language = CultureInfo.GetCultureInfo(await browser.LanguageAsync());
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = language;
CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.CurrentUICulture = language;

var connection = host.Services.GetRequiredService<DashboardConnection>();
await browser.OnWakeAsync(connection.WakeAsync);
connection.Start();
await host.RunAsync();
