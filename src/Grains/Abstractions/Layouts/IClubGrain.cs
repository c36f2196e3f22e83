using Orleans.Concurrency;
using RailHub.Contracts;

namespace RailHub.Grains;

/// <summary>The layouts of the club: the single writer of their rows. There is one, with the key <see cref="Key"/>.</summary>
[Alias("RailHub.IClubGrain")]
public interface IClubGrain : IGrainWithIntegerKey
{
    /// <summary>The key of the one club.</summary>
    const long Key = 0;

    /// <summary>
    /// Gives the layouts, in the club's order, and tells the observer of every change from now on. Renew within
    /// <see cref="Subscriptions.Lease"/>; who names the roster that it has (zeros for none) gets null when nothing is newer.
    /// </summary>
    [Alias("Subscribe"), AlwaysInterleave]
    Task<ClubRoster?> Subscribe(IClubObserver observer, long epoch, long version);

    /// <summary>Tells the observer nothing any more.</summary>
    [Alias("Unsubscribe"), AlwaysInterleave]
    Task Unsubscribe(IClubObserver observer);

    /// <summary>The layouts, in the club's order.</summary>
    [Alias("GetRoster"), AlwaysInterleave]
    Task<ClubRoster> GetRoster();

    /// <summary>Makes a layout.</summary>
    [Alias("CreateLayout")]
    Task<Outcome<Layout>> CreateLayout(LayoutDraft draft);

    /// <summary>Renames a layout, and says whether its boards are followed.</summary>
    /// <param name="id">The layout.</param>
    /// <param name="draft">What it is to be.</param>
    /// <param name="ifVersion">The version the edit builds on; null takes whatever is there.</param>
    [Alias("RenameLayout")]
    Task<Outcome<Layout>> RenameLayout(LayoutId id, LayoutDraft draft, IfVersion? ifVersion);

    /// <summary>Deletes a layout with its scenes and chasing groups, and lets its boards go: all of it or nothing.</summary>
    [Alias("DeleteLayout")]
    Task<Outcome<Done>> DeleteLayout(LayoutId id, IfVersion? ifVersion);
}

/// <summary>The layouts of the club at one moment.</summary>
/// <param name="Epoch">The owner epoch of the activation that tells it: a higher one replaces all that was told before.</param>
/// <param name="Version">Rises with every change; a lower one of the same epoch is older news.</param>
/// <param name="Layouts">In the club's order.</param>
[GenerateSerializer, Immutable, Alias("RailHub.ClubRoster")]
public sealed record ClubRoster(
    [property: Id(0)] long Epoch, [property: Id(1)] long Version, [property: Id(2)] IReadOnlyList<Layout> Layouts);

/// <summary>Hears of the club's layouts.</summary>
[Alias("RailHub.IClubObserver")]
public interface IClubObserver : IGrainObserver
{
    /// <summary>The layouts changed.</summary>
    [Alias("OnClubChanged")]
    void OnClubChanged(ClubRoster roster);
}
