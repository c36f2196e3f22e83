namespace RailHub.Contracts;

/// <summary>A press of a guest.</summary>
/// <param name="Button">Which button, by its place, from 0.</param>
/// <param name="Active">Whether the lamp is to be lit, or the show to play; a scene is recalled.</param>
/// <param name="Brightness">How bright the lamp is to be, 1..100 percent; null: as it is. Where the button has a level only.</param>
/// <param name="Key">
/// What was seen at that place (<see cref="GuestButtonState.Key"/>): when the link was changed meanwhile, that is pressed wherever it is now, and
/// nothing else. Null: whatever is there.
/// </param>
public sealed record GuestPress(int Button, bool Active = true, int? Brightness = null, string? Key = null);
