using RailHub.Contracts;

namespace RailHub.Grains.Shows;

/// <summary>What a show wants of a board.</summary>
/// <param name="Controller">The board.</param>
/// <param name="Intent">What.</param>
/// <param name="Of">The cue whose moment it is to meet; null when it only catches up.</param>
internal readonly record struct BoardIntent(MacAddress Controller, Intent Intent, CueBeginning? Of = null);
