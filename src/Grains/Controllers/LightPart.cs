using RailHub.Contracts;
using RailHub.Grains.Desks;
using RailHub.Protocol;

namespace RailHub.Grains.Controllers;

/// <summary>The light of an output: on or off and its brightness, at once or by a fade.</summary>
/// <param name="pin">GPIO number.</param>
/// <param name="fadeStep">How far, in percent, a fade may be seen off its level before the next step is due.</param>
/// <param name="fades">How many steps the board is still sent today, where it erases its flash at each.</param>
internal sealed class LightPart(int pin, int fadeStep, FadeAllowance fades) : OutputPart<LightGoal, Light>(pin, static (goal, before) => goal.Over(before))
{
    private const int MoreThanAnyShift = 100;

    private Dialect _dialect;
    private Light _raw;

    // What a RailHub32 made of the last value that it was sent: it reports most of them as one less (protocol 4.2).
    private (int Sent, Light Raw)? _told;
    private Light? _from;
    private DeskFilter _filter = DeskFilter.None;
    private DeskFilter? _announced;

    /// <summary>The light that the output comes from while it fades.</summary>
    public Light From => _from ?? Reported;

    /// <summary>
    /// A desk is about to alter the light: what it is now is remembered, and can be kept, before the board hears of anything.
    /// </summary>
    public void Announce(DeskFilter filter, TimeSpan now)
    {
        if (filter != (_announced ?? _filter))
        {
            _announced = filter;
            Refilter(now, isSent: false);
        }
    }

    /// <summary>A desk alters the light from now on.</summary>
    public void Filter(DeskFilter filter, TimeSpan now)
    {
        _announced = null;
        if (filter != _filter)
        {
            _filter = filter;
            Refilter(now, isSent: true);
        }
    }

    /// <summary>What is shown of a light on its way, while dashboards draw the way themselves.</summary>
    public Light Moving => _filter.Covers ? Reported : _filter.Over(From, From);

    /// <summary>Whether a wish says something that the board's report does not, now or once the desk has altered that.</summary>
    public bool Tells(Segment<LightGoal> segment) =>
        !segment.IsStanding || !HasReport || Goal(segment) is not { } goal || goal != Reported || (_announced ?? _filter).Over(goal, Reported) != goal;

    /// <summary>Whether what counts is as the desk lets it be, and nothing is waited for.</summary>
    public bool IsHeldByDesk(Segment<LightGoal> segment) => segment is { IsStanding: true, IsRefused: false } && Goal(segment) is { } goal
        && Reported == _filter.Over(goal, Reported) && Delivery.IsSettledOn(Reported);

    /// <summary>Whether the board would not have what the desk makes of it.</summary>
    public bool IsRefused(TimeSpan now) => Shown(now) is { IsRefused: true };

    /// <summary>Whether the desk makes something else of what is wanted now.</summary>
    public bool IsWithheld(TimeSpan now) => Current(now) is { } current && TryWanted(current, now, out var wanted)
        && _filter.Over(wanted, HasReport ? Reported : wanted) != wanted;

    /// <summary>Whether the board is as is wanted now, or, on its way, as near to it as it is kept.</summary>
    public bool IsShown(TimeSpan now) => Current(now) is not { } current
        ? Problem is null
        : !current.IsOver(now) && !Delivery.IsInFlight && TryWanted(current, now, out var wanted)
            && ErrorOf(Filtered(wanted)) is var error && (error == 0 || (!IsAltered && error < LeastStep(current, now)));

    /// <summary>What the board reported, with the brightness as it was sent.</summary>
    public bool Observe(OutputReading reading, Dialect dialect, Arrival arrival, TimeSpan now)
    {
        (_dialect, _raw) = (dialect, new Light(reading.Active, reading.Brightness));
        return Observe(Mapped(), arrival, now);
    }

    /// <summary>Where it is to end up; null while it is not known what the rest of it is.</summary>
    public Light? Goal(Segment<LightGoal> segment) => segment.Goal is { Active: { } active, Brightness: { } brightness }
        ? new Light(active, brightness)
        : HasReport ? segment.Goal.Over(Reported) : null;

    public override void Sent(BoardCommand command, TimeSpan now)
    {
        var isStep = !IsAltered;
        base.Sent(command, now);
        if (isStep && fades.MostSteps is not null && Current(now) is { IsFlash: false } current && now < current.End && Goal(current) != ValueOf(command))
        {
            fades.Take(now);
        }
    }

    protected override int LeastStep(Segment<LightGoal> segment, TimeSpan at) =>
        !segment.IsFlash && fades.MostSteps is { } most && Goal(segment) is { } goal && _from is { } from
            ? fades.IsSpent(at) ? int.MaxValue : FadeSteps.Least(Math.Abs(goal.Level - from.Level), fadeStep, most)
            : fadeStep;

    public override bool IsCovered => _filter.Covers;

    protected override bool IsFiltered => (_announced ?? _filter) != DeskFilter.None || _filter != DeskFilter.None;

    protected override Light Filtered(Light wanted) => _filter.Over(wanted, Reported);

    /// <summary>Member by member: what the desk has made of the other one is nobody's wish.</summary>
    protected override Light Adopt(Light wanted, Light before, Light reported) => new(
        reported.Active == before.Active ? wanted.Active : reported.Active,
        reported.Brightness == before.Brightness ? wanted.Brightness : reported.Brightness);

    protected override LightGoal GoalOf(Light value) => new(value.Active, value.Brightness);

    protected override void Begin(Segment<LightGoal> segment, Segment<LightGoal>? before, TimeSpan at)
    {
        _from = !HasReport ? null
            : IsFiltered && before is not null && TryWanted(before, at, out var beneath) ? beneath
            : Now();
        if (_from is { } from && Goal(segment) is { } goal && goal.Level < from.Level)
        {
            segment.GoDown();
        }
    }

    protected override bool TryWanted(Segment<LightGoal> segment, TimeSpan at, out Light wanted)
    {
        wanted = default;
        if (Goal(segment) is not { } goal)
        {
            return false;
        }

        wanted = goal;
        if (segment.IsOver(at))
        {
            return true;
        }

        if (!HasReport)
        {
            return false;
        }

        if (segment.IsFlash)
        {
            wanted = Flash.At(goal, at - segment.Start);
            return true;
        }

        var from = _from ??= Now();
        if (from.Level != goal.Level)
        {
            wanted = new Light(true, (int)Math.Round(LevelAt(segment, from, goal, at)));
        }

        return true;
    }

    protected override BoardCommand Command(Light value) => new BoardCommand.Control(Pin, value);

    protected override Light ValueOf(BoardCommand command) => ((BoardCommand.Control)command).Light;

    protected override bool Confirms(Light sent) =>
        _told is { } told && told.Raw == _raw && _dialect == Dialect.RailHub32
            ? sent == new Light(_raw.Active, told.Sent)
            : MayBe(sent);

    protected override bool MayBe(Light sent) => sent.Active == _raw.Active
        && (_dialect == Dialect.RailHub32 ? BoardRules.BrightnessConfirms(sent.Brightness, _raw.Brightness) : sent.Brightness == _raw.Brightness);

    protected override Light Learn(Light sent)
    {
        _told = (sent.Brightness, _raw);
        return Mapped();
    }

    protected override int ErrorOf(Light wanted) => Math.Abs(wanted.Level - Now().Level);

    // A step that had to wait its turn is no larger for it, as long as the next ones catch up.
    protected override Light StepTo(Segment<LightGoal> segment, Light sent, TimeSpan at)
    {
        var (level, least) = (Now().Level, LeastStep(segment, at));
        var error = sent.Level - level;
        return segment.IsFlash || 2 * Math.Abs(error) >= 3 * least ? sent : new Light(true, level + (Math.Sign(error) * least));
    }

    // What comes out of the dark is seen before what only shifts, however far.
    protected override int SeenOf(Light wanted) =>
        Math.Abs(wanted.Level - Now().Level) + (Now().Level == 0 && wanted.Level > 0 ? MoreThanAnyShift : 0);

    /// <summary>The level runs one way: so the moment when it is far enough off is found by halving.</summary>
    protected override TimeSpan NextStep(Segment<LightGoal> segment, TimeSpan at)
    {
        if (!HasReport || Goal(segment) is not { } goal)
        {
            return segment.End;
        }

        if (segment.IsFlash)
        {
            return TryWanted(segment, at, out var wanted) && ErrorOf(Filtered(wanted)) >= fadeStep ? at : segment.Start + Flash.NextChange(at - segment.Start);
        }

        var (from, level) = (_from ??= Now(), Now().Level);
        var (early, late, least) = (at, segment.End, LeastStep(segment, at));
        if (Math.Abs(_filter.Over(goal, Reported).Level - level) < least)
        {
            return late;
        }

        while (late - early > TimeSpan.FromMilliseconds(1))
        {
            var middle = early + ((late - early) / 2);
            if (Math.Abs(SeenAt(middle) - level) >= least)
            {
                late = middle;
            }
            else
            {
                early = middle;
            }
        }

        return late;

        int SeenAt(TimeSpan moment) => _filter.Over(new Light(true, (int)Math.Round(LevelAt(segment, from, goal, moment))), Reported).Level;
    }

    private static double LevelAt(Segment<LightGoal> segment, Light from, Light goal, TimeSpan at) =>
        segment.Curve.Level(from.Level, goal.Level, segment.Passed(at));

    // What is to be seen, as far as is known: a command on its way will have been carried out by the next one.
    private Light Now() => Delivery.Latest is { LostAt: null } latest ? latest.Value : Reported;

    private Light Mapped()
    {
        if (_dialect != Dialect.RailHub32)
        {
            return _raw;
        }

        if (_told?.Raw != _raw)
        {
            // Something of ours that was under way, or else somebody at the board: only the first says what was meant.
            _told = Delivery.Find(MayBe, hasChanged: true) is { } sent ? (sent.Value.Brightness, _raw)
                : _told is { } told && told.Raw.Brightness == _raw.Brightness ? (told.Sent, _raw)
                : null;
        }

        return _raw with { Brightness = _told?.Sent ?? BoardRules.BrightnessFromReport(_raw.Brightness, _dialect) };
    }
}
