using Orleans.Runtime.Placement;

namespace RailHub.Grains.Owners;

/// <summary>
/// Places a grain where its mover says, else at its home; one that this silo does not know yet, on this silo: mostly its layout calls, which
/// lives here.
/// </summary>
internal sealed class HomeDirector(Homes homes) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target);
        SiloAddress?[] wanted =
            [IPlacementDirector.GetPlacementHint(target.RequestContextData, silos), homes.Of(target.GrainIdentity), context.LocalSilo];
        return Task.FromResult(Array.Find(wanted, silo => silo is not null && silos.Contains(silo)) ?? silos[Random.Shared.Next(silos.Length)]);
    }
}
