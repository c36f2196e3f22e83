namespace RailHub.Contracts;

/// <summary>A part of a layout as people see it: Station, Old town. Lamps that are in none are unsorted.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Name">Its name, 1..60 characters, unique in the layout without regard to case.</param>
/// <param name="Version">Rises with every edit.</param>
[GenerateSerializer, Immutable, Alias("RailHub.Area")]
public sealed record Area([property: Id(0)] AreaId Id, [property: Id(1)] string Name, [property: Id(2)] long Version);

/// <summary>What a person enters to make, rename or move an area.</summary>
/// <param name="Name">The name, 1..60 characters.</param>
/// <param name="Position">Its place in the layout's order, from 0; what lies beyond the end is the end. Null: last, or where it was.</param>
[GenerateSerializer, Immutable, Alias("RailHub.AreaDraft")]
public sealed record AreaDraft([property: Id(0)] string Name, [property: Id(1)] int? Position = null);
