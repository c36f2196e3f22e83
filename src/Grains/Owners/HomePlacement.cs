namespace RailHub.Grains.Owners;

/// <summary>The grain comes to life at its home.</summary>
[GenerateSerializer, Immutable, SuppressReferenceTracking]
internal sealed class HomePlacement : PlacementStrategy;
