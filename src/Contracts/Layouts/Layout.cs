namespace RailHub.Contracts;

/// <summary>One model railway of the club.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Name">Its name, 1..60 characters, unique in the club without regard to case.</param>
/// <param name="Version">Rises with every edit; what an edit's If-Match names.</param>
/// <param name="FollowsBoards">A board that is away and tells its name from another address is followed there without a question.</param>
[GenerateSerializer, Immutable, Alias("RailHub.Layout")]
public sealed record Layout(
    [property: Id(0)] LayoutId Id, [property: Id(1)] string Name, [property: Id(2)] long Version, [property: Id(3)] bool FollowsBoards = false);

/// <summary>What a person enters to make or change a layout.</summary>
/// <param name="Name">The name, 1..60 characters.</param>
/// <param name="FollowsBoards">Whether boards that moved are followed; null leaves it as it is, which is not at first.</param>
[GenerateSerializer, Immutable, Alias("RailHub.LayoutDraft")]
public sealed record LayoutDraft([property: Id(0)] string Name, [property: Id(1)] bool? FollowsBoards = null);

/// <summary>A layout with how its boards are.</summary>
/// <param name="Layout">The layout.</param>
/// <param name="Controllers">How many boards it has.</param>
/// <param name="Live">How many of them are live.</param>
/// <param name="Stale">How many are stale.</param>
/// <param name="OutputsOn">How many of its outputs are on, on boards that are live (<see cref="OutputState.IsLit"/>).</param>
/// <param name="Outputs">How many outputs it has, but those that are hidden (<see cref="Lamp.Hidden"/>).</param>
public sealed record LayoutSummary(Layout Layout, int Controllers, int Live, int Stale, int OutputsOn, int Outputs);
