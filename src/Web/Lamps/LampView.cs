using RailHub.Contracts;
using RailHub.Web.Shell;

namespace RailHub.Web.Lamps;

/// <summary>An output as people know it, with what is known of its board.</summary>
/// <param name="Controller">The board.</param>
/// <param name="Link">How the board's link is.</param>
/// <param name="Output">The output.</param>
/// <param name="ChasedBy">The name of the chasing group that runs over it; null = none.</param>
/// <param name="Known">What the club knows of it.</param>
public sealed record LampView(Controller Controller, LinkStatus Link, OutputState Output, string? ChasedBy, Lamp Known)
{
    /// <summary>The light at which the desk holds it; null: none.</summary>
    public ParkedOutput? Parked { get; init; }

    /// <summary>Whether it is soloed at the desk.</summary>
    public bool IsSolo { get; init; }

    /// <summary>What commands name.</summary>
    public OutputAddress Address => new(Controller.Id, Output.Pin);

    /// <summary>What it is called: by the club, else by its board.</summary>
    public string Name => Known.Alias ?? Words.NameOf(Output);

    /// <summary>Where it is wired, for those who build.</summary>
    public string Wiring => Resources.Texts.Lamp_Wiring.With(Controller.Name, Output.Pin);

    /// <summary>Whether its board is live; otherwise nobody knows how it is now.</summary>
    public bool IsLive => Link.State == LinkState.Live;

    /// <summary>Whether it is on for all that is known (<see cref="OutputState.IsLit"/>).</summary>
    public bool IsLit => Output.IsLit(Link);

    /// <summary>Whether it is to be seen on its way between two levels.</summary>
    public bool IsMoving => IsLive && Output is { Motion: not null, Drift: not Drift.Desk };

    /// <summary>How bright it is, 0..100 percent, on or not: where it is on its way when it moves, and what the desk leaves of it.</summary>
    /// <param name="now">The moment by the gateway's clock.</param>
    public double Level(DateTimeOffset now) => IsMoving ? Fades.Level(Output.Motion!, now)
        : Output is { Drift: Drift.Desk, Reported: { Active: true } held } ? held.Brightness
        : Output.Shown.Brightness;

    /// <summary>What makes it again what it shows now.</summary>
    public SceneTarget ToTarget() => new(Controller.Id, Output.Pin, Output.Shown.Active, Output.Shown.Brightness, Output.Shown.Interval);

    /// <summary>Whether there is something about it that people should look at.</summary>
    public bool IsTrouble => !IsLive || Output.Drift is Drift.Refused or Drift.Offline;
}
