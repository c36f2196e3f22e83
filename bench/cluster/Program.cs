using System.Diagnostics;
using System.Globalization;
using RailHub.Bench.Cluster;

// What becomes of a club when parts of its cluster die: see bench/README.md. Ports 23000 and up, on loopback.
Dictionary<string, Func<int, Task>> all = new()
{
    ["kill"] = rounds => Failover.KillAsync(rounds),
    ["freeze"] = rounds => Failover.FreezeAsync(rounds),
    ["gateway"] = rounds => Failover.GatewayAsync(rounds),
    ["database"] = _ => Failover.DatabaseAsync(TimeSpan.FromSeconds(60)),
    ["join"] = _ => Failover.JoinAsync(),
    ["hops"] = _ => Hops.RunAsync(),
};
Dictionary<string, int> usual = new() { ["kill"] = 20, ["freeze"] = 10, ["gateway"] = 10 };

if (args is not [var name, .. var rest] || !all.TryGetValue(name, out var scenario))
{
    Console.Error.WriteLine($"Give one of {string.Join(", ", all.Keys)}, and how often if it is not to be as usual.");
    return 2;
}

Console.WriteLine($"RailHub cluster, {name}: {Environment.ProcessorCount} cores, .NET {Environment.Version}");
var began = Stopwatch.GetTimestamp();
await scenario(rest is [var times] ? int.Parse(times, CultureInfo.InvariantCulture) : usual.GetValueOrDefault(name));
Console.WriteLine($"took {Stopwatch.GetElapsedTime(began).TotalSeconds:F0} s");
return 0;
