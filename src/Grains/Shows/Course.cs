using RailHub.Contracts;

namespace RailHub.Grains.Shows;

/// <summary>Where a show goes on.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="Change">What boards have to be told for it.</param>
internal sealed record Course(RunState State, CourseChange Change)
{
    /// <summary>The cues that begin with it.</summary>
    public IReadOnlyList<CueNumber> Begins { get; init; } = [];

    /// <summary>Where an order leads. Pure.</summary>
    /// <param name="order">The order, but for a release.</param>
    /// <param name="cues">The list.</param>
    /// <param name="state">Where the show stands.</param>
    /// <param name="now">Now.</param>
    /// <param name="at">When the effect of what begins by it is to be seen.</param>
    public static Outcome<Course> Of(ShowOrder order, CueList cues, RunState state, DateTimeOffset now, DateTimeOffset at)
    {
        var isStopped = state.Mode == ShowMode.Stopped;
        switch (order.Do)
        {
            case ShowTransport.Play:
            case ShowTransport.Go when isStopped:
                return cues.Count == 0 ? NotReady("The show has no cues. Add one first.") : Begin(RunState.Play(cues, at), [], CourseChange.Carry);
            case ShowTransport.Go:
                return state.Go(cues, at) is { } went
                    ? Begin(went, state.Begun, state.Mode == ShowMode.Paused ? CourseChange.Carry : CourseChange.Ahead)
                    : NotReady("The last cue has begun; there is none after it.");
            case ShowTransport.Pause:
                return isStopped ? NotReady("The show does not run.")
                    : new Course(state.Mode == ShowMode.Paused ? state : state.Pause(cues, now), CourseChange.Freeze);
            case ShowTransport.Resume:
                return isStopped ? NotReady("The show does not run. Play it.")
                    : new Course(state.Resume(at), state.Mode == ShowMode.Playing ? CourseChange.None : CourseChange.Carry);
            case ShowTransport.Back:
                var current = state.At(cues, at).Current is { } number ? cues.IndexOf(number) : -1;
                return current <= 0 ? NotReady("There is no cue before this one.") : Jump(state.GoTo(cues, current - 1, at));
            case ShowTransport.GoTo:
                return cues.IndexOf(order.Cue!.Value) is >= 0 and var index
                    ? Jump(state.GoTo(cues, index, at))
                    : Refusal.NotFound(RefusalCodes.CueUnknown, $"The show has no cue {order.Cue} that is played.");
            case ShowTransport.Seek:
                return cues.Count == 0 ? NotReady("The show has no cues. Add one first.")
                    : Jump(state.At(cues, at).Seek(cues, TimeSpan.FromMilliseconds(order.Position!.Value), at));
            case ShowTransport.Rate:
                return isStopped ? NotReady("The show does not run. Play it first.") : new Course(state.AtRate(cues, order.Rate!.Value, at), CourseChange.Carry);
            case ShowTransport.Stop:
                return new Course(isStopped ? state : state.Pause(cues, now) with { Mode = ShowMode.Stopped }, CourseChange.Freeze);
            default:
                throw new InvalidOperationException($"No operator can do {order.Do}.");
        }

        static Course Begin(RunState to, IEnumerable<BegunCue> before, CourseChange change) =>
            new(to, change) { Begins = [.. to.Begun.Except(before).Where(cue => cue.At >= TimeSpan.Zero).Select(cue => cue.Number)] };

        static Course Jump(RunState to) => new(to, CourseChange.Look) { Begins = to.Current is { } cue ? [cue] : [] };

        static Refusal NotReady(string detail) => new(RefusalKind.Conflict, RefusalCodes.ShowNotReady, detail);
    }
}
