namespace RailHub.Grains;

/// <summary>The versions that an edit may build on (RFC 9110 13.1.1): it is done when the thing is at one of them. None is never so.</summary>
/// <param name="Any">The versions, in any order.</param>
[GenerateSerializer, Immutable, Alias("RailHub.IfVersion")]
public sealed record IfVersion([property: Id(0)] IReadOnlyList<long> Any)
{
    /// <summary>Whether an edit of a thing at this version may be done.</summary>
    public bool Allows(long current) => Any.Contains(current);

    /// <summary>The one version that an edit builds on.</summary>
    public static implicit operator IfVersion(long version) => new([version]);
}
