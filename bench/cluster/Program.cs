using System.Diagnostics;
using System.Globalization;
using RailHub.Bench.Cluster;

// What becomes of a club when parts of its cluster die: see bench/README.md. Ports 23000 and up, on loopback.
Dictionary<string, Func<int, Task>> all = new()
{
    ["kill"] = rounds => Failover.KillAsync(rounds),
    ["freeze"] = rounds => Failover.FreezeAsync(rounds),
    ["gateway"] = rounds => Failover.GatewayAsync(rounds),
    ["rolling"] = _ => Rolling.RunAsync(),
    ["database"] = seconds => DatabaseTroubles.StopAsync(TimeSpan.FromSeconds(seconds)),
    ["slow"] = seconds => DatabaseTroubles.SlowAsync(TimeSpan.FromSeconds(seconds)),
    ["full"] = seconds => DatabaseTroubles.FullAsync(TimeSpan.FromSeconds(seconds)),
    ["moved"] = _ => DatabaseTroubles.MovedAsync(),
    ["storm"] = _ => BootStorm.RunAsync(),
    ["calm"] = seconds => FalseAlarms.RunAsync(TimeSpan.FromSeconds(seconds)),
    ["join"] = _ => Failover.JoinAsync(),
    ["hops"] = _ => Hops.RunAsync(),
    ["tls"] = _ => Hops.TlsAsync(),
    ["needs"] = _ => Needs.RunAsync(),
};
Dictionary<string, int> usual = new() { ["kill"] = 20, ["freeze"] = 10, ["gateway"] = 10, ["database"] = 60, ["slow"] = 45, ["full"] = 45, ["calm"] = 300 };

if (args is not [var name, .. var rest] || !all.TryGetValue(name, out var scenario))
{
    Console.Error.WriteLine($"Give one of {string.Join(", ", all.Keys)}, and how often, or for how many seconds, if it is not to be as usual.");
    return 2;
}

Console.WriteLine($"RailHub cluster, {name}: {Environment.ProcessorCount} cores, .NET {Environment.Version}");
var began = Stopwatch.GetTimestamp();
await scenario(rest is [var times] ? int.Parse(times, CultureInfo.InvariantCulture) : usual.GetValueOrDefault(name));
Console.WriteLine($"took {Stopwatch.GetElapsedTime(began).TotalSeconds:F0} s");
return 0;
