namespace RailHub.Contracts;

/// <summary>A link that lets visitors press some things of a layout, and see nothing else of it.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Layout">The layout.</param>
/// <param name="Name">What the club calls it; guests do not read it.</param>
/// <param name="Buttons">What may be pressed, in their order.</param>
/// <param name="From">When it begins to work.</param>
/// <param name="Until">When it is over.</param>
/// <param name="Daily">The hours of each day in which it works; null: all.</param>
/// <param name="CommonPause">How many seconds after a press nobody can press, 1 to 3600.</param>
/// <param name="OwnPause">How many seconds after their own press a guest cannot press; not less than the common pause, 3600 at most.</param>
/// <param name="Fallback">The scene that is recalled when nobody has pressed anything for a while; null: none.</param>
/// <param name="FallbackAfter">After how many minutes, 1 to 240.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Version">Rises with every change, from 1.</param>
[GenerateSerializer, Immutable, Alias("RailHub.GuestLink")]
public sealed record GuestLink(
    [property: Id(0)] GuestLinkId Id,
    [property: Id(1)] LayoutId Layout,
    [property: Id(2)] string Name,
    [property: Id(3)] IReadOnlyList<GuestButton> Buttons,
    [property: Id(4)] DateTimeOffset From,
    [property: Id(5)] DateTimeOffset Until,
    [property: Id(6)] DailyHours? Daily,
    [property: Id(7)] int CommonPause,
    [property: Id(8)] int OwnPause,
    [property: Id(9)] SceneId? Fallback,
    [property: Id(10)] int FallbackAfter,
    [property: Id(11)] DateTimeOffset CreatedAt,
    [property: Id(12)] long Version = 1)
{
    /// <summary>Until when it works without a break; null when it does not work at that moment.</summary>
    public DateTimeOffset? OpenUntil(DateTimeOffset now) =>
        now < From || now >= Until ? null
        : Daily is null ? Until
        : Daily.OpenUntil(now) is { } closes ? (closes < Until ? closes : Until)
        : null;
}
