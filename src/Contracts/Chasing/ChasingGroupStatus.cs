namespace RailHub.Contracts;

/// <summary>How a chasing group is doing on its board.</summary>
/// <param name="Id">The group.</param>
/// <param name="State">Whether it runs.</param>
/// <param name="Number">The board's own number of it while it runs; null otherwise.</param>
/// <param name="Problem">What the board said when it refused; null otherwise.</param>
[GenerateSerializer, Immutable, Alias("RailHub.ChasingGroupStatus")]
public sealed record ChasingGroupStatus(
    [property: Id(0)] ChasingGroupId Id,
    [property: Id(1)] ChasingState State,
    [property: Id(2)] int? Number = null,
    [property: Id(3)] string? Problem = null);
