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
    public async Task The_newest_are_kept()
    {
        Dump("echo dump > \"${2#--file=}\"");
        foreach (var day in Enumerable.Range(1, 4))
        {
            await File.WriteAllTextAsync(_files[$"backups/railhub-2020010{day}T000000Z.dump"], "old");
        }

        Assert.Equal(0, (await RunAsync("once")).ExitCode);

        Assert.Equal(["railhub-20200103T000000Z.dump", "railhub-20200104T000000Z.dump"], Backups.Take(2));
        Assert.Equal(3, Backups.Count());
    }

    [Fact]
    public async Task One_that_fails_leaves_the_older_ones_and_nothing_half_written()
    {
        Dump("echo half > \"${2#--file=}\"; exit 1");
        await File.WriteAllTextAsync(_files["backups/railhub-20200101T000000Z.dump"], "old");

        var (exitCode, errors) = await RunAsync("once");

        Assert.Equal(1, exitCode);
        Assert.Contains("the older ones stay", errors, StringComparison.Ordinal);
        Assert.Equal(["railhub-20200101T000000Z.dump"], Backups);
    }

    [Fact]
    public async Task Health_wants_a_young_one()
    {
        Dump("echo dump > \"${2#--file=}\"");
        await File.WriteAllTextAsync(_files["backups/railhub-20200101T000000Z.dump"], "old");
        File.SetLastWriteTimeUtc(_files["backups/railhub-20200101T000000Z.dump"], DateTime.UnixEpoch);

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

    [Fact]
    public async Task The_service_saves_at_once_and_ends_when_it_is_told_to()
    {
        Dump("echo dump > \"${2#--file=}\"");
        var start = new ProcessStartInfo("sh", [Repository.PathOf("deploy/backup/backup.sh")]) { RedirectStandardOutput = true };
        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }

        using var service = Process.Start(start)!;
        var said = await service.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        using var kill = Process.Start("kill", ["-TERM", $"{service.Id}"]);
        await service.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.EndsWith("has 5 bytes", said, StringComparison.Ordinal);
        Assert.Equal(0, service.ExitCode);
    }

    private void Dump(string script)
    {
        File.WriteAllText(_files["bin/pg_dump"], $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(_files["bin/pg_dump"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private async Task<(int ExitCode, string Errors)> RunAsync(string command)
    {
        var (exitCode, _, errors) = await ShellCommand.RunAsync("sh", ["deploy/backup/backup.sh", command], _environment);
        return (exitCode, errors);
    }
}
