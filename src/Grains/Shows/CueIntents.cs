namespace RailHub.Grains.Shows;

/// <summary>What boards are to be told of a show that runs. Pure.</summary>
internal static class CueIntents
{
    /// <summary>How long a light takes to a look that no fade leads to: short, and yet no jump to the eye.</summary>
    private static readonly TimeSpan s_transition = TimeSpan.FromSeconds(1);

    /// <summary>What the cue that began last in a state wants, as it is written.</summary>
    public static IEnumerable<BoardIntent> OfCurrent(CueList cues, RunState state) =>
        state.BeganAt is { } began && cues.Find(state.Begun[^1].Number) is { } cue
            ? cue.Lights.Select(light => Whole(light, began + state.Takes(light.Delay), state, new CueBeginning(cue.Number, state.Round, began)))
            : [];

    /// <summary>What the cues that have begun want from a moment on: what waits for its delay still.</summary>
    public static IEnumerable<BoardIntent> ToCome(CueList cues, RunState state, DateTimeOffset since) =>
        from light in ShowLook.Lights(cues, state)
        where state.MomentOf(light.Start) is { } start && start >= since
        let began = light.Start - light.Light.Delay
        select Whole(
            light.Light,
            state.MomentOf(light.Start)!.Value,
            state,
            new CueBeginning(light.Cue, began < TimeSpan.Zero ? state.Round - 1 : state.Round, state.MomentOf(began)!.Value));

    /// <summary>The look at a moment: what is on its way comes to its end in time, everything else within a transition.</summary>
    /// <param name="cues">The list.</param>
    /// <param name="state">Where the show stands.</param>
    /// <param name="now">The moment.</param>
    /// <param name="only">Which lights; null: all.</param>
    public static IEnumerable<BoardIntent> Look(CueList cues, RunState state, DateTimeOffset now, Predicate<LightInShow>? only = null) =>
        ShowLook.At(cues, state, state.PositionAt(now)).Values.Where(light => only?.Invoke(light) ?? true)
            .Select(light => Rest(light, state, now));

    private static BoardIntent Whole(CueLight light, DateTimeOffset from, RunState state, CueBeginning of) =>
        Of(light, from, state.Takes(light.Up), state.Takes(light.Down)) with { Of = of };

    private static BoardIntent Rest(LightInShow light, RunState state, DateTimeOffset now)
    {
        var position = state.PositionAt(now);
        return Of(light.Light, now, Left(light.Light.Up), Left(light.Light.Down));

        // A show that stands still shows where its lights come to.
        TimeSpan Left(TimeSpan whole) =>
            light.Start + whole is var end && state.Runs && end > position ? state.Takes(end - position) : s_transition;
    }

    private static BoardIntent Of(CueLight light, DateTimeOffset from, TimeSpan up, TimeSpan down) =>
        new(light.Output.Controller, new Intent(light.Output.Pin, light.Change, from, up, light.Curve, Origin.Cue, default, down));
}
