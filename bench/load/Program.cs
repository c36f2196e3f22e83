using RailHub.Bench.Load;

// From a change at a board to its receipt: by a client connected to the board itself, and by viewers of the hub.
// All receipts of one scenario are measured in the same run, so that their difference says something on a noisy machine.
// Arguments: "floor" runs the comparison of many viewers with a bare hub alone; a part of a scenario's name runs that one only.
if (args is ["serve"])
{
    await BareServer.RunAsync();
    return;
}

var only = args.FirstOrDefault("");
(string Name, int Viewers, int PerSecond, int Seconds)[] scenarios =
[
    ("10 viewers, 1 change/s", 10, 1, 30),
    ("1 viewer, 1 change/s", 1, 1, 30),
    ("10 viewers, 100 changes/s", 10, 100, 20),
    ("500 viewers, 20 changes/s", 500, 20, 20),
];

Console.WriteLine($"RailHub load: {Environment.ProcessorCount} cores, .NET {Environment.Version}");
if (only.Length == 0)
{
    await Startup.MeasureAsync(Platform.DefaultProgram);
}

await using var boards = await Boards.StartAsync(16, 8);
await using var platform = await Platform.StartAsync(Platform.DefaultProgram, "--no-demo");
var layout = await platform.AddAsync(boards);
await using var direct = await DirectClients.ConnectAsync(boards);
foreach (var scenario in scenarios.Where(scenario => scenario.Name.Contains(only, StringComparison.Ordinal)))
{
    await Scenario.RunAsync(scenario.Name, boards, direct, platform, layout, scenario.Viewers, scenario.PerSecond, scenario.Seconds);
}

if (only.Length == 0 || only == "taps")
{
    await using var many = await Boards.StartAsync(32, 16, series: 1);
    await using var taps = await Platform.StartAsync(Platform.DefaultProgram, "--no-demo");
    await Taps.RunAsync(many, taps, await taps.AddAsync(many), rounds: 12);
}

if (only.Length == 0 || only == "floor")
{
    await Floor.RunAsync(boards, platform, layout, viewers: 1000, perSecond: 20, seconds: 20);
}
