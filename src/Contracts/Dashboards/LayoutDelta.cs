using System.Runtime.Serialization;
using System.Text.Json.Serialization;
using RailHub.Contracts.Serialization;

namespace RailHub.Contracts;

/// <summary>
/// What changed in a layout since an earlier frame. Null members did not change. It may be applied to any state from that frame on;
/// a viewer whose state is older asks for a snapshot.
/// </summary>
/// <param name="Id">The layout.</param>
/// <param name="Frame">The number of the last frame that is in here.</param>
/// <param name="Since">The frame that it builds on, when it is of several frames; null when that is the one before <paramref name="Frame"/>.</param>
/// <param name="Layout">The layout's own row.</param>
/// <param name="Removed">Boards that left; one that came back is in <paramref name="Whole"/> too, and comes last.</param>
/// <param name="Whole">Boards that are new, or whose whole state replaces what was known.</param>
/// <param name="Changed">What changed at boards that are known; never one that is in <paramref name="Whole"/>.</param>
/// <param name="Scenes">All scenes.</param>
/// <param name="ChasingGroups">All chasing groups.</param>
/// <param name="Gone">The layout was deleted.</param>
/// <param name="Areas">All areas.</param>
/// <param name="Lamps">The lamps of which something else is known now; each replaces the one for the same output.</param>
/// <param name="LampGroups">All lamp groups.</param>
/// <param name="Plan">The picture of the plan.</param>
/// <param name="Order">All boards in their order, when one came that is not the last.</param>
public sealed record LayoutDelta(
    LayoutId Id,
    long Frame,
    long? Since = null,
    Layout? Layout = null,
    IReadOnlyList<MacAddress>? Removed = null,
    IReadOnlyList<ControllerState>? Whole = null,
    IReadOnlyList<ControllerDelta>? Changed = null,
    IReadOnlyList<SceneSummary>? Scenes = null,
    IReadOnlyList<ChasingGroup>? ChasingGroups = null,
    bool Gone = false,
    IReadOnlyList<Area>? Areas = null,
    LampList? Lamps = null,
    IReadOnlyList<LampGroup>? LampGroups = null,
    [property: JsonConverter(typeof(BecameJsonConverter<Plan>)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Became<Plan>? Plan = null,
    IReadOnlyList<MacAddress>? Order = null)
{
    /// <summary>The frame that it builds on.</summary>
    [JsonIgnore, IgnoreDataMember]
    public long BuildsOn => Since ?? Frame - 1;

    /// <summary>
    /// This delta and then the next, as one; null when the next was not made for what this one leads to.
    /// </summary>
    public LayoutDelta? Then(LayoutDelta later)
    {
        if (WholeThen(later) is not { } whole)
        {
            return null;
        }

        var changed = ChangedThen(later, whole);
        MacAddress[] removed = [.. (Removed ?? []).Union(later.Removed ?? [])];
        return new LayoutDelta(
            Id,
            later.Frame,
            BuildsOn,
            later.Layout ?? Layout,
            removed.Length == 0 ? null : removed,
            whole.Count == 0 ? null : whole,
            changed.Count == 0 ? null : changed,
            later.Scenes ?? Scenes,
            later.ChasingGroups ?? ChasingGroups,
            Gone || later.Gone,
            later.Areas ?? Areas,
            Lamps is null || later.Lamps is null ? later.Lamps ?? Lamps : Lamps.With(later.Lamps),
            later.LampGroups ?? LampGroups,
            later.Plan ?? Plan,
            later.Order ?? (Order is null ? null : [.. Order.Except(later.Removed ?? [])]));
    }

    private List<ControllerState>? WholeThen(LayoutDelta later)
    {
        var next = new List<ControllerState>();
        foreach (var known in Whole ?? [])
        {
            var id = known.Controller.Id;
            if (later.Removed?.Contains(id) == true)
            {
                continue;
            }

            var replaced = later.Whole?.FirstOrDefault(whole => whole.Controller.Id == id);
            var changed = later.Changed?.FirstOrDefault(change => change.Id == id);
            if ((replaced ?? (changed is null ? known : known.With(changed))) is not { } now)
            {
                return null;
            }

            next.Add(now);
        }

        next.AddRange((later.Whole ?? []).Where(whole => !next.Exists(known => known.Controller.Id == whole.Controller.Id)));
        return next;
    }

    private List<ControllerDelta> ChangedThen(LayoutDelta later, List<ControllerState> whole)
    {
        var next = new List<ControllerDelta>();
        foreach (var known in Changed ?? [])
        {
            if (later.Removed?.Contains(known.Id) != true && !IsIn(whole, known.Id))
            {
                next.Add(later.Changed?.FirstOrDefault(change => change.Id == known.Id) is { } change ? known.Then(change) : known);
            }
        }

        next.AddRange((later.Changed ?? []).Where(change => !IsIn(whole, change.Id) && !next.Exists(known => known.Id == change.Id)));
        return next;
    }

    private static bool IsIn(List<ControllerState> whole, MacAddress id) => whole.Exists(state => state.Controller.Id == id);
}
