namespace RailHub.Contracts;

/// <summary>What is known of the picture of a layout's plan.</summary>
/// <param name="ContentType">What its bytes were found to be: <c>image/png</c>, <c>image/jpeg</c> or <c>image/webp</c>.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Bytes">How long it is, 4 MB at most.</param>
/// <param name="Version">Another picture has another one; in its address (<c>plan?v=…</c>) it keeps caches right.</param>
[GenerateSerializer, Immutable, Alias("RailHub.Plan")]
public sealed record Plan(
    [property: Id(0)] string ContentType,
    [property: Id(1)] int Width,
    [property: Id(2)] int Height,
    [property: Id(3)] int Bytes,
    [property: Id(4)] long Version);
