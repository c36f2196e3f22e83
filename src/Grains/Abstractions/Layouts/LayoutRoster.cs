using RailHub.Contracts;

namespace RailHub.Grains;

/// <summary>What a layout consists of at one moment.</summary>
/// <param name="Id">The layout.</param>
/// <param name="Epoch">The owner epoch of the activation that tells it: a higher one replaces all that was told before.</param>
/// <param name="Version">Rises with every change; a lower one of the same epoch is older news.</param>
/// <param name="Controllers">In the layout's order.</param>
/// <param name="Scenes">By name.</param>
/// <param name="ChasingGroups">By name.</param>
/// <param name="Areas">In the layout's order.</param>
/// <param name="Lamps">What is known of lamps.</param>
/// <param name="LampGroups">By name.</param>
/// <param name="Plan">The picture of the plan; null when there is none.</param>
/// <param name="Shows">By name, with how they run.</param>
/// <param name="Desk">The desk.</param>
/// <param name="Claim">Who has the controls.</param>
/// <param name="GuestLinks">The guest links, for gateways: who looks on hears nothing of them.</param>
[GenerateSerializer, Immutable, Alias("RailHub.LayoutRoster")]
public sealed record LayoutRoster(
    [property: Id(0)] LayoutId Id,
    [property: Id(1)] long Epoch,
    [property: Id(2)] long Version,
    [property: Id(3)] IReadOnlyList<Controller> Controllers,
    [property: Id(4)] IReadOnlyList<SceneSummary> Scenes,
    [property: Id(5)] IReadOnlyList<ChasingGroup> ChasingGroups,
    [property: Id(6)] IReadOnlyList<Area> Areas,
    [property: Id(7)] LampList Lamps,
    [property: Id(8)] IReadOnlyList<LampGroup> LampGroups,
    [property: Id(9)] Plan? Plan,
    [property: Id(10)] IReadOnlyList<ShowSummary> Shows,
    [property: Id(11)] Desk Desk,
    [property: Id(12)] Claim Claim,
    [property: Id(13)] IReadOnlyList<GuestDoor> GuestLinks);
