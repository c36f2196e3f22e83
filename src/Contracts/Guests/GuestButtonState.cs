namespace RailHub.Contracts;

/// <summary>How a button is.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Label">What to read on it.</param>
/// <param name="IsOn">Whether the lamp burns, the show plays or is paused, the scene is on.</param>
/// <param name="Level">How bright the lamp is, in percent, where guests may dim it; null elsewhere.</param>
/// <param name="IsAway">Whether the thing is not there any more, or its board is not reached: pressing it does nothing now.</param>
/// <param name="Key">Tells what it is for from all other things; it says nothing else.</param>
public sealed record GuestButtonState(GuestButtonKind Kind, string Label, bool IsOn, int? Level, bool IsAway, string Key);
