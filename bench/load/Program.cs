using RailHub.Bench.Load;

// What is measured in one run is measured on one machine in one minute: only so does a difference say something. See bench/README.md.
switch (args)
{
    case [BareServer.Serve]:
        await BareServer.RunAsync();
        return;
    case [Many.Receive]:
        await Many.ServeAsync();
        return;
}

Dictionary<string, Func<Task>> all = new()
{
    ["start"] = () => Startup.MeasureAsync(Platform.DefaultProgram),
    ["changes"] = () => WithBoardsAsync(async (boards, platform, layout) =>
    {
        await using var direct = await DirectClients.ConnectAsync(boards);
        foreach (var (viewers, perSecond, seconds) in ((int, int, int)[])[(10, 1, 30), (1, 1, 30), (10, 100, 20), (500, 20, 20)])
        {
            await Scenario.RunAsync(boards, direct, platform, layout, viewers, perSecond, seconds);
        }
    }),
    ["taps"] = async () =>
    {
        await using var boards = await Boards.StartAsync(32, 16, series: 1);
        await using var platform = await Platform.StartAsync(Platform.DefaultProgram, "--no-demo");
        await Taps.RunAsync(boards, platform, await platform.AddAsync(boards.All), rounds: 25);
    },
    ["older"] = () => Older.RunAsync(rounds: 60),
    ["guess"] = () => WithBoardsAsync(Guessing.RunAsync),
    ["audit"] = () => WithBoardsAsync((boards, platform, layout) => AuditSize.RunAsync(boards, platform, layout, rows: 1_000_000)),
    ["floor"] = () => WithBoardsAsync((boards, platform, layout) => Floor.RunAsync(boards, platform, layout, viewers: 1000, perSecond: 20, seconds: 20)),
    ["many"] = () => Many.RunAsync(count: 2000, seconds: 30),
    ["cues"] = Shows.MeasureCuesAsync,
    ["fades"] = Shows.MeasureFadesAsync,
    ["shows"] = Shows.MeasureTwentyAsync,
    ["watching"] = () => Watching.RunAsync(count: 1000, perSecond: 100, seconds: 30),
    ["guests"] = () => Guests.RunAsync(count: 500, seconds: 60),
    ["storm"] = () => Storm.RunAsync(boards: 2000),
};

if (args.Where(name => !all.ContainsKey(name)).ToArray() is { Length: > 0 } strange)
{
    Console.Error.WriteLine($"There is no {string.Join(", ", strange)}; there are {string.Join(", ", all.Keys)}.");
    Environment.ExitCode = 2;
    return;
}

Console.WriteLine($"RailHub load: {Environment.ProcessorCount} cores, .NET {Environment.Version}");
foreach (var name in args.Length == 0 ? all.Keys : (IEnumerable<string>)args)
{
    await all[name]();
}

static async Task WithBoardsAsync(Func<Boards, Platform, string, Task> measure)
{
    await using var boards = await Boards.StartAsync(16, 8);
    await using var platform = await Platform.StartAsync(Platform.DefaultProgram, "--no-demo");
    await measure(boards, platform, await platform.AddAsync(boards.All));
}
