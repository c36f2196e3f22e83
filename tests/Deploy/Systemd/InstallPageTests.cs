using System.Runtime.Versioning;
using System.Text.RegularExpressions;

namespace RailHub.Deploy.Tests.Systemd;

/// <summary>
/// What a page says to type, typed: in a directory of the test's own, where <c>sudo</c> has no more rights than others and a program is a script.
/// Copies of all versions lie beside each other, as downloads do.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed partial class InstallPageTests : IDisposable
{
    private readonly TempDirectory _machine = new();

    public InstallPageTests()
    {
        foreach (var folder in (string[])["bin", "downloads", "etc/systemd/system", "opt", "var/lib"])
        {
            Directory.CreateDirectory(_machine[folder]);
        }

        Script("bin/sudo", """
            if [ "$1" = -u ]; then shift 2; fi
            for last; do :; done
            case $1 in
              useradd | apt-get | systemctl) echo "$*" >> "$MACHINE/log" ;;
              install) case $* in *' -d '*) mkdir -p "$last" ;; *) : > "$last" ;; esac ;;
              *) exec "$@" ;;
            esac
            """);
        Script("bin/systemctl", "");

        // A clock by which no two moments are the same.
        Script("bin/date", """echo . >> "$MACHINE/clock"; wc -l < "$MACHINE/clock" """);
    }

    public static TheoryData<string, string, string> Pages => new()
    {
        { "docs/install-raspberry-pi.md", "railhub-{0}-linux-arm64", "railhub" },
        { "docs/install-cluster.md", "railhub-silo-{0}-linux-x64", "railhub/silo" },
    };

    private string Log => File.Exists(_machine["log"]) ? File.ReadAllText(_machine["log"]) : "";

    public void Dispose() => _machine.Dispose();

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task It_is_installed_and_upgraded_again_and_again(string page, string archive, string folder)
    {
        await DownloadAsync(archive, "1.0", "1.1", "1.2");
        var install = string.Join('\n', Blocks(page, "Install"));
        var upgrade = Blocks(page, "Upgrade, and back")[0];

        Assert.Equal(0, await TypeAsync(install));
        Assert.Equal("1.0", VersionIn(folder));

        Assert.Equal(0, await TypeAsync(upgrade));
        Assert.Equal(("1.1", "1.0"), (VersionIn(folder), VersionIn($"{folder}-before")));

        Assert.Equal(0, await TypeAsync(upgrade.Replace("1.1", "1.2", StringComparison.Ordinal)));
        Assert.Equal(("1.2", "1.1"), (VersionIn(folder), VersionIn($"{folder}-before")));
        Assert.False(Directory.Exists(_machine[$"opt/{folder}-new"]));
        Assert.Equal(3, Unit().Count(Log)); // started three times
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task An_archive_that_is_missing_or_damaged_stops_nothing(string page, string archive, string folder)
    {
        await DownloadAsync(archive, "1.0");
        await TypeAsync(string.Join('\n', Blocks(page, "Install")));
        var upgrade = Blocks(page, "Upgrade, and back")[0];

        Assert.NotEqual(0, await TypeAsync(upgrade));
        await File.WriteAllTextAsync(_machine[$"downloads/{string.Format(null, archive, "1.1")}.tar.gz"], "cut off");
        Assert.NotEqual(0, await TypeAsync(upgrade));

        Assert.Equal("1.0", VersionIn(folder));
        Assert.DoesNotContain("stop", Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_way_back_leads_to_the_version_before_and_there_is_a_copy_of_each()
    {
        const string Page = "docs/install-raspberry-pi.md";
        await DownloadAsync("railhub-{0}-linux-arm64", "1.0", "1.1", "1.2");
        var blocks = Blocks(Page, "Upgrade, and back");
        await TypeAsync(Blocks(Page, "Install")[0]);
        await TypeAsync(blocks[0]);
        await TypeAsync(blocks[0].Replace("1.1", "1.2", StringComparison.Ordinal));

        Assert.Equal(0, await TypeAsync(blocks[1]));
        Assert.Equal("1.1", VersionIn("railhub"));
        Assert.Equal(0, await TypeAsync(blocks[0].Replace("1.1", "1.2", StringComparison.Ordinal)));

        Assert.Equal("1.2", VersionIn("railhub"));
        Assert.Equal(["of-1.0-1.db", "of-1.1-2.db", "of-1.1-3.db"], Directory.GetFiles(_machine["var/backups/railhub"]).Select(file => Path.GetFileName(file)!).Order());
    }

    [GeneratedRegex("^systemctl (enable --now|start) ", RegexOptions.Multiline)]
    private static partial Regex Unit();

    [GeneratedRegex("```sh\n(?<commands>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    // Those that are typed; a file's settings are no commands.
    private static string[] Blocks(string page, string heading)
    {
        var section = Repository.Read(page).Split("\n## ").Single(part => part.StartsWith($"{heading}\n", StringComparison.Ordinal));
        return [.. Block().Matches(section).Select(match => match.Groups["commands"].Value).Where(text => text.Contains("sudo", StringComparison.Ordinal))];
    }

    private string VersionIn(string folder) => File.ReadAllText(_machine[$"opt/{folder}/VERSION"]).Trim();

    private async Task<int> TypeAsync(string commands)
    {
        var here = Places().Replace(commands, match => $"{_machine.Path}{match.Value}");
        var (exitCode, _, _) = await ShellCommand.RunAsync(
            "bash",
            ["-c", here],
            new Dictionary<string, string> { ["PATH"] = $"{_machine["bin"]}:{Environment.GetEnvironmentVariable("PATH")}", ["MACHINE"] = _machine.Path },
            _machine["downloads"]);
        return exitCode;
    }

    [GeneratedRegex("(?<![\\w/])/(opt|etc|var)/")]
    private static partial Regex Places();

    private async Task DownloadAsync(string archive, params string[] versions)
    {
        foreach (var version in versions)
        {
            var name = string.Format(null, archive, version);
            Directory.CreateDirectory(_machine[$"made/{name}"]);
            await File.WriteAllTextAsync(_machine[$"made/{name}/VERSION"], $"{version}\n");
            await File.WriteAllTextAsync(_machine[$"made/{name}/railhub.service"], version);
            await File.WriteAllTextAsync(_machine[$"made/{name}/railhub-silo.service"], version);
            Script($"made/{name}/RailHub.Standalone", """[ ! -e "$2" ] && echo copy > "$2" """);
            var (exitCode, output, errors) = await ShellCommand.RunAsync(
                "bash",
                ["-c", $"tar -C ../made -czf {name}.tar.gz {name} && sha256sum {name}.tar.gz > railhub-{version}.sha256"],
                folder: _machine["downloads"]);
            Assert.True(exitCode == 0, output + errors);
        }
    }

    private void Script(string file, string commands)
    {
        File.WriteAllText(_machine[file], $"#!/bin/sh\n{commands}\n");
        File.SetUnixFileMode(_machine[file], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
