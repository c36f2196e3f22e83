using RailHub.Contracts;
using RailHub.Grains.Hosting;
using RailHub.Protocol;

namespace RailHub.Grains.Controllers;

/// <summary>One output of a board: its light, blink interval and name, each with what is wanted of it and what is reported.</summary>
internal sealed class OutputTrack(int pin, BoardOptions options, FadeAllowance fades)
{
    public int Pin { get; } = pin;

    public LightPart Light { get; } = new(pin, options.FadeStep, fades);

    public ValuePart<long> Interval { get; } = new(
        pin, static (pin, value) => new BoardCommand.SetInterval(pin, value), static command => ((BoardCommand.SetInterval)command).Interval);

    public ValuePart<string> Name { get; } = new(
        pin, static (pin, value) => new BoardCommand.SetName(pin, value), static command => ((BoardCommand.SetName)command).Name);

    public bool IsOpen => Light.IsOpen || Interval.IsOpen || Name.IsOpen;

    /// <summary>What the board answered when it refused; null when it did not.</summary>
    public string? Problem => Light.Problem ?? Interval.Problem ?? Name.Problem;

    /// <summary>Since when a command that the board said yes to has not shown; null when all have.</summary>
    public TimeSpan? UnshownSince => Moments.Soonest(Moments.Soonest(Light.UnshownSince, Interval.UnshownSince), Name.UnshownSince);

    /// <summary>It was asked about.</summary>
    public void Doubted()
    {
        Light.Doubted();
        Interval.Doubted();
        Name.Doubted();
    }

    /// <summary>What the board reports; a light on its way stays where it came from, because dashboards draw the way themselves.</summary>
    public OutputValues Reported(TimeSpan now)
    {
        var light = Moving(now) is null ? Light.Reported : Light.Moving;
        return new OutputValues(light.Active, light.Brightness, Interval.Reported, Name.Reported);
    }

    /// <summary>What is wanted beyond the report; null when nothing is.</summary>
    public OutputValues? Desired(TimeSpan now)
    {
        var (light, interval, name) = (Light.Shown(now), Interval.Shown(now), Name.Shown(now));
        light = light is not null && (Light.Goal(light) != Light.Reported || !light.IsStanding) ? light : null;
        if (light is null && interval is null && name is null)
        {
            return null;
        }

        var goal = (light is null ? null : Light.Goal(light)) ?? Light.Reported;
        return new OutputValues(goal.Active, goal.Brightness, interval?.Goal ?? Interval.Reported, name?.Goal ?? Name.Reported);
    }

    /// <summary>Why what is wanted beyond the report is not so: nothing is waited for but that the desk is lifted.</summary>
    public bool IsHeldByDesk(TimeSpan now) => !Interval.IsOpen && !Name.IsOpen && Light.Shown(now) is { } light
        && (Light.IsHeldByDesk(light) || (Light.IsCovered && Moving(now) == light));

    /// <summary>
    /// What it is put back to when it has flashed: what is wanted, else what is reported. Null before the first report, and while what is
    /// wanted may yet be taken back.
    /// </summary>
    public Light? Lasting(TimeSpan now) => Light.Shown(now) switch
    {
        _ when !Light.HasReport => null,
        null => Light.Reported,
        { IsHeld: true, IsFlash: false } => null,
        var wanted => Light.Goal(wanted),
    };

    /// <summary>The fade that the light is in; null when it is in none.</summary>
    public Segment<LightGoal>? Moving(TimeSpan now) =>
        Light.Shown(now) is { IsHeld: false, IsFlash: false } segment && segment.Over > TimeSpan.Zero && now < segment.End && Light.HasReport ? segment : null;

    public bool Observe(OutputReading reading, Dialect dialect, Arrival arrival, TimeSpan now)
    {
        var lit = Light.Observe(reading, dialect, arrival, now);
        var blinks = Interval.Observe(reading.Interval, arrival, now);
        var named = Name.Observe(reading.Name, arrival, now);
        return lit || blinks || named;
    }

    public bool Fulfil(TimeSpan now)
    {
        var lit = Light.Fulfil(now);
        var blinks = Interval.Fulfil(now);
        var named = Name.Fulfil(now);
        return lit || blinks || named;
    }

    /// <summary>What of it is due first; null when nothing is.</summary>
    public Candidate? Due(TimeSpan now, TimeSpan at) =>
        Candidate.First(Candidate.First(Light.Due(now, at), Interval.Due(now, at)), Name.Due(now, at));

    /// <summary>When something of it may become due; null when nothing waits.</summary>
    public TimeSpan? Wake(TimeSpan now, TimeSpan at) =>
        Moments.Soonest(Moments.Soonest(Light.Wake(now, at), Interval.Wake(now, at)), Name.Wake(now, at));

    /// <summary>Adds the starts of what changes its parts at once after a moment.</summary>
    public void AddEdges(TimeSpan at, List<TimeSpan> starts)
    {
        Add(Light.NextEdge(at));
        Add(Interval.NextEdge(at));
        Add(Name.NextEdge(at));

        void Add(TimeSpan? start)
        {
            if (start is { } edge)
            {
                starts.Add(edge);
            }
        }
    }

    /// <summary>What comes next and begins at just this moment is acted upon from now on.</summary>
    public void Hasten(TimeSpan at, TimeSpan start)
    {
        Light.Hasten(at, start);
        Interval.Hasten(at, start);
        Name.Hasten(at, start);
    }

    public void Hurry()
    {
        Light.Hurry();
        Interval.Hurry();
        Name.Hurry();
    }

    public void End(CommandResult result)
    {
        Light.End(result);
        Interval.End(result);
        Name.End(result);
    }

    public bool Forget(Stamp stamp, TimeSpan since, TimeSpan now)
    {
        var lit = Light.Forget(stamp, since, now);
        var blinks = Interval.Forget(stamp, since, now);
        var named = Name.Forget(stamp, since, now);
        return lit || blinks || named;
    }
}
