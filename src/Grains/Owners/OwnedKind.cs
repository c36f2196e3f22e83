using RailHub.Persistence;

namespace RailHub.Grains.Owners;

/// <summary>A kind of grain that supervisors keep alive.</summary>
/// <param name="Owners">What the names of these grains among the owners begin with.</param>
/// <param name="Keys">The keys of all that are to be alive.</param>
/// <param name="Grain">The grain with a key.</param>
internal sealed record OwnedKind(
    string Owners, Func<RailHubDb, CancellationToken, Task<List<string>>> Keys, Func<IGrainFactory, string, IOwnedGrain> Grain);
