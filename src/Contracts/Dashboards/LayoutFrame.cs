namespace RailHub.Contracts;

/// <summary>
/// A frame of a layout's feed. It may be applied to any state from <see cref="BuildsOn"/> on; a viewer whose state is older asks for a
/// snapshot.
/// </summary>
/// <param name="Feed">Which feed: <see cref="LayoutSnapshot.Feed"/>.</param>
/// <param name="Number">The number of the last frame that is in here.</param>
/// <param name="Delta">What changed.</param>
public sealed record LayoutFrame(int Feed, long Number, LayoutDelta Delta)
{
    /// <summary>The frame that it builds on.</summary>
    public long BuildsOn => Delta.Since ?? Number - 1;

    /// <summary>This frame and then the next, as one; null when the next was not made for what this one leads to.</summary>
    public LayoutFrame? Then(LayoutFrame later) =>
        Delta.Then(later.Delta) is { } both ? new LayoutFrame(Feed, later.Number, both with { Since = BuildsOn }) : null;
}
