using RailHub.Contracts;

namespace RailHub.Grains.Shows;

/// <summary>The cues of a show that are played, in their order, with what their scenes want now.</summary>
internal sealed class CueList
{
    private readonly PlayableCue[] _cues;

    public CueList(ShowScore score)
    {
        var scenes = score.Scenes.ToDictionary(scene => scene.Id);
        Show = score.Show;
        _cues = [.. score.Show.Cues.Where(cue => !cue.Skip).Select(cue => new PlayableCue(cue, [.. LightsOf(cue, scenes)]))];
        var starts = new TimeSpan[_cues.Length];
        for (var index = 0; index < starts.Length; index++)
        {
            starts[index] = StartOf(index, index == 0 ? TimeSpan.Zero : starts[index - 1]) ?? starts[index - 1] + _cues[index - 1].Duration;
        }

        UsualStarts = starts;
        Outputs = [.. _cues.SelectMany(cue => cue.Lights).Select(light => light.Output).Distinct()];
        Boards = [.. Outputs.Select(output => output.Controller).Distinct()];
    }

    public Show Show { get; }

    /// <summary>All outputs that its cues want something of.</summary>
    public IReadOnlyList<OutputAddress> Outputs { get; }

    /// <summary>Their boards.</summary>
    public IReadOnlyList<MacAddress> Boards { get; }

    public int Count => _cues.Length;

    public PlayableCue this[int index] => _cues[index];

    /// <summary>When each cue begins in a round in which nobody keeps a cue waiting that waits for a hand.</summary>
    public IReadOnlyList<TimeSpan> UsualStarts { get; }

    /// <summary>Where a cue stands in the list; -1 when it is not played.</summary>
    public int IndexOf(CueNumber number) => Array.FindIndex(_cues, cue => cue.Number == number);

    /// <summary>The cue with a number; null when it is not played any more.</summary>
    public PlayableCue? Find(CueNumber number) => Array.Find(_cues, cue => cue.Number == number);

    /// <summary>Where the cue after a number stands; the first one after none. -1 when there is none.</summary>
    public int IndexAfter(CueNumber? number) => Array.FindIndex(_cues, cue => number is null || cue.Number.IsAfter(number.Value));

    /// <summary>When the cue in a place begins by itself, the one before having begun at <paramref name="previous"/>; null when it waits for a hand.</summary>
    public TimeSpan? StartOf(int index, TimeSpan previous)
    {
        var cue = _cues[index];
        var before = index == 0 ? TimeSpan.Zero : _cues[index - 1].Duration;
        return cue.Cue.Trigger switch
        {
            CueTrigger.Offset => Later(cue.Time, previous),
            _ when index == 0 => TimeSpan.Zero,
            CueTrigger.Follow => previous + cue.Time,
            CueTrigger.Hang => Later(previous + before + cue.Time, previous),
            _ => null,
        };
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static IEnumerable<CueLight> LightsOf(Cue cue, Dictionary<SceneId, Scene> scenes)
    {
        var (targets, fade) = cue switch
        {
            { Action: CueAction.Targets, Targets: { } own } => (own, 0),
            { Action: CueAction.Scene, Scene: { } id } when scenes.TryGetValue(id, out var scene) => (scene.Targets, scene.Fade),
            _ => ([], 0),
        };
        foreach (var target in targets)
        {
            var own = target.Fade ?? fade;
            var up = cue.Up ?? own;
            yield return new CueLight(
                new OutputAddress(target.Controller, target.Pin),
                new OutputChange(target.Active, target.Brightness, target.Interval),
                TimeSpan.FromMilliseconds(cue.Delay + target.Delay),
                TimeSpan.FromMilliseconds(up),
                TimeSpan.FromMilliseconds(cue.Down ?? up),
                cue.Curve);
        }
    }
}
