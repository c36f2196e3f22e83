namespace RailHub.Grains;

/// <summary>What a board's grain tells whoever plans on it.</summary>
/// <param name="Epoch">Its owner epoch: another one than before has lost what was planned.</param>
/// <param name="IsLive">Whether the board is connected.</param>
/// <param name="TakenOver">The outputs that the sender has set, and that somebody else has set since.</param>
/// <param name="Effects">When the board did what the sender had planned, since the last receipt.</param>
/// <param name="AreFadesSpent">Whether fades on the board jump to their ends, because it was sent its steps of today.</param>
[GenerateSerializer, Immutable, Alias("RailHub.PlanReceipt")]
public sealed record PlanReceipt(
    [property: Id(0)] long Epoch,
    [property: Id(1)] bool IsLive,
    [property: Id(2)] IReadOnlyList<int> TakenOver,
    [property: Id(3)] IReadOnlyList<PlanEffect> Effects,
    [property: Id(4)] bool AreFadesSpent);
