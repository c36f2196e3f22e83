using RailHub.Contracts;

namespace RailHub.Grains;

/// <summary>From whom an intent comes. A board's budget serves people before the others.</summary>
public enum Origin
{
    /// <summary>Somebody touched the lamp.</summary>
    Person,

    /// <summary>Somebody recalled a scene.</summary>
    Scene,

    /// <summary>A cue of a show.</summary>
    Cue,

    /// <summary>A chase that the platform runs.</summary>
    Chase,

    /// <summary>A schedule.</summary>
    Schedule,

    /// <summary>The platform itself, to keep what was wanted.</summary>
    Policy,
}

/// <summary>Who sent an intent, and when in the order of that sender: of one sender the older never beats the newer.</summary>
/// <param name="Sender">The sender; empty for people, whose intents count in the order they arrive.</param>
/// <param name="Epoch">The sender's owner epoch.</param>
/// <param name="Number">Rises with everything that the sender sends within its epoch.</param>
[GenerateSerializer, Immutable, Alias("RailHub.Stamp")]
public readonly record struct Stamp([property: Id(0)] string Sender, [property: Id(1)] long Epoch, [property: Id(2)] long Number)
{
    /// <summary>Whether it comes after another one of the same sender.</summary>
    public bool IsAfter(Stamp other) => (Epoch, Number).CompareTo((other.Epoch, other.Number)) > 0;
}

/// <summary>What somebody wants of one output: what, from when on, over how long, and who.</summary>
/// <param name="Pin">GPIO number.</param>
/// <param name="Change">Light, blink interval and name; what is null stays as it is.</param>
/// <param name="From">From when on. What lies in the past means now; the latest to start wins.</param>
/// <param name="Over">How long the light takes from its present level, at most <see cref="Longest"/>; zero = at once.</param>
/// <param name="Curve">Its way there.</param>
/// <param name="Origin">Who wants it.</param>
/// <param name="Stamp">Its place among the sender's intents.</param>
/// <param name="Down">How long it takes when it becomes darker; null: as long as <paramref name="Over"/>.</param>
[GenerateSerializer, Immutable, Alias("RailHub.Intent")]
public sealed record Intent(
    [property: Id(0)] int Pin,
    [property: Id(1)] OutputChange Change,
    [property: Id(2)] DateTimeOffset From,
    [property: Id(3)] TimeSpan Over,
    [property: Id(4)] Curve Curve,
    [property: Id(5)] Origin Origin,
    [property: Id(6)] Stamp Stamp,
    [property: Id(7)] TimeSpan? Down = null)
{
    /// <summary>How far ahead an intent may start.</summary>
    public static readonly TimeSpan Furthest = TimeSpan.FromDays(1);

    /// <summary>The longest time that a caller may state; a player at a low rate may derive longer ones.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);
}
