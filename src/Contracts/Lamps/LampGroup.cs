namespace RailHub.Contracts;

/// <summary>Lamps that are switched as one, over any number of boards.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Layout">Its layout.</param>
/// <param name="Name">Its name, 1..60 characters, unique in the layout without regard to case.</param>
/// <param name="Members">1..500 outputs, none twice.</param>
/// <param name="Version">Rises with every edit.</param>
[GenerateSerializer, Immutable, Alias("RailHub.LampGroup")]
public sealed record LampGroup(
    [property: Id(0)] LampGroupId Id,
    [property: Id(1)] LayoutId Layout,
    [property: Id(2)] string Name,
    [property: Id(3)] IReadOnlyList<OutputAddress> Members,
    [property: Id(4)] long Version);

/// <summary>What a person enters to make or replace a lamp group.</summary>
/// <param name="Name">The name, 1..60 characters.</param>
/// <param name="Members">1..500 outputs, none twice.</param>
[GenerateSerializer, Immutable, Alias("RailHub.LampGroupDraft")]
public sealed record LampGroupDraft([property: Id(0)] string Name, [property: Id(1)] IReadOnlyList<OutputAddress> Members);
