using System.Diagnostics;
using RailHub.Contracts;
using RailHub.Protocol;

namespace RailHub.Grains.Controllers;

/// <summary>
/// One independently settable part of an output (its light, its blink interval, its name): what is wanted of it over time, what the
/// board reports, and the command that is due because the two differ.
/// </summary>
/// <remarks>
/// Pure: no clock, no board, no database. <c>now</c> is the board's monotonic clock; <c>at</c> is the moment that a command sent now would
/// take effect. The wish that began last is the one that counts; those before it end when it begins, those after it stay planned.
/// </remarks>
internal abstract class OutputPart<TGoal, T>(int pin, Func<TGoal, TGoal, TGoal> complete) : ICommandSource
    where T : IEquatable<T>
{
    private readonly Timeline<TGoal> _timeline = new(complete);
    private readonly Senders _senders = new();
    private readonly PlanEffects _effects = new();
    private Segment<TGoal>? _begun;
    private TimeSpan _changedAt;

    // What it was to be without the desk before what counts now began.
    private (bool Is, TGoal Goal) _before;

    // The desk alters it otherwise than the last command did: that is a person's word, and does not wait for the next step of a fade.
    private bool _isAltered;

    // What the command that is chosen, or on its way, is for: what was wanted since has not been refused with it.
    private Segment<TGoal>? _served;

    protected int Pin { get; } = pin;

    protected Delivery<T> Delivery { get; } = new();

    /// <summary>What the last report said; meaningless before <see cref="HasReport"/>.</summary>
    public T Reported { get; private set; } = default!;

    public bool HasReport { get; private set; }

    /// <summary>What the board answered when it refused; null when it did not, or something else was wanted since.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether something is wanted that is not so; not what only the desk alters.</summary>
    public bool IsOpen => Segments.Any(segment => !segment.IsStanding);

    public ActivityContext Cause => _served?.Cause ?? default;

    /// <summary>What is wanted, planned or under way, by its start.</summary>
    public IReadOnlyList<Segment<TGoal>> Segments => _timeline.Segments;

    /// <summary>What counts now: the last that began; one that is still being kept included.</summary>
    public Segment<TGoal>? Shown(TimeSpan at) => _timeline.Shown(at);

    /// <summary>Adds a wish. Only a live link tells what is so already; else it is compared when the board is back.</summary>
    public void Add(Segment<TGoal> segment, bool isKnown, TimeSpan now)
    {
        segment.Receipt?.Expect();
        if (!_senders.TryHear(segment.Stamp))
        {
            segment.Receipt?.End(CommandResult.Superseded);
            return;
        }

        _timeline.Add(segment);
        Advance(now);
        if (isKnown)
        {
            Fulfil(now);
        }
    }

    /// <summary>The database has it.</summary>
    public void Release(Segment<TGoal> segment, TimeSpan now)
    {
        segment.IsHeld = false;
        Advance(now);
    }

    /// <summary>It could not be kept: what was wanted before counts again.</summary>
    public void Withdraw(Segment<TGoal> segment)
    {
        _timeline.Remove(segment);
        _timeline.CompleteAnew();
        segment.Receipt?.End(CommandResult.NotKept);
    }

    /// <summary>
    /// Takes back what a sender planned to begin at a moment or later; from <see cref="TimeSpan.MinValue"/> all, begun or not: what is begun
    /// ends where it is.
    /// </summary>
    public bool Forget(Stamp stamp, TimeSpan since, TimeSpan now)
    {
        // Also where it planned nothing anew: what it sent earlier and comes later is older than this.
        if (!_senders.TryHear(stamp))
        {
            return false;
        }

        var begun = HasBegun ? _begun : null;
        if (_timeline.RemoveAll(segment => segment.Stamp.Sender == stamp.Sender && segment.Start >= since, CommandResult.Superseded) == 0)
        {
            return false;
        }

        if (IsFiltered && begun is not null && !HasBegun && Current(now) is null)
        {
            Stand(TryWanted(begun, now, out var there) ? GoalOf(there) : begun.Goal);
        }

        _timeline.CompleteAnew();
        return true;
    }

    /// <summary>Whether a sender has set it, and somebody else has since.</summary>
    public bool IsTakenFrom(string sender) => _senders.IsTakenFrom(sender);

    /// <summary>When what a sender planned became so, after the moment that was meant, since this was last asked; null where it was so already.</summary>
    public IReadOnlyList<(DateTimeOffset Planned, TimeSpan? Late)> TakeEffects(string sender) => _effects.Take(sender);

    /// <summary>Everybody who waits hears the same.</summary>
    public void End(CommandResult result) => _timeline.End(result);

    /// <summary>What has begun ends what was in progress before it.</summary>
    public void Advance(TimeSpan at)
    {
        if (Current(at) is not { } current || current == _begun)
        {
            return;
        }

        if (IsFiltered && _begun is not null)
        {
            _before = (true, _begun.Goal);
        }

        Begin(current, _begun, at);
        _begun = current;
        _senders.Hold(current.Stamp.Sender);
        current.Asked = current.Goal;
        Problem = null;
        _isAltered = false;
        Delivery.Urge(current.IsEarly ? current.Start : at);
        _timeline.RemoveBefore(current);
    }

    /// <summary>The command that is due to a live board; null when none is.</summary>
    public Candidate? Due(TimeSpan now, TimeSpan at)
    {
        Advance(at);
        if (Current(at) is not { IsRefused: false } current || Shown(at) != current || !TrySent(current, at, out var sent) || !Delivery.MaySend(sent, now))
        {
            return null;
        }

        _served = current;
        if (!current.IsOver(at) && !IsCovered)
        {
            var error = ErrorOf(sent);
            _isAltered &= error > 0;
            return _isAltered ? new Candidate(Command(sent), this, Rank.Person, Delivery.WaitingSince ?? current.Start, error)
                : error < LeastStep(current, at) ? null
                : new Candidate(
                    Command(StepTo(current, sent, at)), this, current.IsFlash ? Rank.Person : Rank.Step, Delivery.WaitingSince ?? current.Start, error);
        }

        return !IsSo(sent)
            ? new Candidate(
                Command(sent),
                this,
                IsCovered || current.Origin is Origin.Person or Origin.Scene or Origin.Policy ? Rank.Person : Rank.Edge,
                Delivery.WaitingSince ?? Delivery.NotBefore,
                SeenOf(sent))
            : null;
    }

    /// <summary>The start of what changes it at once after a moment and needs a command for that; null when that does not come next.</summary>
    public TimeSpan? NextEdge(TimeSpan at) => EdgeAfter(at)?.Start;

    /// <summary>What is next, if it begins at just this moment, is acted upon from now on.</summary>
    public void Hasten(TimeSpan at, TimeSpan start)
    {
        if (EdgeAfter(at) is { } edge && edge.Start == start)
        {
            edge.Hasten();
        }
    }

    /// <summary>When the next command may become due, not before <paramref name="now"/>; null when nothing waits.</summary>
    public TimeSpan? Wake(TimeSpan now, TimeSpan at)
    {
        var lead = at - now;
        TimeSpan? wake = null;
        if (_timeline.Next(at) is { } next)
        {
            Sooner(next.Start - lead);
        }

        if (Current(at) is { } current && Shown(at) == current)
        {
            if (IsCovered)
            {
                if (Delivery.NotBefore > now && !current.IsRefused)
                {
                    Sooner(Delivery.NotBefore);
                }

                if (!current.IsOver(at))
                {
                    Sooner(current.End - lead);
                }
            }
            else if (!current.IsOver(at))
            {
                // A board in trouble is left alone, but for the end, which is shown.
                var step = NextStep(current, at) - lead;
                step = Delivery.IsTroubled && step < Delivery.NotBefore ? Delivery.NotBefore : step;
                Sooner(step < current.End - lead ? step : current.End - lead);
            }
            else if (Delivery.NotBefore > now && !current.IsRefused)
            {
                Sooner(Delivery.NotBefore);
            }
        }

        return wake;

        void Sooner(TimeSpan moment)
        {
            moment = moment > now ? moment : now;
            wake = wake is null || moment < wake ? moment : wake;
        }
    }

    public void Hurry() => Delivery.Hurry();

    /// <summary>Compares with a report; <see langword="true"/> when a wish ended by it.</summary>
    /// <param name="reported">What it says.</param>
    /// <param name="arrival">When it came and what it may prove.</param>
    /// <param name="now">Now.</param>
    protected bool Observe(T reported, Arrival arrival, TimeSpan now)
    {
        Advance(now);
        var before = Reported;
        var changed = HasReport && !reported.Equals(Reported);
        (HasReport, Reported) = (true, reported);
        if (changed)
        {
            _changedAt = arrival.At;
        }

        if (arrival.IsContinuous)
        {
            // What changed while nobody looked may have done so in time.
            Delivery.Expire(now);
        }

        var seen = Delivery.Find(Confirms, changed);
        if (seen is not null)
        {
            Delivery.Seen(seen);
            if (changed && seen.LostAt is null)
            {
                arrival.Effects?.Add(arrival.At - seen.SentAt);
            }
        }

        if (changed && seen is null && arrival.IsContinuous)
        {
            _senders.Hold("");
        }

        if (changed && seen is null && Current(now) is { } touched
            && (touched.IsStanding || (arrival.IsContinuous && now < touched.End && touched.Start < now)))
        {
            // Somebody touched it at the board: that ends what is in progress, not what is planned.
            var there = TryWanted(touched, now, out var beneath) ? beneath : reported;
            _timeline.RemoveAll(segment => segment == touched, CommandResult.Superseded);
            if (IsFiltered)
            {
                // That is what is wanted from now on; the desk has the last word of what is shown.
                Stand(GoalOf(Adopt(there, before, reported)));
            }

            return true;
        }

        if (changed && seen is { LostAt: not null, IsOvertaken: true })
        {
            Delivery.Hurry();
            if (Current(now) is null)
            {
                // Our own word, carried out late; what came after it still counts, until what is still being kept takes its place.
                var start = Segments is [var held, ..] && held.Start < now ? held.Start : now;
                _timeline.AddFirst(new Segment<TGoal>(
                    GoalOf(before), start, default, TimeSpan.Zero, Curve.Linear, Origin.Policy, Stamps.None, receipt: null));
                Advance(now);
            }
        }

        var ended = Fulfil(now);
        if (IsFiltered && Current(now) is null && !HasBegun)
        {
            Stand(GoalOf(Reported));
        }

        return ended;
    }

    /// <summary>Ends the wish that counts when the board is so and nothing under way could change it.</summary>
    public bool Fulfil(TimeSpan at)
    {
        // Else what it took the place of would count again.
        Advance(at);
        if (!HasReport || Current(at) is not { } current || Shown(at) != current || !current.IsOver(at)
            || !TryWanted(current, at, out var wanted) || !TrySent(current, at, out var sent) || !IsSo(sent))
        {
            return false;
        }

        if (current.IsStanding)
        {
            Delivery.Rest();
            Delivery.Hurry();
            return false;
        }

        if (current.Planned is { } planned)
        {
            _effects.Add(current.Stamp.Sender, planned, current == _served && !IsCovered ? _changedAt - current.End : null);
        }

        _timeline.Remove(current);
        Delivery.Rest();
        Delivery.Hurry();
        var isShown = !IsCovered || Reported.Equals(wanted);
        if (isShown)
        {
            current.Receipt?.Fulfilled();
        }

        if (IsFiltered)
        {
            // Whoever waits for what the desk covers hears of it when that is lifted.
            Stand(GoalOf(wanted), isShown ? null : current.Receipt);
        }

        return true;
    }

    public bool StillWants(BoardCommand command, TimeSpan at) =>
        Current(at) is { } current && Shown(at) == current && TrySent(current, at, out var sent)
        && ((!current.IsOver(at) && !IsCovered) || Command(sent) == command);

    public virtual void Sent(BoardCommand command, TimeSpan now)
    {
        _isAltered = false;
        Delivery.Sent(ValueOf(command), now);
    }

    public void Ended(BoardCommand command, BoardAnswer answer, TimeSpan now)
    {
        switch (answer.Kind)
        {
            case BoardAnswerKind.Accepted:
                Delivery.Answered(now);

                // A board that rounds may have nothing new to report (protocol 4.2): so the last report is asked again.
                if (HasReport && Delivery.Latest is { AnsweredAt: not null } answered && MayBe(answered.Value))
                {
                    Delivery.Seen(answered);
                    (Reported, _changedAt) = (Learn(answered.Value), now);
                }

                Fulfil(now);
                break;
            case BoardAnswerKind.Withheld:
                Delivery.Undone(wasWritten: false, now);
                break;
            case BoardAnswerKind.Refused when answer.IsRefusedForGood:
                Delivery.Undone(wasWritten: true, now);
                Refuse(command, answer, now);
                break;
            case BoardAnswerKind.Refused:
                Delivery.Undone(wasWritten: true, now);
                break;
            default:
                Delivery.Lost(now);
                break;
        }
    }

    /// <summary>When a command was answered that has not shown since and was not asked about yet; null when all have shown.</summary>
    public TimeSpan? UnshownSince => Delivery.Latest is { AnsweredAt: { } answered, IsDoubted: false } ? answered : null;

    /// <summary>It was asked about.</summary>
    public void Doubted() => Delivery.Latest?.IsDoubted = true;

    /// <summary>By how much what is to be seen must be off, while it moves, before a step is due; as <see cref="ErrorOf"/> counts.</summary>
    protected virtual int LeastStep(Segment<TGoal> segment, TimeSpan at) => 1;

    /// <summary>Whether a desk alters what is sent, or is just about to: then what is wanted is remembered though it is so.</summary>
    protected virtual bool IsFiltered => false;

    /// <summary>Whether nothing of what is wanted is to be seen.</summary>
    public virtual bool IsCovered => false;

    /// <summary>Whether what is sent next is the desk's doing, and no step of a fade.</summary>
    protected bool IsAltered => _isAltered || IsCovered;

    /// <summary>What the board is told of what is wanted.</summary>
    protected virtual T Filtered(T wanted) => wanted;

    /// <summary>What is wanted after somebody at the board made one report of another.</summary>
    protected virtual T Adopt(T wanted, T before, T reported) => reported;

    protected abstract TGoal GoalOf(T value);

    /// <summary>What is wanted at a moment; <see langword="false"/> while that cannot be known.</summary>
    protected abstract bool TryWanted(Segment<TGoal> segment, TimeSpan at, out T wanted);

    protected abstract BoardCommand Command(T value);

    protected abstract T ValueOf(BoardCommand command);

    /// <summary>Whether the last report confirms a value that was sent.</summary>
    protected virtual bool Confirms(T sent) => sent.Equals(Reported);

    /// <summary>Whether the last report is what a board would say of a value, were it carried out.</summary>
    protected virtual bool MayBe(T sent) => Confirms(sent);

    /// <summary>What the last report means now that it is known to confirm a value that was sent.</summary>
    protected virtual T Learn(T sent) => Reported;

    /// <summary>A wish begins: what it starts from is settled now.</summary>
    /// <param name="segment">The wish.</param>
    /// <param name="before">What counted before; it may be over. Null when nothing did.</param>
    /// <param name="at">Now.</param>
    protected virtual void Begin(Segment<TGoal> segment, Segment<TGoal>? before, TimeSpan at)
    {
    }

    /// <summary>The desk alters it from now on, or otherwise, or not any more.</summary>
    /// <param name="now">Now.</param>
    /// <param name="isSent">Whether that is to be seen; otherwise it is about to be.</param>
    protected void Refilter(TimeSpan now, bool isSent)
    {
        if (!HasReport)
        {
            return;
        }

        Advance(now);
        _isAltered |= isSent;
        if (Current(now) is { } current)
        {
            current.IsRefused = false;
            if (IsFiltered)
            {
                current.Goal = current.Asked = _timeline.Complete(current.Goal, GoalOf(Reported));
            }
            else if (current.IsStanding)
            {
                // What it comes back to is wanted until the board reports it, and not at all when it does so already. It has not been refused.
                current.IsStanding = false;
                Problem = null;
                if (TryWanted(current, now, out var wanted) && IsSo(wanted))
                {
                    _timeline.Remove(current);
                    current.Receipt?.Fulfilled();
                }
            }
        }
        else if (IsFiltered)
        {
            Stand(GoalOf(Reported));
        }

        _timeline.CompleteAnew();
        Delivery.Urge(now);
        Fulfil(now);
    }

    protected virtual int ErrorOf(T wanted) => 0;

    /// <summary>What is sent while it moves, when something is wanted that is a step or more away.</summary>
    protected virtual T StepTo(Segment<TGoal> segment, T sent, TimeSpan at) => sent;

    /// <summary>How much it strikes the eye when it becomes as wanted at once: of what is due together, the most goes first.</summary>
    protected virtual int SeenOf(T wanted) => 0;

    protected virtual TimeSpan NextStep(Segment<TGoal> segment, TimeSpan at) => segment.End;

    /// <summary>The last that began and may be acted upon.</summary>
    protected Segment<TGoal>? Current(TimeSpan at) => _timeline.Current(at);

    private Segment<TGoal>? EdgeAfter(TimeSpan at) =>
        _timeline.Next(at) is { IsHeld: false, Over.Ticks: 0, Down: null or { Ticks: 0 } } next
        && !(Shown(at) is null or { IsStanding: true } && TrySent(next, next.End, out var sent) && IsSo(sent))
            ? next
            : null;

    // What is to begin by the time that a command takes effect has begun, though not by now.
    private bool HasBegun => _begun is not null && _timeline.Contains(_begun);

    private bool IsSo(T wanted) => HasReport && Reported.Equals(wanted) && Delivery.IsSettledOn(wanted);

    private void Refuse(BoardCommand command, BoardAnswer answer, TimeSpan now)
    {
        Advance(now);
        if (Current(now) is { } current && TrySent(current, now, out var sent)
            && (current == _served || (current.IsOver(now) && Command(sent) == command)))
        {
            Problem = answer.Error ?? $"HTTP {answer.HttpStatus}";
            _timeline.Remove(current);
            Delivery.Rest();
            current.Receipt?.End(CommandResult.Refused, Problem);
            if (IsFiltered)
            {
                Stand(current.IsStanding ? current.Goal : _before is { Is: true } before ? before.Goal : GoalOf(Reported));
                _begun!.IsRefused = current.IsStanding;
            }
        }
    }

    /// <summary>What it is to be, while nothing else is wanted, is remembered under the desk.</summary>
    private void Stand(TGoal goal, Receipt? receipt = null)
    {
        _begun = new Segment<TGoal>(
            goal, TimeSpan.MinValue, DateTimeOffset.UnixEpoch, TimeSpan.Zero, Curve.Linear, Origin.Policy, Stamps.None, receipt)
        {
            IsStanding = true,
            IsKept = true,
        };
        _timeline.AddFirst(_begun);
    }

    private bool TrySent(Segment<TGoal> segment, TimeSpan at, out T sent)
    {
        var isKnown = TryWanted(segment, at, out var wanted) && (!IsFiltered || HasReport);
        sent = isKnown ? Filtered(wanted) : default!;
        return isKnown;
    }
}
