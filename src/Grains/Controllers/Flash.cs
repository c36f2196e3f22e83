namespace RailHub.Grains.Controllers;

/// <summary>A light that draws the eye: three times the opposite of what it is, half a second each.</summary>
internal static class Flash
{
    /// <summary>How long it is one way or the other: a board that is slow to act still shows it.</summary>
    public static readonly TimeSpan Phase = TimeSpan.FromSeconds(0.5);

    /// <summary>From the first change to when it is as it was.</summary>
    public static readonly TimeSpan Duration = 5 * Phase;

    /// <summary>What it shows at a moment.</summary>
    /// <param name="light">The light that it is put back to.</param>
    /// <param name="since">How long it has been going.</param>
    public static Light At(Light light, TimeSpan since) => PhaseAt(since) % 2 != 0 ? light : light.Level >= 50 ? light with { Active = false } : new Light(true, 100);

    /// <summary>When it changes next, as long after its beginning.</summary>
    public static TimeSpan NextChange(TimeSpan since) => (PhaseAt(since) + 1) * Phase;

    private static long PhaseAt(TimeSpan since) => (long)Math.Floor(since / Phase);
}
