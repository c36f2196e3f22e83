namespace RailHub.Grains;

/// <summary>What a sender plans on a board. All moments are by the sender's own clock, which need not be the board's.</summary>
/// <param name="Stamp">The sender, and which of its plans this is: one older than another of the same sender changes nothing.</param>
/// <param name="SentAt">The moment of sending.</param>
/// <param name="TakesBack">Whether what the sender had planned is taken back before.</param>
/// <param name="Since">Of that, only what begins at this moment or later; null: all, what is on its way included.</param>
/// <param name="Intents">What is wanted; their stamps are taken to be this one.</param>
[GenerateSerializer, Immutable, Alias("RailHub.PlanOrder")]
public sealed record PlanOrder(
    [property: Id(0)] Stamp Stamp,
    [property: Id(1)] DateTimeOffset SentAt,
    [property: Id(2)] bool TakesBack,
    [property: Id(3)] DateTimeOffset? Since,
    [property: Id(4)] IReadOnlyList<Intent> Intents);
