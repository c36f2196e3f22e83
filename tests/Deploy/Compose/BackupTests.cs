using System.Diagnostics;
using System.Runtime.Versioning;

namespace RailHub.Deploy.Tests.Compose;

/// <summary>The backup service's script, with a <c>pg_dump</c> of the test's own.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class BackupTests : IDisposable
{
    private readonly TempDirectory _files = new();
    private readonly Dictionary<string, string> _environment;

    public BackupTests()
    {
        Directory.CreateDirectory(_files["bin"]);
        Directory.CreateDirectory(_files["backups"]);
        _environment = new Dictionary<string, string>
        {
            ["PATH"] = $"{_files["bin"]}:{Environment.GetEnvironmentVariable("PATH")}",
            ["PGDATABASE"] = "railhub",
            ["BACKUP_DIRECTORY"] = _files["backups"],
            ["BACKUP_KEEP"] = "3",
        };
    }

    private IEnumerable<string> Backups => Directory.GetFiles(_files["backups"]).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal);

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task The_newest_are_kept_and_those_that_somebody_asked_for()
    {
        Dump();
        await MakeAsync("railhub-20191231T000000Z-by-hand.dump", TimeSpan.FromDays(9));
        foreach (var day in Enumerable.Range(1, 4))
        {
            await MakeAsync($"railhub-2020010{day}T000000Z.dump", TimeSpan.FromDays(9 - day));
        }

        using var service = Start();
        Assert.EndsWith("has 5 bytes", await service.ReadAsync(), StringComparison.Ordinal);
        Assert.Matches("the next one in 14[0-4][0-9] minutes$", await service.ReadAsync());

        Assert.Equal(["railhub-20191231T000000Z-by-hand.dump", "railhub-20200103T000000Z.dump", "railhub-20200104T000000Z.dump"], Backups.Take(3));
        Assert.Equal(4, Backups.Count());
        Assert.Equal(0, await service.EndAsync());
    }

    [Fact]
    public async Task A_machine_that_is_started_often_has_as_many_days_in_its_backups_as_any_other()
    {
        Dump();
        await MakeAsync("railhub-20200101T000000Z.dump", TimeSpan.FromHours(3));
        await MakeAsync("railhub-20200102T000000Z-by-hand.dump", TimeSpan.FromHours(1));

        using var service = Start();

        // 21 hours, less what the start took.
        Assert.Matches("the next one in 12[0-6][0-9] minutes$", await service.ReadAsync());
        Assert.Equal(0, await service.EndAsync());
        Assert.Equal(2, Backups.Count());
    }

    [Fact]
    public async Task One_that_was_made_while_the_clock_was_ahead_holds_up_no_other()
    {
        Dump();
        await MakeAsync("railhub-20990101T000000Z.dump", TimeSpan.FromDays(-1000));
        Assert.Equal(1, (await RunAsync("check")).ExitCode);

        using var service = Start();
        Assert.EndsWith("has 5 bytes", await service.ReadAsync(), StringComparison.Ordinal);
        Assert.Matches("the next one in 14[0-4][0-9] minutes$", await service.ReadAsync());

        Assert.Equal(0, await service.EndAsync());
        Assert.Equal(0, (await RunAsync("check")).ExitCode);
    }

    [Fact]
    public async Task One_that_fails_leaves_the_older_ones_and_nothing_half_written()
    {
        Dump("half", exitCode: 1);
        await File.WriteAllTextAsync(_files["backups/railhub-20200101T000000Z.dump"], "old");

        var (exitCode, errors) = await RunAsync("once");

        Assert.Equal(1, exitCode);
        Assert.Contains("the older ones stay", errors, StringComparison.Ordinal);
        Assert.Equal(["railhub-20200101T000000Z.dump"], Backups);
    }

    [Fact]
    public async Task Health_wants_a_young_one()
    {
        Dump();
        await MakeAsync("railhub-20200101T000000Z.dump", TimeSpan.FromDays(2));

        Assert.Equal(1, (await RunAsync("check")).ExitCode);
        Assert.Equal(0, (await RunAsync("once")).ExitCode);
        Assert.Equal(0, (await RunAsync("check")).ExitCode);
    }

    [Theory]
    [InlineData("BACKUP_KEEP", "0")]
    [InlineData("BACKUP_KEEP", "many")]
    [InlineData("BACKUP_HOURS", "1.5")]
    public async Task Numbers_that_are_none_are_named(string name, string value)
    {
        _environment[name] = value;

        var (exitCode, errors) = await RunAsync("once");

        Assert.Equal(2, exitCode);
        Assert.Contains($"\"{value}\"", errors, StringComparison.Ordinal);
    }

    // What it writes, it writes to the file that it is told.
    private void Dump(string text = "dump", int exitCode = 0)
    {
        File.WriteAllText(
            _files["bin/pg_dump"],
            $"#!/bin/sh\nfor word in \"$@\"; do case $word in --file=*) echo {text} > \"${{word#--file=}}\" ;; esac; done\nexit {exitCode}\n");
        File.SetUnixFileMode(_files["bin/pg_dump"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private async Task MakeAsync(string name, TimeSpan age)
    {
        await File.WriteAllTextAsync(_files[$"backups/{name}"], "old");
        File.SetLastWriteTimeUtc(_files[$"backups/{name}"], TimeProvider.System.GetUtcNow().UtcDateTime - age);
    }

    private Service Start() => new(_environment);

    private async Task<(int ExitCode, string Errors)> RunAsync(string command)
    {
        var (exitCode, _, errors) = await ShellCommand.RunAsync("sh", ["deploy/backup/backup.sh", command], _environment);
        return (exitCode, errors);
    }

    // The script as the container runs it, until it is told to end.
    private sealed class Service : IDisposable
    {
        private readonly Process _process;

        public Service(Dictionary<string, string> environment)
        {
            var start = new ProcessStartInfo("sh", [Repository.PathOf("deploy/backup/backup.sh")]) { RedirectStandardOutput = true };
            foreach (var (name, value) in environment)
            {
                start.Environment[name] = value;
            }

            _process = Process.Start(start)!;
        }

        public async Task<string> ReadAsync() => await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) ?? "";

        public async Task<int> EndAsync()
        {
            using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return _process.ExitCode;
        }

        public void Dispose()
        {
            if (!_process.HasExited)
            {
                _process.Kill();
            }

            _process.Dispose();
        }
    }
}
