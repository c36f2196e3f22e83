using RailHub.Contracts;
using RailHub.Grains;

namespace RailHub.Gateway;

/// <summary>The grains by the ids of the contracts.</summary>
internal static class GrainCalls
{
    public static IClubGrain Club(this IGrainFactory grains) => grains.GetGrain<IClubGrain>(IClubGrain.Key);

    public static ILayoutGrain Layout(this IGrainFactory grains, LayoutId id) => grains.GetGrain<ILayoutGrain>(id.Value);

    public static ILayoutGrain Layout(this IGrainFactory grains, Layout layout) => grains.Layout(layout.Id);

    public static IControllerGrain Controller(this IGrainFactory grains, MacAddress id) => grains.GetGrain<IControllerGrain>(id.Compact);
}
