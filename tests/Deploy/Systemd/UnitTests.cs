namespace RailHub.Deploy.Tests.Systemd;

/// <summary>The units of deploy/systemd start programs that there are, as these can be started.</summary>
public sealed class UnitTests
{
    // Of the host (ServiceDefaults): what is under way is waited for so long.
    private const int StopSeconds = 8;

    [Theory]
    [InlineData("railhub.service")]
    [InlineData("railhub-silo.service")]
    [InlineData("railhub-gateway.service")]
    public async Task A_unit_starts_a_program_with_what_it_understands(string unit)
    {
        var settings = Read(unit);
        var command = settings["ExecStart"].Split(' ');
        var variables = settings["Environment"].Split(' ').Select(variable => variable.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

        // An address that is none ends the start after everything else was understood, or as the one of several faults that are named.
        variables = variables.ToDictionary(pair => pair.Key, pair => pair.Value.StartsWith("http", StringComparison.Ordinal) ? "nonsense" : pair.Value);
        var arguments = command.Skip(1).SelectMany(word => word switch
        {
            ['$', '{', .. var name, '}'] => [variables[name]],
            ['$', .. var name] => variables[name].Split(' '),
            _ => (string[])[word],
        });

        var (exitCode, _, errors) = await ShellCommand.RunAsync(
            "dotnet", [Repository.Built($"{Path.GetFileName(command[0])}.dll"), .. arguments], variables);

        Assert.Equal(1, exitCode);
        Assert.StartsWith("RailHub cannot start: ", errors, StringComparison.Ordinal);
        Assert.Contains(unit == "railhub.service" ? "\"nonsense\" is no address" : "Database:ConnectionString is missing", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("railhub.service")]
    [InlineData("railhub-silo.service")]
    [InlineData("railhub-gateway.service")]
    public void A_unit_watches_its_program_gives_it_time_to_stop_and_never_gives_it_up(string unit)
    {
        var settings = Read(unit);

        Assert.Equal("notify", settings["Type"]);
        Assert.Equal("always", settings["Restart"]);
        Assert.Equal("0", settings["StartLimitIntervalSec"]);
        Assert.True(int.Parse(settings["WatchdogSec"], null) > 0);
        Assert.True(int.Parse(settings["TimeoutStopSec"], null) > StopSeconds);
        Assert.Equal(("railhub", "strict", "yes"), (settings["User"], settings["ProtectSystem"], settings["NoNewPrivileges"]));
    }

    [Theory]
    [InlineData("railhub.service")]
    [InlineData("railhub-silo.service")]
    [InlineData("railhub-gateway.service")]
    public async Task A_unit_may_do_little_by_systemds_own_reckoning(string unit)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/systemd-analyze"), "There is no systemd here to ask.");

        // In tenths, as systemd-analyze(1) reckons without running it: 10 is all that there is.
        var (exitCode, output, errors) = await ShellCommand.RunAsync(
            "systemd-analyze", ["security", "--offline=true", "--threshold=13", "--no-pager", Repository.PathOf($"deploy/systemd/{unit}")]);

        Assert.True(exitCode == 0, output + errors);
        Assert.Contains($"Overall exposure level for {unit}", output, StringComparison.Ordinal);
    }

    // What stands there twice is added up, as systemd does with these.
    private static Dictionary<string, string> Read(string unit) => Repository.Read($"deploy/systemd/{unit}").Split('\n')
        .Where(line => line.Contains('=', StringComparison.Ordinal) && line[0] != '#')
        .Select(line => line.Split('=', 2))
        .GroupBy(pair => pair[0], pair => pair[1])
        .ToDictionary(group => group.Key, group => string.Join(' ', group));
}
