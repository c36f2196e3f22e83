using RailHub.Contracts;

namespace RailHub.Grains.Shows;

/// <summary>Where a show stands. It is written down, so that another player can go on.</summary>
/// <remarks>Pure: who calls tells what time it is.</remarks>
/// <param name="Mode">Whether its time passes.</param>
/// <param name="Position">The time of the round at <paramref name="Anchor"/>.</param>
/// <param name="Anchor">The moment of <paramref name="Position"/>; counts while time passes.</param>
/// <param name="Rate">How fast, in percent.</param>
/// <param name="Round">Which time it runs through, from 1.</param>
/// <param name="Begun">The cues of this round that have begun, in the order of the list, and those before it that are not complete.</param>
internal sealed record RunState(ShowMode Mode, TimeSpan Position, DateTimeOffset Anchor, int Rate, int Round, IReadOnlyList<BegunCue> Begun)
{
    // A round that takes no time is refused when it is written; nobody is kept busy by one that became so since, as when a scene lost its fades.
    private static readonly TimeSpan s_leastRound = TimeSpan.FromMilliseconds(100);

    /// <summary>A show that was never played.</summary>
    public static RunState Stopped { get; } = new(ShowMode.Stopped, TimeSpan.Zero, DateTimeOffset.UnixEpoch, Rate: 100, Round: 1, []);

    /// <summary>The cue that began last in this round; null before the first.</summary>
    public CueNumber? Current => Begun.Count > 0 && Begun[^1].At >= TimeSpan.Zero ? Begun[^1].Number : null;

    /// <summary>Whether time passes, and so something may come by itself.</summary>
    public bool Runs => Mode == ShowMode.Playing && Rate > 0;

    /// <summary>The time of the round at a moment.</summary>
    public TimeSpan PositionAt(DateTimeOffset moment) => Mode == ShowMode.Playing ? Position + ((moment - Anchor) * Rate / 100) : Position;

    /// <summary>The moment of a time of the round; null while time stands still.</summary>
    public DateTimeOffset? MomentOf(TimeSpan position) => Runs ? Anchor + ((position - Position) * 100 / Rate) : null;

    /// <summary>How long something of show time takes.</summary>
    public TimeSpan Takes(TimeSpan length) => Rate == 0 ? TimeSpan.Zero : length * 100 / Rate;

    /// <summary>From the beginning.</summary>
    public static RunState Play(CueList cues, DateTimeOffset now) =>
        new RunState(ShowMode.Playing, TimeSpan.Zero, now, Rate: 100, Round: 1, []).At(cues, now);

    /// <summary>As it is when what begins by itself until a moment has begun; the same when nothing has.</summary>
    public RunState At(CueList cues, DateTimeOffset moment)
    {
        var state = this;
        while (state.Step(cues, moment) is { } next)
        {
            state = next;
        }

        return state;
    }

    /// <summary>As it is when the next cue has begun by itself; null when that is not before a moment.</summary>
    public RunState? Step(CueList cues, DateTimeOffset moment)
    {
        if (!Runs || NextStart(cues) is not { } start || start > PositionAt(moment))
        {
            return null;
        }

        return cues.IndexAfter(Current) is >= 0 and var next
            ? Begin(cues[next], start)
            : NextRound(RoundEnd(cues)).Begin(cues[0], cues.StartOf(0, TimeSpan.Zero)!.Value);
    }

    /// <summary>The cues that begin by themselves until a moment, one after the other: each as the state in which it has just begun.</summary>
    public IEnumerable<RunState> Coming(CueList cues, DateTimeOffset moment)
    {
        for (var state = Step(cues, moment); state is not null; state = state.Step(cues, moment))
        {
            yield return state;
        }
    }

    /// <summary>When the cue that began last in this round did.</summary>
    public DateTimeOffset? BeganAt => Begun.Count > 0 ? MomentOf(Begun[^1].At) : null;

    /// <summary>When the next cue, or the next round with it, begins by itself, in the time of this round; null when it does not.</summary>
    public TimeSpan? NextStart(CueList cues)
    {
        var next = cues.IndexAfter(Current);
        return next >= 0 ? cues.StartOf(next, Current is null ? TimeSpan.Zero : Begun[^1].At)
            : HasNextRound(cues) ? RoundEnd(cues) + cues.StartOf(0, TimeSpan.Zero)
            : null;
    }

    /// <summary>The cue that comes next; null when there is none.</summary>
    public PlayableCue? Next(CueList cues)
    {
        var next = cues.IndexAfter(Current);
        return next >= 0 ? cues[next] : HasNextRound(cues) ? cues[0] : null;
    }

    /// <summary>The next cue begins now, whatever it waits for; null when there is none.</summary>
    public RunState? Go(CueList cues, DateTimeOffset now)
    {
        var state = Resume(now).At(cues, now);
        var next = cues.IndexAfter(state.Current);
        if (next < 0)
        {
            if (!state.HasNextRound(cues))
            {
                return null;
            }

            (state, next) = (state.NextRound(state.PositionAt(now)), 0);
        }

        return state.Begin(cues[next], state.PositionAt(now));
    }

    /// <summary>Time stands still from a moment on.</summary>
    public RunState Pause(CueList cues, DateTimeOffset now)
    {
        var state = At(cues, now);
        return state with { Mode = ShowMode.Paused, Position = state.PositionAt(now), Anchor = now };
    }

    /// <summary>Time passes from a moment on.</summary>
    public RunState Resume(DateTimeOffset now) => Mode == ShowMode.Playing ? this : this with { Mode = ShowMode.Playing, Anchor = now };

    /// <summary>Time passes otherwise from a moment on.</summary>
    public RunState AtRate(CueList cues, int rate, DateTimeOffset now)
    {
        var state = At(cues, now);
        return state with { Position = state.PositionAt(now), Anchor = now, Rate = rate };
    }

    /// <summary>As if all cues up to one had begun at their usual times, and that one begins now.</summary>
    /// <param name="cues">The list.</param>
    /// <param name="index">Where the cue stands in it.</param>
    /// <param name="now">Now.</param>
    public RunState GoTo(CueList cues, int index, DateTimeOffset now) => this with
    {
        Mode = Mode == ShowMode.Stopped ? ShowMode.Playing : Mode,
        Position = cues.UsualStarts[index],
        Anchor = now,
        Begun = [.. Enumerable.Range(0, index + 1).Select(place => new BegunCue(cues[place].Number, cues.UsualStarts[place]))],
    };

    /// <summary>To a time of this round: what began later has not; what begins by itself until then has.</summary>
    public RunState Seek(CueList cues, TimeSpan position, DateTimeOffset now)
    {
        var back = this with
        {
            Mode = Mode == ShowMode.Stopped ? ShowMode.Playing : Mode,
            Position = position,
            Anchor = now,
            Begun = [.. Begun.Where(cue => cue.At >= TimeSpan.Zero && cue.At <= position)],
        };

        // Not into the next round: that has a time of its own.
        while (cues.IndexAfter(back.Current) >= 0 && back.NextStart(cues) is { } start && start <= position)
        {
            back = back.Begin(cues[cues.IndexAfter(back.Current)], start);
        }

        return back;
    }

    /// <summary>When the current cue is complete, in the time of the round; null before the first.</summary>
    public TimeSpan? Completion(CueList cues) =>
        Current is { } current ? Begun[^1].At + (cues.Find(current)?.Duration ?? TimeSpan.Zero) : null;

    /// <summary>Whether all that has begun is complete, and nothing comes after it.</summary>
    public bool IsOver(CueList cues, DateTimeOffset now) =>
        Runs && Current is not null && Next(cues) is null
        && Begun.All(begun => begun.At + (cues.Find(begun.Number)?.Duration ?? TimeSpan.Zero) <= PositionAt(now));

    private bool HasNextRound(CueList cues) => cues.Count > 0 && Current is not null && (cues.Show.Loops == 0 || Round < cues.Show.Loops);

    private TimeSpan RoundEnd(CueList cues) => Completion(cues) is { } end && end > s_leastRound ? end : s_leastRound;

    private RunState Begin(PlayableCue cue, TimeSpan at) => this with { Begun = [.. Begun, new BegunCue(cue.Number, at)] };

    /// <summary>The round ends at a time of it, and the next begins at its own zero: what began before is then before that.</summary>
    private RunState NextRound(TimeSpan end) => this with
    {
        Position = Position - end,
        Round = Round + 1,

        // Of each cue the last time it began says enough.
        Begun = [.. Begun.Where(cue => cue.At >= TimeSpan.Zero).Select(cue => cue with { At = cue.At - end - TimeSpan.FromTicks(1) })],
    };
}
