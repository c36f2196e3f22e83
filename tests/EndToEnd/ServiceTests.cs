using System.Net;
using Microsoft.Data.Sqlite;

namespace RailHub.EndToEnd.Tests;

/// <summary>A club that systemd runs (deploy/systemd): it hears when people can use it, and ends it when it stands still.</summary>
public sealed class ServiceTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    // A sign is due three times in it.
    private static readonly TimeSpan s_watchdog = TimeSpan.FromSeconds(6);

    private readonly TempDirectory _data = new();
    private readonly SystemdDouble _systemd = new();

    private string Stuck => Path.Combine(_data.Path, "stuck");

    public void Dispose()
    {
        _systemd.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task Systemd_hears_that_the_club_is_ready_that_it_works_and_that_it_stops()
    {
        await using var platform = await StandaloneProcess.UntilReadyAsync(Start());

        var before = await _systemd.UntilAsync("READY=1");
        Assert.Equal(HttpStatusCode.OK, (await platform.Http.GetAsync(new Uri("health/ready", UriKind.Relative))).StatusCode);
        Assert.All(before, told => Assert.StartsWith("STATUS=", told, StringComparison.Ordinal));
        await _systemd.UntilAsync("WATCHDOG=1");
        await _systemd.UntilAsync("WATCHDOG=1");

        var stopping = platform.StopAsync("TERM");
        await _systemd.UntilAsync("STOPPING=1");
        Assert.Equal(0, await stopping);
        Assert.DoesNotContain("WATCHDOG=1", await _systemd.RestAsync(TimeSpan.Zero));
    }

    [Fact]
    public async Task A_club_whose_database_is_away_goes_on_switching_lamps_and_is_left_alone()
    {
        await using var platform = await StandaloneProcess.UntilReadyAsync(Start());
        await _systemd.UntilAsync("READY=1");

        await using var other = new SqliteConnection($"Data Source={Path.Combine(_data.Path, "railhub.db")};Pooling=False");
        await other.OpenAsync();
        await using var held = other.BeginTransaction(deferred: false);

        await _systemd.RestAsync(TimeSpan.Zero);
        for (var sign = 0; sign < 4; sign++)
        {
            await _systemd.UntilAsync("WATCHDOG=1");
        }
    }

    [Fact]
    public async Task A_club_that_has_no_thread_left_to_work_with_gives_no_sign_of_life()
    {
        var program = Start(("DOTNET_STARTUP_HOOKS", PlatformProgram.Built("tests", "Standstill")), ("RAILHUB_TEST_STUCK", Stuck));
        await using var platform = await StandaloneProcess.UntilReadyAsync(program);
        await _systemd.UntilAsync("WATCHDOG=1");
        using var made = new FileSystemWatcher(_data.Path, "stuck");
        var isStuck = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        made.Created += (_, _) => isStuck.TrySetResult();
        made.EnableRaisingEvents = true;

        await program.SignalAsync("USR1");
        await isStuck.Task.WaitAsync(s_patience);

        await _systemd.RestAsync(TimeSpan.Zero);
        Assert.Empty(await _systemd.RestAsync(s_watchdog));
        await platform.KillAsync();
    }

    private PlatformProgram Start(params (string, string)[] environment) => PlatformProgram.Start(
        "Standalone",
        ["--data", _data.Path, "--urls", "http://127.0.0.1:0", "--no-demo"],
        [.. _systemd.Environment(s_watchdog), .. environment]);
}
