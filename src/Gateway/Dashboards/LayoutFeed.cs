using RailHub.Contracts;

namespace RailHub.Gateway.Dashboards;

/// <summary>
/// The newest state of one layout and what changed since the last frame. Not safe for threads: its owner holds a lock.
/// </summary>
/// <remarks>Pure: no grain, no socket, no clock; what goes out and when is the relay's business.</remarks>
internal sealed class LayoutFeed(int number, Layout layout)
{
    private readonly Dictionary<MacAddress, ControllerState> _states = [];
    private readonly Dictionary<MacAddress, ControllerDelta> _changed = [];
    private readonly HashSet<MacAddress> _whole = [];
    private readonly HashSet<MacAddress> _removed = [];
    private IReadOnlyList<MacAddress> _order = [];

    // The boards as viewers have them after the last frame.
    private MacAddress[] _told = [];
    private IReadOnlyList<SceneSummary> _scenes = [];
    private IReadOnlyList<ChasingGroup> _groups = [];
    private IReadOnlyList<Area> _areas = [];
    private LampList _lamps = LampList.None;
    private LampList? _changedLamps;
    private IReadOnlyList<LampGroup> _lampGroups = [];
    private Plan? _plan;
    private IReadOnlyList<ShowSummary> _shows = [];
    private Desk _desk = Desk.Untouched;
    private bool _layoutChanged;
    private bool _scenesChanged;
    private bool _groupsChanged;
    private bool _areasChanged;
    private bool _lampGroupsChanged;
    private bool _planChanged;
    private bool _showsChanged;
    private Contact _contact = Contact.Held;
    private bool _deskChanged;
    private bool _claimChanged;
    private bool _contactChanged;
    private bool _gone;

    public Layout Layout { get; private set; } = layout;

    /// <summary>The number of the last frame.</summary>
    public long Frame { get; private set; }

    public bool HasNews =>
        _layoutChanged || _scenesChanged || _groupsChanged || _areasChanged || _lampGroupsChanged || _planChanged || _showsChanged || _deskChanged || _claimChanged || _contactChanged || _gone
        || _changedLamps is not null || _whole.Count > 0 || _changed.Count > 0 || _removed.Count > 0;

    public IReadOnlyList<MacAddress> Controllers => _order;

    /// <summary>The guest links, which nobody who looks on is told of.</summary>
    public IReadOnlyList<GuestDoor> GuestLinks { get; private set; } = [];

    /// <summary>Who has the controls.</summary>
    public Claim Claim { get; private set; } = Claim.Free;

    public bool Knows(MacAddress controller) => _states.ContainsKey(controller);

    public LinkStatus LinkOf(MacAddress controller) => _states[controller].Link;

    /// <summary>What people call an output, scene, chasing group, lamp group or show, by its address or id; null when it is not there.</summary>
    public string? NameOf(object thing) => thing switch
    {
        OutputAddress output => NameOf(output),
        SceneId scene => _scenes.FirstOrDefault(known => known.Id == scene)?.Name,
        ChasingGroupId group => _groups.FirstOrDefault(known => known.Id == group)?.Name,
        LampGroupId group => _lampGroups.FirstOrDefault(known => known.Id == group)?.Name,
        ShowId show => _shows.FirstOrDefault(known => known.Id == show)?.Name,
        _ => null,
    };

    private string? NameOf(OutputAddress output)
    {
        if (_lamps.Lamps.FirstOrDefault(lamp => lamp.Output == output) is { Alias.Length: > 0 } lamp)
        {
            return lamp.Alias;
        }

        if (!_states.TryGetValue(output.Controller, out var board))
        {
            return null;
        }

        return board.Find(output.Pin)?.Shown.Name is { Length: > 0 } name ? name : $"{board.Controller.Name} GPIO {output.Pin}";
    }

    public void Rename(Layout renamed)
    {
        _layoutChanged |= renamed != Layout;
        Layout = renamed;
    }

    public void Leave() => _gone = true;

    /// <summary>Takes in the roster but its shows; boards that left are gone at once, new ones appear with their first state.</summary>
    public void SetRoster(LayoutRoster roster)
    {
        _order = [.. roster.Controllers.Select(controller => controller.Id)];
        foreach (var left in _states.Keys.Except(_order).ToArray())
        {
            _states.Remove(left);
            _changed.Remove(left);
            _whole.Remove(left);
            _removed.Add(left);
        }

        if (!_scenes.SequenceEqual(roster.Scenes))
        {
            (_scenes, _scenesChanged) = (roster.Scenes, true);
        }

        if (!Same(_groups, roster.ChasingGroups, group => (group.Id, group.Version)))
        {
            (_groups, _groupsChanged) = (roster.ChasingGroups, true);
        }

        if (!_areas.SequenceEqual(roster.Areas))
        {
            (_areas, _areasChanged) = (roster.Areas, true);
        }

        if (!Same(_lampGroups, roster.LampGroups, group => (group.Id, group.Version)))
        {
            (_lampGroups, _lampGroupsChanged) = (roster.LampGroups, true);
        }

        if (LampList.Between(_lamps, roster.Lamps) is { } lamps)
        {
            (_lamps, _changedLamps) = (roster.Lamps, _changedLamps?.With(lamps) ?? lamps);
        }

        if (_plan != roster.Plan)
        {
            (_plan, _planChanged) = (roster.Plan, true);
        }

        if (!_desk.IsSame(roster.Desk))
        {
            (_desk, _deskChanged) = (roster.Desk, true);
        }

        GuestLinks = roster.GuestLinks;
        if (!Claim.IsSame(roster.Claim))
        {
            (Claim, _claimChanged) = (roster.Claim, true);
        }
    }

    /// <summary>Takes in the shows with how they run.</summary>
    public void SetShows(IReadOnlyList<ShowSummary> shows)
    {
        if (_shows.Count != shows.Count || !_shows.Zip(shows).All(pair => pair.First.IsSame(pair.Second)))
        {
            (_shows, _showsChanged) = (shows, true);
        }
    }

    /// <summary>Takes in whether the layout is heard of.</summary>
    public void SetContact(Contact contact)
    {
        if (_contact != contact)
        {
            (_contact, _contactChanged) = (contact, true);
        }
    }

    /// <summary>Takes in a board's whole state.</summary>
    public void Put(ControllerState state)
    {
        var id = state.Controller.Id;
        _states[id] = state;
        _changed.Remove(id);
        _whole.Add(id);
    }

    /// <summary>Takes in what changed at a board that is known; <see langword="false"/> when it was made for another state.</summary>
    public bool Apply(MacAddress id, ControllerDelta delta)
    {
        if (_states[id].With(delta) is not { } state)
        {
            return false;
        }

        _states[id] = state;
        if (!_whole.Contains(id))
        {
            _changed[id] = _changed.TryGetValue(id, out var waiting) ? waiting.Then(delta) : delta;
        }

        return true;
    }

    /// <summary>Makes the next frame of all that changed since the last one.</summary>
    public LayoutFrame TakeFrame()
    {
        var delta = new LayoutDelta(
            Since: null,
            _layoutChanged ? Layout : null,
            _removed.Count == 0 ? null : [.. _removed],
            _whole.Count == 0 ? null : [.. _order.Where(_whole.Contains).Select(id => _states[id])],
            _changed.Count == 0 ? null : new Dictionary<MacAddress, ControllerDelta>(_changed),
            _scenesChanged ? _scenes : null,
            _groupsChanged ? _groups : null,
            _gone,
            _areasChanged ? _areas : null,
            _changedLamps,
            _lampGroupsChanged ? _lampGroups : null,
            _planChanged ? new Became<Plan>(_plan) : null,
            TakeOrder(),
            _showsChanged ? _shows : null,
            _deskChanged ? _desk : null,
            _contactChanged ? _contact : null,
            _claimChanged ? Claim : null);
        _whole.Clear();
        _changed.Clear();
        _removed.Clear();
        (_layoutChanged, _scenesChanged, _groupsChanged, _contactChanged, _claimChanged) = (false, false, false, false, false);
        (_areasChanged, _lampGroupsChanged, _planChanged, _showsChanged, _deskChanged, _changedLamps) = (false, false, false, false, false, null);
        return new LayoutFrame(number, ++Frame, delta);
    }

    // Viewers put new boards last by themselves; one that is restored, or heard of late, belongs elsewhere.
    private MacAddress[]? TakeOrder()
    {
        MacAddress[] order = [.. _order.Where(_states.ContainsKey)];
        MacAddress[] seen = [.. _told.Where(id => !_removed.Contains(id)).Union(order.Where(_whole.Contains))];
        _told = order;
        return order.SequenceEqual(seen) ? null : order;
    }

    public LayoutSnapshot Snapshot() => new(
        number,
        Frame,
        Layout,
        [.. _order.Where(_states.ContainsKey).Select(id => _states[id])],
        _scenes,
        _groups,
        _areas,
        _lamps,
        _lampGroups,
        _plan,
        _shows,
        _desk.Version == 0 ? null : _desk,
        _contact.LostSince is null ? null : _contact,
        Claim.Holder is null ? null : Claim);

    public LayoutSummary Summary()
    {
        int live = 0, stale = 0, on = 0, outputs = 0;
        var hidden = _lamps.Lamps.Where(lamp => lamp.Hidden).Select(lamp => lamp.Output).ToHashSet();
        foreach (var state in _states.Values)
        {
            live += state.Link.State == LinkState.Live ? 1 : 0;
            stale += state.Link.State == LinkState.Stale ? 1 : 0;
            foreach (var output in state.Outputs.Where(output => !hidden.Contains(new OutputAddress(state.Controller.Id, output.Pin))))
            {
                outputs++;
                on += output.IsLit(state.Link) ? 1 : 0;
            }
        }

        return new LayoutSummary(Layout, _order.Count, live, stale, on, outputs);
    }

    // Records with lists in them are equal by reference only.
    private static bool Same<T, TVersion>(IReadOnlyList<T> one, IReadOnlyList<T> other, Func<T, TVersion> version) =>
        one.Select(version).SequenceEqual(other.Select(version));
}
