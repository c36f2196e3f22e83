using RailHub.Contracts;

namespace RailHub.Grains.Layouts;

/// <summary>How many things of a kind a layout has at most, however they come: by hand, by undoing or by a file.</summary>
internal static class LayoutBounds
{
    public const int Areas = 200;

    /// <summary>Lamps of which something is known.</summary>
    public const int Lamps = 5_000;

    public const int LampGroups = 200;

    /// <summary>The layout's grain has their cues in memory, and an edit of one looks through those of all.</summary>
    public const int Shows = 200;

    /// <summary>Those that are over count until they are ended.</summary>
    public const int GuestLinks = 50;

    public static Refusal TooManyShows { get; } = new(
        RefusalKind.Conflict,
        RefusalCodes.TooManyShows,
        $"A layout has {Shows} shows at most. Delete one that is not played any more.",
        Names: [$"{Shows}"]);
}
