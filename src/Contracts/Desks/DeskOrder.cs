namespace RailHub.Contracts;

/// <summary>What is to change at a desk; what is null stays as it is. All of it is done, or nothing. What is so already is not done again.</summary>
/// <param name="Blackout">On or off.</param>
/// <param name="Master">0..100 percent.</param>
/// <param name="Park">Outputs to hold at a light, or at another one than before.</param>
/// <param name="Unpark">Outputs to let go; those that are not parked are passed over.</param>
/// <param name="Solo">Outputs that may burn.</param>
/// <param name="Unsolo">Outputs that are as the others again; those that are not soloed are passed over.</param>
[GenerateSerializer, Immutable, Alias("RailHub.DeskOrder")]
public sealed record DeskOrder(
    [property: Id(0)] bool? Blackout = null,
    [property: Id(1)] int? Master = null,
    [property: Id(2)] IReadOnlyList<ParkOrder>? Park = null,
    [property: Id(3)] IReadOnlyList<OutputAddress>? Unpark = null,
    [property: Id(4)] IReadOnlyList<OutputAddress>? Solo = null,
    [property: Id(5)] IReadOnlyList<OutputAddress>? Unsolo = null);
