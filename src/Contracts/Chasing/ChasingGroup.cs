namespace RailHub.Contracts;

/// <summary>Outputs that are lit one after the other.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Layout">Its layout.</param>
/// <param name="Name">Its name: 1..20 bytes of UTF-8 (protocol 4.7), unique in the layout without regard to case.</param>
/// <param name="Interval">50..65535 milliseconds per step (protocol 2.5).</param>
/// <param name="Members">In running order; 2..8 outputs of one board that runs chasing groups, none twice.</param>
/// <param name="Version">Rises with every edit.</param>
[GenerateSerializer, Immutable, Alias("RailHub.ChasingGroup")]
public sealed record ChasingGroup(
    [property: Id(0)] ChasingGroupId Id,
    [property: Id(1)] LayoutId Layout,
    [property: Id(2)] string Name,
    [property: Id(3)] long Interval,
    [property: Id(4)] IReadOnlyList<OutputAddress> Members,
    [property: Id(5)] long Version);
