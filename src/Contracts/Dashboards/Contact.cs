namespace RailHub.Contracts;

/// <summary>Whether what a gateway shows is still heard of. While it is not, nobody knows how it is now.</summary>
/// <param name="LostSince">When it was heard of last, by the gateway's clock; null while it is heard of.</param>
public sealed record Contact(DateTimeOffset? LostSince = null)
{
    /// <summary>It is heard of.</summary>
    public static Contact Held { get; } = new();
}
