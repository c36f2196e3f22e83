namespace RailHub.Contracts;

/// <summary>A module that visits a layout: what a file brought, to be taken out again as a whole.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Name">Its name, 1..60 characters, unique in the layout without regard to case.</param>
/// <param name="Since">When it was taken in.</param>
/// <param name="Boards">How many boards of it are in the layout now.</param>
/// <param name="Areas">How many areas of it there are now.</param>
/// <param name="LampGroups">How many lamp groups of it there are now.</param>
/// <param name="Scenes">How many scenes of it there are now.</param>
/// <param name="ChasingGroups">How many chasing groups of it there are now.</param>
/// <param name="Shows">How many shows of it there are now.</param>
[GenerateSerializer, Immutable, Alias("RailHub.Module")]
public sealed record Module(
    [property: Id(0)] ModuleId Id,
    [property: Id(1)] string Name,
    [property: Id(2)] DateTimeOffset Since,
    [property: Id(3)] int Boards,
    [property: Id(4)] int Areas,
    [property: Id(5)] int LampGroups,
    [property: Id(6)] int Scenes,
    [property: Id(7)] int ChasingGroups,
    [property: Id(8)] int Shows = 0);
