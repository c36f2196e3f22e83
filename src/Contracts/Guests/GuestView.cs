using System.Text.Json.Serialization;
using RailHub.Contracts.Serialization;

namespace RailHub.Contracts;

/// <summary>What a guest comes in by.</summary>
/// <param name="Token">The secret of a guest link: what follows <c>/g/</c> in its address.</param>
public sealed record GuestEntry(string Token);

/// <summary>A press of a guest.</summary>
/// <param name="Button">Which button, by its place, from 0.</param>
/// <param name="Active">Whether the lamp is to be lit, or the show to play; a scene is recalled.</param>
/// <param name="Brightness">How bright the lamp is to be, 1..100 percent; null: as it is. Where the button has a level only.</param>
/// <param name="Key">
/// What was seen at that place (<see cref="GuestButtonState.Key"/>): when the link was changed meanwhile, that is pressed wherever it is now, and
/// nothing else. Null: whatever is there.
/// </param>
public sealed record GuestPress(int Button, bool Active = true, int? Brightness = null, string? Key = null);

/// <summary>All that a guest sees.</summary>
/// <param name="Layout">The layout's name.</param>
/// <param name="Buttons">What may be pressed.</param>
/// <param name="Turn">Whether anything may be pressed now.</param>
/// <param name="OpenUntil">Until when the link works.</param>
/// <param name="Now">The server's time, by which to count down.</param>
public sealed record GuestView(string Layout, IReadOnlyList<GuestButtonState> Buttons, GuestTurn Turn, DateTimeOffset OpenUntil, DateTimeOffset Now);

/// <summary>What a guest's button is for.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<GuestButtonKind>))]
public enum GuestButtonKind
{
    /// <summary>It recalls a scene.</summary>
    Scene,

    /// <summary>It plays a show, and stops it.</summary>
    Show,

    /// <summary>It switches a lamp.</summary>
    Lamp,
}

/// <summary>How a button is.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Label">What to read on it.</param>
/// <param name="IsOn">Whether the lamp burns, the show plays or is paused, the scene is on.</param>
/// <param name="Level">How bright the lamp is, in percent, where guests may dim it; null elsewhere.</param>
/// <param name="IsAway">Whether the thing is not there any more, or its board is not reached: pressing it does nothing now.</param>
/// <param name="Key">Tells what it is for from all other things; it says nothing else.</param>
public sealed record GuestButtonState(GuestButtonKind Kind, string Label, bool IsOn, int? Level, bool IsAway, string Key);

/// <summary>Whose turn it is.</summary>
/// <param name="Wait">In how many milliseconds this guest may press; 0: now.</param>
/// <param name="IsYours">Whether the last press was this guest's; nobody can see whose it was otherwise.</param>
[GenerateSerializer, Immutable, Alias("RailHub.GuestTurn")]
public sealed record GuestTurn([property: Id(0)] long Wait, [property: Id(1)] bool IsYours);
