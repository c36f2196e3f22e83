using System.Diagnostics;
using RailHub.Contracts;

namespace RailHub.Grains.Controllers;

/// <summary>What is wanted of one part of an output from a moment on, until something later takes its place or the board reports it.</summary>
/// <param name="goal">What it is to be at the end.</param>
/// <param name="start">When it begins, by the board's clock.</param>
/// <param name="startsAt">The same by the calendar, for the database and for people.</param>
/// <param name="over">How long it takes.</param>
/// <param name="curve">The way there.</param>
/// <param name="origin">Who wants it.</param>
/// <param name="stamp">Its place among the sender's intents.</param>
/// <param name="receipt">Who hears of it; null when nobody waits.</param>
internal sealed class Segment<TGoal>(
    TGoal goal, TimeSpan start, DateTimeOffset startsAt, TimeSpan over, Curve curve, Origin origin, Stamp stamp, Receipt? receipt)
{
    /// <summary>What it is to be at the end, with what it leaves open taken from those before it.</summary>
    public TGoal Goal { get; set; } = goal;

    /// <summary>As it was asked for; once it has begun, with what it took over from those whose place it took.</summary>
    public TGoal Asked { get; set; } = goal;

    public TimeSpan Start { get; private set; } = start;

    public DateTimeOffset StartsAt { get; } = startsAt;

    public TimeSpan Over { get; private set; } = over;

    /// <summary>How long it takes when it becomes less; null: as long as otherwise.</summary>
    public TimeSpan? Down { get; init; }

    /// <summary>The moment of its start as its sender gave it; null when nobody is told when it was so.</summary>
    public DateTimeOffset? Planned { get; init; }

    public TimeSpan End => Start + Over;

    public Curve Curve { get; } = curve;

    public Origin Origin { get; } = origin;

    public Stamp Stamp { get; } = stamp;

    public Receipt? Receipt { get; } = receipt;

    /// <summary>The traced call that made it.</summary>
    public ActivityContext Cause { get; } = Activity.Current?.Context ?? default;

    /// <summary>On its way there it draws the eye: see <see cref="Flash"/>. Only the end of it is kept.</summary>
    public bool IsFlash { get; init; }

    /// <summary>Not to be acted upon until the database has it: it may have to be taken back.</summary>
    public bool IsHeld { get; set; }

    /// <summary>Belongs into the database, because its sender was told so or is about to be.</summary>
    public bool IsKept { get; set; }

    /// <summary>Nothing is waited for: it is remembered because the desk alters it, and is what the light comes back to.</summary>
    public bool IsStanding { get; set; }

    /// <summary>The board would not have what the desk makes of it: it is not told again before that changes.</summary>
    public bool IsRefused { get; set; }

    /// <summary>
    /// It changes at once, and is acted upon before its start, so that all that the board is to be then is so in time: its commands go one
    /// after the other.
    /// </summary>
    public bool IsEarly { get; private set; }

    /// <summary>See <see cref="IsEarly"/>.</summary>
    public void Hasten() => IsEarly = true;

    /// <summary>Whether it counts at a moment.</summary>
    public bool HasBegun(TimeSpan at) => IsEarly || Start <= at;

    /// <summary>Whether at a moment it is to be all that it wants.</summary>
    public bool IsOver(TimeSpan at) => IsEarly || at >= End;

    /// <summary>It was kept, and nothing began meanwhile: all of it is still to be seen.</summary>
    public void BeginAt(TimeSpan now) => Start = now;

    /// <summary>It begins, and becomes less.</summary>
    public void GoDown() => Over = Down ?? Over;

    /// <summary>How much of its time has passed, 0..1.</summary>
    public double Passed(TimeSpan at) => Over <= TimeSpan.Zero ? 1 : Math.Clamp((at - Start) / Over, 0, 1);
}
