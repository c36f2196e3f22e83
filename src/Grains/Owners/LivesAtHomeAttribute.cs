using Orleans.Placement;

namespace RailHub.Grains.Owners;

/// <summary>Lets a grain come to life at its home.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class LivesAtHomeAttribute() : PlacementAttribute(new HomePlacement());
