using RailHub.Contracts;
using RailHub.Grains.Controllers;
using RailHub.Grains.Hosting;

namespace RailHub.Grains.Shows;

/// <summary>Counts how often a run of a show writes to boards. Pure.</summary>
/// <param name="options">How boards are driven.</param>
/// <param name="mostSteps">How many steps a fade of one output takes on a board at most; null: as many as it takes.</param>
internal sealed class WriteCount(BoardOptions options, Func<MacAddress, int?> mostSteps)
{
    private readonly Dictionary<OutputAddress, (Light Light, long? Interval)> _known = [];
    private readonly Dictionary<MacAddress, int> _writes = [];

    /// <summary>The boards that are written to, those with the most first.</summary>
    public IReadOnlyList<BoardWrites> Boards =>
        [.. _writes.Where(board => board.Value > 0).OrderByDescending(board => board.Value).Select(board => new BoardWrites(board.Key, board.Value))];

    /// <summary>A cue is played, after those before it.</summary>
    public void Add(PlayableCue cue, ChasingGroup? chase)
    {
        foreach (var board in cue.Lights.GroupBy(light => light.Output.Controller))
        {
            var (edges, steps, longest) = (0, 0, TimeSpan.Zero);
            foreach (var light in board)
            {
                var (ends, fades, over) = Of(light);
                (edges, steps) = (edges + ends, steps + fades);
                longest = over > longest ? over : longest;
            }

            // A board takes no more than its budget: steps are left out then, and ends never.
            Put(board.Key, edges + Math.Min(steps, options.CommandBurst + (int)Math.Min(int.MaxValue / 4, longest.TotalSeconds * options.CommandsPerSecond)));
        }

        if (chase is { Members: [{ } first, ..] })
        {
            Put(first.Controller, 1);
        }
    }

    private (int Edges, int Steps, TimeSpan Over) Of(CueLight light)
    {
        var goal = new Light(light.Change.Active ?? true, light.Change.Brightness ?? 100);
        var isKnown = _known.TryGetValue(light.Output, out var before);
        var interval = light.Change.Interval ?? before.Interval;
        _known[light.Output] = (goal, interval);

        // Where nobody knows what it is before, the longest way is counted.
        var way = isKnown ? Math.Abs(goal.Level - before.Light.Level) : Math.Max(goal.Level, 100 - goal.Level);
        var over = isKnown && goal.Level < before.Light.Level ? light.Down : isKnown ? light.Up : light.Up > light.Down ? light.Up : light.Down;
        var edges = (isKnown && goal == before.Light ? 0 : 1) + (light.Change.Interval is not null && (!isKnown || interval != before.Interval) ? 1 : 0);
        return over > TimeSpan.Zero && way > 0
            ? (edges, FadeSteps.Count(way, options.FadeStep, mostSteps(light.Output.Controller)) - 1, over)
            : (edges, 0, TimeSpan.Zero);
    }

    private void Put(MacAddress board, int writes) => _writes[board] = (int)Math.Min(int.MaxValue, _writes.GetValueOrDefault(board) + (long)writes);
}
