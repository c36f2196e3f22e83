using System.Collections.ObjectModel;
using System.Text.Json.Serialization;
using RailHub.Contracts.Serialization;

namespace RailHub.Contracts;

/// <summary>What changed in a layout. Null members did not change.</summary>
/// <param name="Since">The frame that it builds on, when it is of several frames; null when that is the one before its own.</param>
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
/// <param name="Shows">All shows.</param>
/// <param name="Desk">The desk, whole.</param>
/// <param name="Contact">Whether the layout is heard of, whole.</param>
/// <param name="Claim">Who has the controls, whole.</param>
public sealed record LayoutDelta(
    long? Since = null,
    Layout? Layout = null,
    IReadOnlyList<MacAddress>? Removed = null,
    IReadOnlyList<ControllerState>? Whole = null,
    IReadOnlyDictionary<MacAddress, ControllerDelta>? Changed = null,
    IReadOnlyList<SceneSummary>? Scenes = null,
    IReadOnlyList<ChasingGroup>? ChasingGroups = null,
    bool Gone = false,
    IReadOnlyList<Area>? Areas = null,
    LampList? Lamps = null,
    IReadOnlyList<LampGroup>? LampGroups = null,
    [property: JsonConverter(typeof(BecameJsonConverter<Plan>)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Became<Plan>? Plan = null,
    IReadOnlyList<MacAddress>? Order = null,
    IReadOnlyList<ShowSummary>? Shows = null,
    Desk? Desk = null,
    Contact? Contact = null,
    Claim? Claim = null)
{
    private static IReadOnlyDictionary<MacAddress, ControllerDelta> NothingChanged => ReadOnlyDictionary<MacAddress, ControllerDelta>.Empty;

    /// <summary>
    /// This delta and then the next, as one; null when the next was not made for what this one leads to. What it builds on, says the
    /// frame that it becomes part of.
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
            Since,
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
            later.Order ?? (Order is null ? null : [.. Order.Except(later.Removed ?? [])]),
            later.Shows ?? Shows,
            later.Desk ?? Desk,
            later.Contact ?? Contact,
            later.Claim ?? Claim);
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
            var changed = later.Changed?.GetValueOrDefault(id);
            if ((replaced ?? (changed is null ? known : known.With(changed))) is not { } now)
            {
                return null;
            }

            next.Add(now);
        }

        next.AddRange((later.Whole ?? []).Where(whole => !next.Exists(known => known.Controller.Id == whole.Controller.Id)));
        return next;
    }

    private Dictionary<MacAddress, ControllerDelta> ChangedThen(LayoutDelta later, List<ControllerState> whole)
    {
        var next = new Dictionary<MacAddress, ControllerDelta>();
        foreach (var (id, known) in Changed ?? NothingChanged)
        {
            if (later.Removed?.Contains(id) != true)
            {
                next[id] = known;
            }
        }

        foreach (var (id, change) in later.Changed ?? NothingChanged)
        {
            next[id] = next.TryGetValue(id, out var known) ? known.Then(change) : change;
        }

        foreach (var state in whole)
        {
            next.Remove(state.Controller.Id);
        }

        return next;
    }
}
