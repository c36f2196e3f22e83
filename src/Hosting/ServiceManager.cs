using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RailHub.Hosting;

/// <summary>
/// What a program has when the machine's service manager runs it: systemd hears when it is ready, that it works, and when it stops, and
/// its journal the level of each line; Windows can start and stop it. Nothing of it is there when a person runs it.
/// </summary>
internal static class ServiceManager
{
    /// <summary>Adds it. A program may call it for each of its parts.</summary>
    public static void AddServiceManager(this IHostApplicationBuilder builder)
    {
        if (Systemd.Find(builder.Configuration) is { } systemd)
        {
            builder.Services.TryAddSingleton(systemd);
            builder.Services.TryAddSingleton(TimeProvider.System);
            builder.Services.AddHostedService<ServiceWatch>();
            builder.Logging.AddSystemdConsole();
        }
        else
        {
            // Does nothing unless Windows runs it as a service.
            builder.Services.AddWindowsService();
        }
    }
}
