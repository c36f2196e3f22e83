using RailHub.Contracts;

namespace RailHub.Grains;

/// <summary>The grains by the ids of the contracts, and their names in the table of owners.</summary>
public static class GrainKeys
{
    /// <summary>The club's name among the owners.</summary>
    public const string ClubOwner = "club";

    /// <summary>What the names of all boards among the owners begin with.</summary>
    public const string ControllerOwners = "controller/";

    /// <summary>What the names of all players of shows among the owners begin with.</summary>
    public const string ShowOwners = "show/";

    /// <summary>The one club.</summary>
    public static IClubGrain Club(this IGrainFactory grains) => grains.GetGrain<IClubGrain>(IClubGrain.Key);

    /// <summary>The one finder of boards.</summary>
    public static IFinderGrain Finder(this IGrainFactory grains) => grains.GetGrain<IFinderGrain>(IFinderGrain.Key);

    /// <summary>A layout.</summary>
    public static ILayoutGrain Layout(this IGrainFactory grains, LayoutId id) => grains.GetGrain<ILayoutGrain>(id.Value);

    /// <summary>A board.</summary>
    public static IControllerGrain Controller(this IGrainFactory grains, MacAddress id) => grains.GetGrain<IControllerGrain>(id.Compact);

    /// <summary>The player of a show.</summary>
    public static IShowPlayer Show(this IGrainFactory grains, ShowId id) => grains.GetGrain<IShowPlayer>(id.Value);

    /// <summary>A layout's name among the owners.</summary>
    public static string Owner(LayoutId id) => $"layout/{id}";

    /// <summary>A board's name among the owners.</summary>
    public static string Owner(MacAddress id) => ControllerOwners + id.Compact;

    /// <summary>A show's player's name among the owners.</summary>
    public static string Owner(ShowId id) => ShowOwners + id;
}
