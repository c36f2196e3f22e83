using System.Diagnostics;

namespace RailHub.Bench.Load;

/// <summary>
/// What a tap costs beside another program, an older one say: two processes with as many boards each, tapped in turns, so that both meet
/// the same minutes of the machine. CPU is that of the whole process without what it takes at rest.
/// </summary>
internal static class Older
{
    /// <summary>Names the other program: its RailHub.Standalone.dll.</summary>
    public const string Variable = "RAILHUB_OLDER_PROGRAM";

    // Whatever a program compiles while it warms up is not a cost of its taps.
    private const int WarmUp = 40;

    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(15);

    public static async Task RunAsync(int rounds)
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } program || !File.Exists(program))
        {
            Console.WriteLine($"No other program: {Variable} names none.");
            return;
        }

        await using var olderBoards = await Boards.StartAsync(16, 8, series: 11);
        await using var boards = await Boards.StartAsync(16, 8, series: 12);
        await using var olderPlatform = await Platform.StartAsync(program, "--no-demo");
        await using var platform = await Platform.StartAsync(Platform.DefaultProgram, "--no-demo");
        using var older = await Side.EnterAsync(olderPlatform, olderBoards);
        using var newer = await Side.EnterAsync(platform, boards);
        for (var round = 0; round < WarmUp; round++)
        {
            await older.TapAsync(round);
            await newer.TapAsync(round);
        }

        older.Forget();
        newer.Forget();
        await older.RestAsync(newer);
        for (var round = 0; round < rounds; round++)
        {
            // Whoever goes first meets what the other left behind; each does half of the time.
            var (first, second) = round % 2 == 0 ? (older, newer) : (newer, older);
            await first.TapAsync(round);
            await second.TapAsync(round);
        }

        Console.WriteLine();
        Console.WriteLine($"The same taps at an older program: {newer.Count} each way");
        var (rest, restBefore) = (newer.ByRest.Quantiles(), older.ByRest.Quantiles());
        var (hub, hubBefore) = (newer.ByHub.Quantiles(), older.ByHub.Quantiles());
        Console.WriteLine($"  by REST     median {restBefore.Median,5:F2} ms older, {rest.Median,5:F2} newer ({rest.Median - restBefore.Median:+0.00;-0.00})   p99 {restBefore.P99,5:F2}, {rest.P99,5:F2}");
        Console.WriteLine($"  by the hub  median {hubBefore.Median,5:F2} ms older, {hub.Median,5:F2} newer ({hub.Median - hubBefore.Median:+0.00;-0.00})   p99 {hubBefore.P99,5:F2}, {hub.P99,5:F2}");
        Console.WriteLine($"  CPU for a tap by REST  {older.RestCost,6:F0} µs older, {newer.RestCost,6:F0} newer ({(newer.RestCost / older.RestCost) - 1:+0.0%;-0.0%})");
        Console.WriteLine($"  CPU for a tap by hub   {older.HubCost,6:F0} µs older, {newer.HubCost,6:F0} newer ({(newer.HubCost / older.HubCost) - 1:+0.0%;-0.0%})");
        Console.WriteLine($"  at rest                {older.AtRest,6:P2} of a core older, {newer.AtRest,6:P2} newer");
    }

    private sealed class Side(Platform platform, Boards boards, Tapper tapper) : IDisposable
    {
        private TimeSpan _rest;
        private TimeSpan _hub;

        public Latencies ByRest { get; private set; } = new();

        public Latencies ByHub { get; private set; } = new();

        public double AtRest { get; private set; }

        public int Count => ByRest.Count;

        public double RestCost => _rest.TotalMicroseconds / ByRest.Count;

        public double HubCost => _hub.TotalMicroseconds / ByHub.Count;

        public static async Task<Side> EnterAsync(Platform platform, Boards boards) =>
            new(platform, boards, await Tapper.EnterAsync(platform, await platform.AddAsync(boards.All)));

        public void Forget() => (ByRest, ByHub, _rest, _hub) = (new(), new(), default, default);

        public async Task RestAsync(Side other)
        {
            var (own, others, began) = (platform.Cpu, other.CpuNow, Stopwatch.GetTimestamp());
            await Task.Delay(s_rest);
            var lasted = Stopwatch.GetElapsedTime(began);
            (AtRest, other.AtRest) = ((platform.Cpu - own) / lasted, (other.CpuNow - others) / lasted);
        }

        private TimeSpan CpuNow => platform.Cpu;

        public async Task TapAsync(int round)
        {
            _rest += await CostAsync(() => OverBoardsAsync(round, 0, (mac, pin, brightness) => Taps.TimeAsync(ByRest, () => tapper.ByRestAsync(mac, pin, brightness))));
            _hub += await CostAsync(() => OverBoardsAsync(round, 1, (mac, pin, brightness) => Taps.TimeAsync(ByHub, () => tapper.ByHubAsync(mac, pin, brightness))));
        }

        public void Dispose() => tapper.Dispose();

        private async Task OverBoardsAsync(int round, int way, Func<string, int, int, Task> tap)
        {
            foreach (var board in boards.All)
            {
                await tap(board.Mac, board.Profile.PinAt(round % 4), 1 + (((round * 7) + (way * 3)) % 97));
            }
        }

        private async Task<TimeSpan> CostAsync(Func<Task> act)
        {
            var (before, began) = (platform.Cpu, Stopwatch.GetTimestamp());
            await act();
            return platform.Cpu - before - (AtRest * Stopwatch.GetElapsedTime(began));
        }
    }
}
