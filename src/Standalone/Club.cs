using System.Diagnostics.Metrics;
using System.Net.Sockets;
using RailHub.Gateway;
using RailHub.Gateway.Hosting;
using RailHub.Gateway.Security;
using RailHub.Hosting;
using RailHub.Persistence;
using RailHub.Silo.Hosting;
using RailHub.Standalone.Demo;

namespace RailHub.Standalone;

/// <summary>One whole club in one process: silo, gateway, dashboard, database, and virtual boards for the demo.</summary>
internal static class Club
{
    /// <summary>Runs until Ctrl-C or SIGTERM. The result is the exit code of the process.</summary>
    public static Task<int> RunAsync(ClubOptions options, TextWriter output, TextWriter error) =>
        Launch.RunAsync(stop => RunAsync(options, output, stop), error);

    private static async Task RunAsync(ClubOptions options, TextWriter output, CancellationToken stop)
    {
        var gateway = new GatewayOptions { HostNames = options.HostNames, Proxies = options.Proxies, IsDemo = options.Demo };
        if (gateway.Check() is { } problem)
        {
            throw new StartFailedException(problem);
        }

        using var sockets = await ListenSockets.OpenAsync(options.Urls, stop);
        gateway.Listens = sockets.Urls;
        using var data = DataDirectory.Open(options.Data);
        await using var boards = options.Demo ? await StartBoardsAsync(data, stop) : null;
        await using var app = Build(options, gateway, data, sockets);

        await app.Services.MigrateRailHubDatabaseAsync(stop);
        if (boards is not null)
        {
            await DemoClub.PrepareAsync(app.Services, boards, stop);
        }

        await app.StartAsync(stop);

        // Whoever only tries the demo on this machine needs none.
        var isNeeded = !options.Demo || !sockets.Urls.All(url => new Uri(url).IsLoopback);
        var ownerCode = isNeeded ? await app.Services.OfferOwnerCodeAsync(renew: true, stop) : null;
        Announce(sockets, app.Services.GetService<ServerTls>(), data, boards, ownerCode, output);
        await app.WaitForShutdownAsync(stop);
    }

    private static async Task<DemoBoards> StartBoardsAsync(DataDirectory data, CancellationToken stop)
    {
        try
        {
            return await DemoBoards.StartAsync(data, stop);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or SocketException)
        {
            throw new StartFailedException(
                $"The demo's virtual boards cannot start: {failure.Message.TrimEnd('.')}. Mend that, or start without them with --no-demo.", failure);
        }
    }

    private static WebApplication Build(ClubOptions options, GatewayOptions gateway, DataDirectory data, ListenSockets sockets)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = ListenSockets.NoOthers,
            ContentRootPath = AppContext.BaseDirectory,
            WebRootPath = DashboardFiles.WebRoot,
        });
        builder.Configuration.AddInMemoryCollection(options.Tls.Where(given => given.Value is not null));
        var settings = new Settings(builder.Configuration);
        var (driven, audit, telemetry) = (BoardSettings.Read(settings), AuditSettings.Read(settings), TelemetrySettings.Read(settings));
        var own = options.SelfSigned ? new SelfSignedCertificate(data.Certificate, gateway.KnownNames) : null;
        var tls = ServerTls.Read(settings, sockets.Urls, TimeProvider.System.GetUtcNow(), own);
        gateway.ReadBesideCommandLine(settings);
        settings.Check();
        sockets.Serve(builder.WebHost, tls);
        tls?.AddTo(builder);
        builder.AddTelemetry(telemetry, "railhub-standalone");
        builder.AddRailHubSilo(DatabaseOptions.Sqlite(data.Database), driven, audit);
        builder.Services.AddSingleton(new SqliteMarks(data.Database)).AddHostedService<LogMarker>();
        builder.AddRailHubGateway(gateway);

        var app = builder.Build();
        app.MapRailHubGateway();
        data.Measure(app.Services.GetRequiredService<IMeterFactory>());
        app.MapMetrics().RequireAuthorization(Rights.Administer);
        return app;
    }

    private static void Announce(ListenSockets sockets, ServerTls? tls, DataDirectory data, DemoBoards? boards, string? ownerCode, TextWriter output)
    {
        output.WriteLine();
        foreach (var url in sockets.Urls)
        {
            output.WriteLine($"  RailHub is ready:  {url}");
        }

        output.WriteLine($"  API:               {sockets.Urls[0]}/docs");
        output.WriteLine($"  The club is in:    {data.Path}");
        if (boards is not null)
        {
            output.WriteLine($"  Demo:              {boards.Count} virtual boards, the first at {boards.First}; on this machine it needs no sign-in");
        }

        if (tls?.Certificate is { } certificate)
        {
            output.WriteLine($"  Certificate:       {(certificate.IsSelfSigned ? "self-signed, " : "")}until {certificate.EndsAt.UtcDateTime:yyyy-MM-dd}. Its SHA-256, to compare in the browser:");
            output.WriteLine($"                     {certificate.Fingerprint}");
        }

        if (sockets.Addresses.FirstOrDefault(address => address.IsPlainForOthers) is { } plain)
        {
            output.WriteLine($"  Not encrypted:     passwords can be read on their way to {plain.Url}. --tls-self-signed or --tls-certificate");
            output.WriteLine("                     with an https address end that.");
        }

        if (ownerCode is not null)
        {
            output.WriteLine($"  First owner:       {sockets.Urls[0]}/welcome#{ownerCode}");
            output.WriteLine($"                     or open the page from anywhere and give the code {ownerCode}; it is good for a day");
        }

        output.WriteLine("  Ctrl-C stops it.");
        output.WriteLine();
    }
}
