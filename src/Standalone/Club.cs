using RailHub.Gateway;
using RailHub.Gateway.Hosting;
using RailHub.Persistence;
using RailHub.Silo.Hosting;
using RailHub.Standalone.Demo;

namespace RailHub.Standalone;

/// <summary>One whole club in one process: silo, gateway, dashboard, database, and virtual boards for the demo.</summary>
internal static class Club
{
    private const int Failed = 1;

    /// <summary>Runs until Ctrl-C. The result is the exit code of the process.</summary>
    public static async Task<int> RunAsync(ClubOptions options, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        try
        {
            Addresses.Check(options.Urls);
            var gateway = new GatewayOptions { AllowRemote = options.AllowRemote, HostNames = options.HostNames };
            if (gateway.Check() is { } problem)
            {
                throw new StartFailedException(problem);
            }

            using var data = DataDirectory.Open(options.Data);
            var isNew = !File.Exists(data.Database);
            await using var boards = options.Demo ? await DemoBoards.StartAsync(data, cancellation) : null;
            await using var app = Build(options, gateway, data);

            await app.Services.MigrateRailHubDatabaseAsync(cancellation);
            if (boards is not null)
            {
                await DemoClub.PrepareAsync(app.Services, boards, isNew, cancellation);
            }

            await app.StartAsync(cancellation);
            Announce(app, options, data, boards, output);
            await app.WaitForShutdownAsync(cancellation);
            return 0;
        }
        catch (Exception failure) when (failure is StartFailedException or DatabaseUnusableException)
        {
            await error.WriteLineAsync($"RailHub cannot start: {failure.Message}");
            return Failed;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return 0;
        }
    }

    private static WebApplication Build(ClubOptions options, GatewayOptions gateway, DataDirectory data)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            WebRootPath = DashboardFiles.WebRoot,
        });
        builder.WebHost.UseUrls(options.Urls);
        builder.AddRailHubSilo(DatabaseOptions.Sqlite(data.Database));
        builder.AddRailHubGateway(gateway);

        var app = builder.Build();
        app.MapRailHubGateway();
        return app;
    }

    private static void Announce(WebApplication app, ClubOptions options, DataDirectory data, DemoBoards? boards, TextWriter output)
    {
        output.WriteLine();
        foreach (var url in app.Urls)
        {
            output.WriteLine($"  RailHub is ready:  {url}");
        }

        output.WriteLine($"  API:               {app.Urls.First()}/docs");
        output.WriteLine($"  The club is in:    {data.Path}");
        if (boards is not null)
        {
            output.WriteLine($"  Demo:              {boards.Count} virtual boards, the first at {boards.First}");
        }

        if (options.AllowRemote)
        {
            output.WriteLine();
            output.WriteLine("  WARNING: --allow-remote is on and there is no sign-in yet. Everybody who reaches this port");
            output.WriteLine("  may switch every lamp and edit everything. Use it only in a network that you trust.");
        }

        output.WriteLine("  Ctrl-C stops it.");
        output.WriteLine();
    }
}
