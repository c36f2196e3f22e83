using RailHub.Contracts;
using RailHub.Persistence;

namespace RailHub.Grains.Owners;

/// <summary>A kind of grain that must be alive, whether somebody calls it or not.</summary>
/// <param name="IsLoad">It makes the load of a silo, and so may live apart from its layout; others live with that.</param>
/// <param name="Read">All that are to be alive, in an order that stays, and the layouts that they are in.</param>
internal sealed record OwnedKind(
    bool IsLoad, Func<RailHubDb, IGrainFactory, CancellationToken, Task<List<(LayoutId Layout, GrainId Grain)>>> Read);
