namespace RailHub.Grains.Controllers;

/// <summary>Stamps of those who do not number what they send.</summary>
internal static class Stamps
{
    /// <summary>People, and the platform itself: what arrives later is newer.</summary>
    public static Stamp None { get; } = new("", 0, 0);
}
