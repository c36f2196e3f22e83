using RailHub.Contracts;
using RailHub.Grains.Chasing;
using RailHub.Grains.Desks;
using RailHub.Grains.Hosting;
using RailHub.Protocol;

namespace RailHub.Grains.Controllers;

/// <summary>
/// What is wanted of one board over time, what it reports, and so the command that is due: what is wanted at the moment that a command
/// sent now would take effect, and is not reported.
/// </summary>
/// <remarks>Pure: no clock, no board, no database. Moments are those of the board's monotonic clock.</remarks>
internal sealed class BoardPlan(BoardOptions options)
{
    // Earlier than this, what comes too early is seen more than what comes too late would be.
    private static readonly TimeSpan s_earliest = TimeSpan.FromSeconds(1);

    private readonly SortedDictionary<int, OutputTrack> _outputs = [];
    private readonly List<TimeSpan> _edges = [];
    private readonly Dictionary<ChasingGroupId, GroupTrack> _groups = [];
    private Func<int, DeskFilter> _filter = static _ => DeskFilter.None;
    private Func<int, DeskFilter>? _announced;

    /// <summary>The last report; null before the first.</summary>
    public StatusSnapshot? Board { get; private set; }

    /// <summary>Whether the link is live: only then is what is reported known to be so.</summary>
    public bool IsLive { get; private set; }

    /// <summary>How long a command takes to its effect.</summary>
    public TimeSpan Lead { get; set; }

    /// <summary>How long a command takes until the next one can be sent.</summary>
    public TimeSpan Turn { get; set; }

    public IEnumerable<OutputTrack> Outputs => _outputs.Values;

    /// <summary>How many steps of fades it is still sent today, where it erases its flash at each.</summary>
    public FadeAllowance Fades { get; } = new(options.FadeStepsPerDay);

    /// <summary>By how many steps the board fades one output at most, as it reported last; null: as many as it takes.</summary>
    public int? MostFadeSteps => Fades.MostSteps;

    /// <summary>The club's chasing groups that run on it, or are to.</summary>
    public IEnumerable<GroupTrack> Groups => _groups.Values.Where(group => !group.IsForeign);

    /// <summary>Those that only the board knows, while a desk has them ended, or is about to.</summary>
    public IEnumerable<GroupTrack> Foreign => _groups.Values.Where(group => group.IsForeign);

    /// <summary>Whether fades on this board jump to their ends, because it was sent its steps of today.</summary>
    public bool AreFadesSpent(TimeSpan now) => Fades.IsSpent(now);

    /// <summary>Since when a command that the board said yes to has not shown in its reports; null when all have.</summary>
    public TimeSpan? UnshownSince => _outputs.Values.Min(output => output.UnshownSince);

    /// <summary>It was asked about.</summary>
    public void Doubt()
    {
        foreach (var output in _outputs.Values)
        {
            output.Doubted();
        }
    }

    public OutputTrack? Find(int pin) => _outputs.GetValueOrDefault(pin);

    public GroupTrack? FindGroup(ChasingGroupId id) => _groups.GetValueOrDefault(id);

    /// <summary>The board's output on a pin; a new one before its first report, when it is not known which there are.</summary>
    public OutputTrack? Expect(int pin)
    {
        if (_outputs.TryGetValue(pin, out var known))
        {
            return known;
        }

        return Board is null ? Add(pin) : null;
    }

    /// <summary>A desk is about to alter what is sent: what it will alter is remembered, so that it can be kept before any board hears of it.</summary>
    /// <param name="filter">What it makes of the light on each pin.</param>
    /// <param name="now">Now.</param>
    public void Announce(Func<int, DeskFilter> filter, TimeSpan now)
    {
        _announced = filter;
        foreach (var output in _outputs.Values)
        {
            output.Light.Announce(filter(output.Pin), now);
        }

        TakeForeign();
    }

    /// <summary>A desk alters what is sent from now on; what is wanted stays as it is.</summary>
    /// <param name="filter">What it makes of the light on each pin.</param>
    /// <param name="now">Now.</param>
    public void Filter(Func<int, DeskFilter> filter, TimeSpan now)
    {
        (_filter, _announced) = (filter, null);
        foreach (var output in _outputs.Values)
        {
            output.Light.Filter(filter(output.Pin), now);
        }

        foreach (var group in _groups.Values)
        {
            group.Cover(IsCovered, now);
        }

        TakeForeign();
    }

    /// <summary>No desk alters anything from now on; gives what it had taken, and what comes back therefore.</summary>
    public Withheld GiveBack(TimeSpan now)
    {
        GroupTrack[] groups = [.. _groups.Values.Where(group => group is { Wanted: true, IsCovered: true, Problem: null })];

        // Members of a group are as that has them.
        var members = groups.SelectMany(group => GroupTrack.Pins(group.Group)).ToHashSet();
        LightPart[] lights = [.. _outputs.Values.Where(output => !members.Contains(output.Pin) && output.Light.IsWithheld(now)).Select(output => output.Light)];
        Filter(static _ => DeskFilter.None, now);
        return new Withheld(lights, groups);
    }

    /// <summary>Adds what somebody wants of an output.</summary>
    /// <param name="output">One of the board's.</param>
    /// <param name="intent">What is wanted; its moment has been turned into <paramref name="start"/>.</param>
    /// <param name="start">When it begins; now at the earliest.</param>
    /// <param name="now">Now.</param>
    /// <param name="isHeld">Whether nothing is done before the database has it.</param>
    /// <param name="planned">The moment by which its sender knows it, when it is to hear when it became so.</param>
    public Want Add(OutputTrack output, Intent intent, TimeSpan start, TimeSpan now, bool isHeld, DateTimeOffset? planned = null)
    {
        var receipt = new Receipt();
        Segment<LightGoal>? light = null;
        Segment<long>? interval = null;
        Segment<string>? name = null;
        var change = intent.Change;
        if (change.Active is not null || change.Brightness is not null)
        {
            light = Make(new LightGoal(change.Active, change.Brightness), intent.Over);
            output.Light.Add(light, IsLive, now);
        }

        if (change.Interval is { } milliseconds)
        {
            interval = Make(milliseconds, TimeSpan.Zero);
            output.Interval.Add(interval, IsLive, now);
        }

        if (change.Name is { } text)
        {
            name = Make(text, TimeSpan.Zero);
            output.Name.Add(name, IsLive, now);
        }

        receipt.Close();
        return new Want(output, receipt, light, interval, name);

        Segment<T> Make<T>(T goal, TimeSpan over) =>
            new(goal, start, intent.From, over, intent.Curve, intent.Origin, intent.Stamp, receipt)
            {
                Down = intent.Down,
                Planned = planned,
                IsHeld = isHeld,
                IsKept = isHeld,
            };
    }

    /// <summary>Lets an output flash, once the database has what it is put back to; null while that is not known (<see cref="OutputTrack.Lasting"/>).</summary>
    /// <param name="output">One of the board's.</param>
    /// <param name="now">Now.</param>
    public Want? AddFlash(OutputTrack output, TimeSpan now)
    {
        if (output.Lasting(now) is not { } light)
        {
            return null;
        }

        var receipt = new Receipt();
        var segment = new Segment<LightGoal>(
            new LightGoal(light.Active, light.Brightness), now, DateTimeOffset.UnixEpoch, Flash.Duration, Curve.Linear, Origin.Person, Stamps.None, receipt)
        {
            IsFlash = true,
            IsHeld = true,
            IsKept = true,
        };
        output.Light.Add(segment, IsLive, now);
        receipt.Close();
        return new Want(output, receipt, segment, Interval: null, Name: null);
    }

    /// <summary>
    /// Takes back what a sender planned to begin at a moment or later, from <see cref="TimeSpan.MinValue"/> all; <see langword="true"/> when
    /// there was something.
    /// </summary>
    public bool Forget(Stamp stamp, TimeSpan since, TimeSpan now)
    {
        var had = false;
        foreach (var output in _outputs.Values)
        {
            had |= output.Forget(stamp, since, now);
        }

        return had;
    }

    /// <summary>Adds a chasing group that was not known to run; it is as if stopped.</summary>
    public GroupTrack Add(GroupTrack group)
    {
        group.Cover(IsCovered, TimeSpan.Zero);
        return _groups[group.Group.Id] = group;
    }

    public void Remove(GroupTrack group) => _groups.Remove(group.Group.Id);

    /// <summary>The numbers that the club's other groups have, or may have, on the board.</summary>
    public int[] NumbersBeside(GroupTrack group) =>
        [.. _groups.Values.Where(other => other != group && other.OccupiesNumber).Select(other => other.Number!.Value)];

    /// <summary>Compares all with a report; <see langword="true"/> when the database has to hear of it.</summary>
    public bool Observe(StatusSnapshot board, Arrival arrival, TimeSpan now)
    {
        Board = board;
        Fades.MostSteps = FadeSteps.MostOn(board.Dialect);
        var news = false;
        foreach (var reading in board.Outputs)
        {
            if (!_outputs.TryGetValue(reading.Pin, out var output))
            {
                output = Add(reading.Pin);
            }

            news |= output.Observe(reading, board.Dialect, arrival, now);
        }

        return ObserveGroups(now) || news;
    }

    /// <summary>The groups alone, compared with the last report; <see langword="true"/> when the database has to hear of it.</summary>
    public bool ObserveGroups(TimeSpan now)
    {
        if (Board is not { } board)
        {
            return false;
        }

        var news = TakeForeign();
        foreach (var group in _groups.Values.ToArray())
        {
            var heard = group.Observe(board, NumbersBeside(group), now);
            news |= heard != GroupNews.None || (group.IsForeign && IsFree(group));
            if (heard == GroupNews.Gone || (group.IsForeign && IsFree(group)))
            {
                Remove(group);
            }
        }

        return news;
    }

    /// <summary>The link went, or is live again: then what the board last reported is so, and what waits is due.</summary>
    /// <returns>Whether the database has to hear of it.</returns>
    public bool SetLive(bool isLive, bool isBack, TimeSpan now)
    {
        var became = isLive && !IsLive;
        IsLive = isLive;
        if (!became)
        {
            return false;
        }

        var news = false;
        foreach (var output in _outputs.Values)
        {
            news |= output.Fulfil(now);
            if (isBack)
            {
                output.Hurry();
            }
        }

        if (isBack)
        {
            foreach (var group in _groups.Values)
            {
                group.Retry();
            }
        }

        return news;
    }

    /// <summary>Chooses the numbers of groups that need one; gives those that are now to be kept before anything is sent.</summary>
    public IReadOnlyList<GroupTrack> Prepare()
    {
        List<GroupTrack>? prepared = null;
        foreach (var group in _groups.Values)
        {
            if (Board is null || group.IsHeld)
            {
                continue;
            }

            if (!group.Prepare(Board, NumbersBeside(group)))
            {
                group.Refuse("The board runs as many chasing groups as it can.");
                (prepared ??= []).Add(group);
            }
            else if (group.IsHeld)
            {
                (prepared ??= []).Add(group);
            }
        }

        return prepared ?? [];
    }

    /// <summary>Ends what has come to its end and is so; <see langword="true"/> when there was something.</summary>
    public bool Settle(TimeSpan now)
    {
        Hasten(now);
        var ended = false;
        foreach (var output in _outputs.Values)
        {
            ended |= output.Fulfil(now + Lead);
        }

        return ended;
    }

    /// <summary>The command that is due first; null when none is. What is so already is to be ended before (<see cref="Settle"/>).</summary>
    public Candidate? Next(TimeSpan now)
    {
        if (Board is not { } board)
        {
            return null;
        }

        Candidate? first = null;
        foreach (var reading in board.Outputs)
        {
            if (!IsBeingEnded(reading.Pin, board))
            {
                first = Candidate.First(first, _outputs[reading.Pin].Due(now, now + Lead));
            }
        }

        foreach (var group in _groups.Values)
        {
            first = Candidate.First(first, group.Due(board, NumbersBeside(group), now));
        }

        return first;
    }

    /// <summary>When the next command may become due, or the patience with something ends; null when nothing waits.</summary>
    public TimeSpan? Wake(TimeSpan now)
    {
        if (Board is not { } board)
        {
            return null;
        }

        var wake = HasteAt(now).At;
        foreach (var reading in board.Outputs)
        {
            wake = Moments.Soonest(wake, _outputs[reading.Pin].Wake(now, now + Lead));
        }

        foreach (var group in _groups.Values)
        {
            wake = Moments.Soonest(wake, group.Wake(now));
        }

        return wake;
    }

    /// <summary>Commands go one after the other: what many outputs are to be at one moment begins so early that the last is in time.</summary>
    private void Hasten(TimeSpan now)
    {
        // What begins before keeps its own moment: it goes in between.
        while (HasteAt(now) is { At: { } at, Start: var start } && at <= now)
        {
            foreach (var output in _outputs.Values)
            {
                output.Hasten(now + Lead, start);
            }
        }
    }

    /// <summary>
    /// When the first command must go so that all is in time that begins at a moment, and what comes before it; null when nothing has to
    /// begin early.
    /// </summary>
    private (TimeSpan? At, TimeSpan Start) HasteAt(TimeSpan now)
    {
        _edges.Clear();
        foreach (var output in _outputs.Values)
        {
            output.AddEdges(now + Lead, _edges);
        }

        _edges.Sort();
        (TimeSpan? At, TimeSpan Start) haste = default;
        for (var before = 1; before < _edges.Count; before++)
        {
            var early = Turn * before < s_earliest ? Turn * before : s_earliest;
            if (_edges[before] - Lead - early is var at && (haste.At is null || at < haste.At))
            {
                haste = (at, _edges[before]);
            }
        }

        return haste;
    }

    /// <summary>Gives groups up that had their time; <see langword="true"/> when there was one.</summary>
    public bool GiveUp(TimeSpan now)
    {
        var gaveUp = false;
        foreach (var group in _groups.Values)
        {
            gaveUp |= group.GiveUp(now);
        }

        return gaveUp;
    }

    /// <summary>Everybody who waits hears the same, and nothing is wanted any more.</summary>
    public void End(CommandResult result)
    {
        foreach (var output in _outputs.Values)
        {
            output.End(result);
        }

        foreach (var group in _groups.Values)
        {
            group.Settled.TrySetResult();
        }
    }

    private OutputTrack Add(int pin)
    {
        var output = _outputs[pin] = new OutputTrack(pin, options, Fades);
        output.Light.Filter(_filter(pin), TimeSpan.Zero);
        if (_announced is { } announced)
        {
            output.Light.Announce(announced(pin), TimeSpan.Zero);
        }

        return output;
    }

    private bool IsCovered(int pin) => _filter(pin).Covers;

    private bool WillBeCovered(int pin) => (_announced ?? _filter)(pin).Covers;

    // They would light what the desk has dark, though the club knows nothing of them.
    private bool TakeForeign()
    {
        var had = false;
        foreach (var reading in Board?.Groups ?? [])
        {
            if (reading.Pins.Any(WillBeCovered) && !_groups.Values.Any(group => group.IsOn(reading)))
            {
                Add(GroupTrack.Foreign(reading));
                had = true;
            }
        }

        return had;
    }

    // It runs again, or a group of the club has taken its place.
    private bool IsFree(GroupTrack foreign) => (foreign is { IsCovered: false, IsPending: false } && !GroupTrack.Pins(foreign.Group).Any(WillBeCovered))
        || Groups.Any(group => group.Wanted && GroupTrack.Pins(group.Group).Intersect(GroupTrack.Pins(foreign.Group)).Any());

    // The end of a group makes its members dark by itself (protocol 4.5), and a word to one of them would last for a step.
    private bool IsBeingEnded(int pin, StatusSnapshot board)
    {
        foreach (var group in _groups.Values)
        {
            if (group is { IsCovered: true, IsPending: true } && group.IsBeingEnded(pin, board, NumbersBeside(group)))
            {
                return true;
            }
        }

        return false;
    }
}
