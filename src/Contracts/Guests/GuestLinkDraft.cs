namespace RailHub.Contracts;

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
