using System.Runtime.Versioning;

namespace RailHub.Deploy.Tests.Compose;

/// <summary>The upgrade's script, with a <c>docker</c> of the test's own: what it is told to do, in which order, and what is left when that fails.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class UpgradeTests : IDisposable
{
    private readonly TempDirectory _club = new();

    public UpgradeTests()
    {
        Directory.CreateDirectory(_club["deploy/compose"]);
        Directory.CreateDirectory(_club["bin"]);
        File.Copy(Repository.PathOf("deploy/compose/upgrade.sh"), _club["deploy/compose/upgrade.sh"]);
        File.WriteAllText(_club["bin/docker"], """
            #!/bin/sh
            shift
            case $* in
              'config --services') printf 'postgres\ngateway1\nsilo1\nproxy\nsilo2\ngateway2\nbackup\n' ;;
              'ps --services') printf 'backup\ngateway1\ngateway2\npostgres\nproxy\nsilo1\nsilo2\n' ;;
              *) echo "$RAILHUB_VERSION: $*" >> "$CLUB/log"; case "$*" in *"$FAILING") exit 1 ;; esac ;;
            esac

            """);
        File.SetUnixFileMode(_club["bin/docker"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private string[] Log => File.Exists(_club["log"]) ? File.ReadAllLines(_club["log"]) : [];

    private string Settings => File.Exists(_club[".env"]) ? File.ReadAllText(_club[".env"]) : "";

    public void Dispose() => _club.Dispose();

    [Fact]
    public async Task The_club_is_saved_before_anything_and_silos_are_replaced_before_gateways()
    {
        await File.WriteAllTextAsync(_club[".env"], "RAILHUB_VERSION=1.0\nRAILHUB_PORT=80");

        var (exitCode, output, errors) = await UpgradeAsync("1.1");

        Assert.True(exitCode == 0, errors);
        Assert.Equal(
            [
                ": compose exec -T backup sh /backup.sh once",
                "1.1: compose build --pull",
                "1.1: compose up -d --no-deps --wait --wait-timeout 300 silo2",
                "1.1: compose up -d --no-deps --wait --wait-timeout 300 silo1",
                "1.1: compose up -d --no-deps --wait --wait-timeout 300 gateway2",
                "1.1: compose up -d --no-deps --wait --wait-timeout 300 gateway1",
                "1.1: compose up -d",
                "1.1: compose restart backup proxy",
            ],
            Log.Select(line => line.Replace(": ", ": compose ", StringComparison.Ordinal)));
        Assert.Equal("RAILHUB_PORT=80\nRAILHUB_VERSION=1.1\n", Settings);
        Assert.EndsWith("1.1 runs; 1.0 is there to go back to\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("once", "nothing was begun", 1, "")]
    [InlineData("build --pull", "nothing was replaced", 2, "")]
    [InlineData("silo1", "silo1 does not get ready as 1.1; those after it are as they were", 4, "RAILHUB_VERSION=1.1\nRAILHUB_VERSION_BEFORE=local\n")]
    [InlineData("up -d", "not all of the others could be started", 7, "RAILHUB_VERSION=1.1\nRAILHUB_VERSION_BEFORE=local\n")]
    [InlineData("proxy", "not all of these could be started again: backup proxy", 8, "RAILHUB_VERSION=1.1\nRAILHUB_VERSION_BEFORE=local\n")]
    public async Task What_fails_ends_it_there_and_says_what_to_do(string failing, string told, int steps, string settings)
    {
        var (exitCode, _, errors) = await UpgradeAsync("1.1", failing);

        Assert.Equal(1, exitCode);
        Assert.Contains(told, errors, StringComparison.Ordinal);
        Assert.Equal(steps, Log.Length);
        Assert.Equal(settings, Settings);
    }

    [Fact]
    public async Task An_upgrade_that_failed_is_begun_again_and_the_way_back_still_leads_to_what_ran_before_it()
    {
        await File.WriteAllTextAsync(_club[".env"], "RAILHUB_VERSION=1.0\n");
        await UpgradeAsync("1.1", "silo2");

        var (exitCode, _, errors) = await UpgradeAsync("1.2", "silo2");
        Assert.Equal(1, exitCode);
        Assert.Contains("to go back:  RAILHUB_VERSION=1.0 in .env", errors, StringComparison.Ordinal);
        (exitCode, var output, errors) = await UpgradeAsync("1.2");

        Assert.True(exitCode == 0, errors);
        Assert.EndsWith("1.2 runs; 1.0 is there to go back to\n", output, StringComparison.Ordinal);
        Assert.Equal("RAILHUB_VERSION=1.2\n", Settings);
    }

    [Theory]
    [InlineData("", "say what the new version is called")]
    [InlineData("1.1; rm", "say what the new version is called")]
    [InlineData("local", "local is what runs")]
    public async Task A_name_that_is_none_or_leaves_nothing_to_go_back_to_is_refused(string version, string told)
    {
        var (exitCode, _, errors) = await UpgradeAsync(version);

        Assert.Equal(1, exitCode);
        Assert.Contains(told, errors, StringComparison.Ordinal);
        Assert.Empty(Log);
    }

    private Task<(int ExitCode, string Output, string Errors)> UpgradeAsync(string version, string failing = "nothing") => ShellCommand.RunAsync(
        "sh",
        [_club["deploy/compose/upgrade.sh"], version],
        new Dictionary<string, string> { ["PATH"] = $"{_club["bin"]}:{Environment.GetEnvironmentVariable("PATH")}", ["CLUB"] = _club.Path, ["FAILING"] = failing });
}
