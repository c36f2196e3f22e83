using System.Diagnostics;
using RailHub.Firmware.Virtual;
using RailHub.Protocol;

namespace RailHub.Bench.Load;

/// <summary>
/// Shows on boards that take 5 to 40 ms over a command, each its own time, and up to 10 ms more, drawn from a seed: how close together the
/// lights of a cue come, how even a fade is, what twenty shows cost, and what people feel of them. The boards write down themselves what
/// they did and when.
/// </summary>
internal sealed class Shows
{
    private const int Seed = 8;
    private const int Count = 48;
    private const double Jitter = 10;

    // Cues that nobody measures: in these code is compiled, and each board's time to effect is learnt.
    private const int WarmUp = 80;
    private const int TapWarmUp = 10;

    private readonly BoardLog _log;
    private readonly double[] _latencies;
    private readonly Boards _boards;
    private readonly Platform _platform;
    private readonly string _layout;
    private readonly ShowApi _shows;

    private Shows(BoardLog log, double[] latencies, Boards boards, Platform platform, string layout, ShowApi shows) =>
        (_log, _latencies, _boards, _platform, _layout, _shows) = (log, latencies, boards, platform, layout, shows);

    /// <summary>One output of every board, and all of them: how close together the lights of a cue come.</summary>
    public static Task MeasureCuesAsync() => WithBoardsAsync(async shows =>
    {
        await shows.MeasureTogetherAsync(cues: 300);
        await shows.MeasureManyOutputsAsync(cues: 20);
    });

    /// <summary>How even a minute's fade is.</summary>
    public static Task MeasureFadesAsync() => WithBoardsAsync(async shows =>
    {
        await shows.MeasureFadeAsync("linear");
        await shows.MeasureFadeAsync("square");
    });

    /// <summary>What twenty shows at once cost, and what people feel of them.</summary>
    public static Task MeasureTwentyAsync() => WithBoardsAsync(shows => shows.MeasureTwentyAsync(seconds: 60));

    private static async Task WithBoardsAsync(Func<Shows, Task> measure)
    {
        var (random, log, latencies) = (new Random(Seed), new BoardLog(), new double[Count]);
        var number = 0;
        await using var boards = await Boards.StartAsync(Count, 0, series: 3, options =>
        {
            var board = number++;
            latencies[board] = 5 + (35 * random.NextDouble());
            return options with
            {
                CommandLatency = TimeSpan.FromMilliseconds(latencies[board]),
                CommandJitter = TimeSpan.FromMilliseconds(Jitter),
                Seed = random.Next(),
                TimeProvider = PunctualTime.Of(TimeProvider.System),
                Taken = command => log.Note(board, command),
            };
        });
        await using var platform = await Platform.StartAsync(Platform.DefaultProgram, "--no-demo");
        var layout = await platform.AddAsync(boards.All);
        using var api = new ShowApi(platform, layout);
        var shows = new Shows(log, latencies, boards, platform, layout, api);
        Console.WriteLine();
        Console.WriteLine($"Shows on {Count} boards x {boards.All[0].Profile.OutputCount} outputs, {latencies.Min():F1} to {latencies.Max():F1} ms a command and up to {Jitter} ms more, seed {Seed}");
        await measure(shows);
    }

    /// <summary>One output on every board.</summary>
    private async Task MeasureTogetherAsync(int cues)
    {
        _log.Clear();
        await _shows.RunAsync("Together", Enumerable.Range(0, WarmUp + cues).Select(cue => ShowApi.Cue(
            cue + 1, 1000 + (cue * 400), _boards.All.Select(board => ShowApi.Target(board, board.Profile.PinAt(cue % 8), LevelOf(cue))))));
        var effects = _log.All.ToLookup(effect => (effect.Pin, effect.Level));
        var (ours, sent, oracle, parallel, sequential) = (new Latencies(), new Latencies(), new Latencies(), new Latencies(), new Latencies());
        var complete = 0;
        foreach (var cue in Enumerable.Range(WarmUp, cues))
        {
            // The last of each board, should one have been told twice.
            Effect[] all = [.. effects[(_boards.All[0].Profile.PinAt(cue % 8), LevelOf(cue))].GroupBy(effect => effect.Board).Select(board => board.Last())];
            complete += all.Length == Count ? 1 : 0;
            if (all.Length == 0)
            {
                continue;
            }

            ours.Add(BoardLog.Between(all.Min(effect => effect.DoneAt), all.Max(effect => effect.DoneAt)));
            oracle.Add(Spread(all, effect => effect.Drawn - MedianOf(effect.Board)));
            sent.Add(Spread(all, effect => BoardLog.Between(all[0].ArrivedAt, effect.ArrivedAt) + effect.Drawn));
            parallel.Add(Spread(all, effect => effect.Drawn));
            sequential.Add(all.Sum(effect => effect.Drawn) - all[0].Drawn);
        }

        Console.WriteLine();
        Console.WriteLine($"One output on every board, {cues} cues ({complete} complete): from the first board to the last");
        var (_, floor, _) = oracle.Quantiles();
        Print("naive, one after the other", sequential, floor);
        Print("naive, all at once", parallel, floor);
        Print("oracle", oracle, floor);
        Print("platform, on the draws", sent, floor);
        Print("platform, as boards did it", ours, floor);
    }

    /// <summary>All outputs of every board.</summary>
    private async Task MeasureManyOutputsAsync(int cues)
    {
        _log.Clear();
        await _shows.RunAsync("All", Enumerable.Range(0, cues).Select(cue => ShowApi.Cue(
            cue + 1,
            3000 + (cue * 4000),
            _boards.All.SelectMany(board => Pins(board).Select(pin => ShowApi.Target(board, pin, LevelOf(cue)))))));
        var effects = _log.All.ToLookup(effect => effect.Level);
        var (ours, floors, ratios) = (new Latencies(), new Latencies(), new Latencies());
        foreach (var cue in Enumerable.Range(0, cues))
        {
            var all = effects[LevelOf(cue)].ToArray();

            // A board does one command after the other: between its first and its last lie all but its first.
            var floor = all.GroupBy(effect => effect.Board).Max(board => board.Skip(1).Sum(effect => effect.Drawn));
            var took = BoardLog.Between(all[0].DoneAt, all[^1].DoneAt);
            ours.Add(took);
            floors.Add(floor);
            ratios.Add(took / floor);
        }

        Console.WriteLine();
        Console.WriteLine($"All outputs of every board, {cues} cues ({_log.All.Count} commands for {cues * Count * _boards.All[0].Profile.OutputCount} outputs): from the first light to the last");
        var (median, _, longest) = ours.Quantiles();
        var (floorMedian, _, floorLongest) = floors.Quantiles();
        var (ratio, _, worst) = ratios.Quantiles();
        Console.WriteLine($"  floor                       median {floorMedian,7:F1} ms   longest {floorLongest,7:F1} ms");
        Console.WriteLine($"  platform                    median {median,7:F1} ms   longest {longest,7:F1} ms   platform / floor {ratio:F2}, longest {worst:F2}");
    }

    /// <summary>A minute's fade of 400 outputs.</summary>
    private async Task MeasureFadeAsync(string curve)
    {
        VirtualBoard[] boards = [.. _boards.All.Take(25)];
        var targets = boards.SelectMany(board => Pins(board).Select(pin => (board, pin))).ToArray();
        await _shows.RunAsync($"Dark {curve}", [ShowApi.Cue(1, 0, targets.Select(target => ShowApi.Target(target.board, target.pin, 0)))]);
        await Task.Delay(TimeSpan.FromSeconds(4));
        _log.Clear();
        await _shows.RunAsync(
            $"Fade {curve}", [ShowApi.Cue(1, 2000, targets.Select(target => ShowApi.Target(target.board, target.pin, 100)), up: 60_000, curve)]);
        await Task.Delay(TimeSpan.FromSeconds(2));
        var all = _log.All;
        int[] steps = [.. all.GroupBy(effect => (effect.Board, effect.Pin)).SelectMany(output =>
            output.Select(effect => effect.Level).Prepend(0).Zip(output.Select(effect => effect.Level)).Select(step => Math.Abs(step.Second - step.First)))];
        var confirmed = await _shows.CountAsync(boards, 100);
        Console.WriteLine();
        Console.WriteLine($"A fade of {targets.Length} outputs in 60 s, {curve}: {all.Count} commands");
        Console.WriteLine($"  steps      largest {steps.DefaultIfEmpty().Max()} %   above 4 %: {steps.Count(step => step > 4)} of {steps.Length}");
        Console.WriteLine($"  rate       {Rates(all).Max():F2} of what a board's budget allows, at the most");
        Console.WriteLine($"  end        {confirmed} of {targets.Length} confirmed");
    }

    /// <summary>Twenty shows with a cue a second each, and people who tap meanwhile.</summary>
    private async Task MeasureTwentyAsync(int seconds)
    {
        var shows = new List<string>();
        for (var show = 0; show < 20; show++)
        {
            var (place, pin) = (show, show / 4);
            shows.Add(await _shows.MakeAsync($"Show {show}", Enumerable.Range(0, seconds).Select(cue => ShowApi.Cue(
                cue + 1,
                cue * 1000,
                _boards.All.Where((_, board) => board % 4 == place % 4).Select(board => ShowApi.Target(board, board.Profile.PinAt(pin), LevelOf(cue + place)))))));
        }

        foreach (var show in shows)
        {
            await _shows.PlayAsync(show);
            await Task.Delay(50);
        }

        // A board that nobody but the bench talks to: what is slow there as well is the machine.
        await using var spare = await Boards.StartAsync(1, 0, series: 4, options => options with
        {
            CommandLatency = TimeSpan.FromMilliseconds(_latencies[0]),
            CommandJitter = TimeSpan.FromMilliseconds(Jitter),
            Seed = Seed,
            TimeProvider = PunctualTime.Of(TimeProvider.System),
            Taken = command => _log.Note(Count, command),
        });
        using var tapper = await Tapper.EnterAsync(_platform, _layout);
        await Task.Delay(2000);
        var (random, taps) = (new Random(Seed), new List<Tap>());
        for (var tap = 0; tap < TapWarmUp; tap++)
        {
            await TapBothAsync();
        }

        _log.Clear();
        taps.Clear();
        var (cpu, began) = (_platform.Cpu, Stopwatch.GetTimestamp());
        while (BoardLog.Between(began, Stopwatch.GetTimestamp()) < (seconds - 10) * 1000)
        {
            await TapBothAsync();
        }

        var lasted = BoardLog.Between(began, Stopwatch.GetTimestamp());
        var share = (_platform.Cpu - cpu).TotalMilliseconds / lasted;
        var all = _log.All;
        foreach (var show in shows)
        {
            await _shows.UntilOverAsync(show);
        }

        var (whole, beyond, direct, behind) = (new Latencies(), new Latencies(), new Latencies(), 0);
        foreach (var tap in taps)
        {
            var own = all.Last(effect => effect.Board == tap.Board && effect.Pin == tap.Pin && effect.Level == tap.Level && effect.ArrivedAt > tap.At);
            var ownTime = BoardLog.Between(own.ArrivedAt, own.DoneAt);
            if (tap.Board == Count)
            {
                direct.Add(tap.Took - ownTime);
                continue;
            }

            // What the board was at when the finger came; what came in between is what people are not to wait for.
            Effect[] before = [.. all.Where(effect => effect.Board == tap.Board && effect.DoneAt > tap.At && effect.DoneAt < own.ArrivedAt)];
            var rest = before.Length > 0 ? BoardLog.Between(tap.At, before[0].DoneAt) : 0;
            behind += before.Length > 1 ? 1 : 0;
            whole.Add(tap.Took);
            beyond.Add(tap.Took - ownTime - rest);
        }

        Console.WriteLine();
        Console.WriteLine($"20 shows with a cue a second each, {all.Count(effect => effect.Board < Count) * 1000 / lasted:F0} commands a second, and {whole.Count} taps by the hub");
        Console.WriteLine($"  platform                    {share:P0} of a core");
        PrintTaps("taps", whole);
        PrintTaps("beyond board and rest", beyond);
        PrintTaps("at a board nobody has", direct);
        Console.WriteLine($"  behind more than one command: {behind}");

        async Task TapBothAsync()
        {
            var (board, pin, level) = (random.Next(Count), _boards.All[0].Profile.PinAt(8 + (taps.Count % 8)), 21 + (taps.Count % 77));
            await TimeAsync(board, pin, level, () => tapper.ByHubAsync(_boards.All[board].Mac, pin, level));
            await TimeAsync(Count, pin, level, () => Taps.AtBoardAsync(spare.All[0], pin, level));
        }

        async Task TimeAsync(int board, int pin, int level, Func<Task> act)
        {
            var at = Stopwatch.GetTimestamp();
            await act();
            taps.Add(new Tap(board, pin, level, at, BoardLog.Between(at, Stopwatch.GetTimestamp())));
            await Task.Delay(50 + random.Next(100));
        }
    }

    private static void PrintTaps(string what, Latencies taps)
    {
        var (median, p99, longest) = taps.Quantiles();
        Console.WriteLine($"  {what,-26}  median {median,6:F2} ms   p99 {p99,6:F2} ms   longest {longest,6:F2} ms");
    }

    // Other than that of any cue nearby: so what a board did is known to be of one.
    private static int LevelOf(int cue) => 1 + (cue % 97);

    private static IEnumerable<int> Pins(VirtualBoard board) => Enumerable.Range(0, board.Profile.OutputCount).Select(board.Profile.PinAt);

    private static double Spread(Effect[] all, Func<Effect, double> at) => all.Max(at) - all.Min(at);

    private static void Print(string what, Latencies spread, double floor)
    {
        var (median, p99, longest) = spread.Quantiles();
        Console.WriteLine($"  {what,-26}  median {median,7:F1} ms   p99 {p99,7:F1} ms ({p99 - floor:+0.0;-0.0}, x {p99 / floor:F2})   longest {longest,7:F1} ms");
    }

    /// <summary>How much of its bucket of 20, which fills with 10 a second, each board has taken out at the most.</summary>
    private static IEnumerable<double> Rates(IReadOnlyList<Effect> all) => all.GroupBy(effect => effect.Board).Select(board =>
    {
        var (taken, most, last) = (0.0, 0.0, 0L);
        foreach (var effect in board.OrderBy(effect => effect.ArrivedAt))
        {
            taken = Math.Max(0, taken - (last == 0 ? 0 : BoardLog.Between(last, effect.ArrivedAt) / 100)) + 1;
            (most, last) = (Math.Max(most, taken), effect.ArrivedAt);
        }

        return most / 20;
    });

    private double MedianOf(int board) => _latencies[board] + (Jitter / 2);

    /// <summary>One finger.</summary>
    /// <param name="Board">The board's place; that after the last is the board nobody else talks to.</param>
    /// <param name="Pin">GPIO number.</param>
    /// <param name="Level">Percent.</param>
    /// <param name="At">A timestamp.</param>
    /// <param name="Took">Milliseconds until it was confirmed.</param>
    private readonly record struct Tap(int Board, int Pin, int Level, long At, double Took);
}
