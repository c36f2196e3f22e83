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

/// <summary>A guest link that is to be made, or what one is to become: what opens it stays. The members are those of <see cref="GuestLink"/>.</summary>
/// <param name="Name">1 to 60 characters.</param>
/// <param name="Buttons">1 to 12.</param>
/// <param name="Until">400 days from now at most.</param>
/// <param name="From">Null: now; of one that is there already, as it is.</param>
/// <param name="Daily">As there.</param>
/// <param name="CommonPause">As there.</param>
/// <param name="OwnPause">As there.</param>
/// <param name="Fallback">As there.</param>
/// <param name="FallbackAfter">As there; needed with a fallback only.</param>
[GenerateSerializer, Immutable, Alias("RailHub.GuestLinkDraft")]
public sealed record GuestLinkDraft(
    [property: Id(0)] string Name,
    [property: Id(1)] IReadOnlyList<GuestButton> Buttons,
    [property: Id(3)] DateTimeOffset Until,
    [property: Id(2)] DateTimeOffset? From = null,
    [property: Id(4)] DailyHours? Daily = null,
    [property: Id(5)] int CommonPause = 5,
    [property: Id(6)] int OwnPause = 10,
    [property: Id(7)] SceneId? Fallback = null,
    [property: Id(8)] int FallbackAfter = 10);

/// <summary>Where visitors come in by a guest link.</summary>
/// <param name="Path">The path of the page, with the secret that opens it: <c>/g/…</c>.</param>
public sealed record GuestPath(string Path);

/// <summary>A guest link that was made.</summary>
/// <param name="Link">The link.</param>
/// <param name="Path">As in <see cref="GuestPath"/>.</param>
public sealed record MadeGuestLink(GuestLink Link, string Path);
