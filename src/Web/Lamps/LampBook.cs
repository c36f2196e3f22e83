using RailHub.Contracts;
using RailHub.Web.Resources;
using RailHub.Web.Shell;

namespace RailHub.Web.Lamps;

/// <summary>
/// The lamps of a layout, by area. A busy layout changes many times a second: areas and lamps that did not change keep their reference,
/// so that they are not drawn again.
/// </summary>
public sealed class LampBook
{
    private Dictionary<OutputAddress, LampView> _lamps = [];

    /// <summary>The areas in the layout's order, with the lamps that people are to see; last what is in none.</summary>
    public IReadOnlyList<AreaView> Areas { get; private set; } = [];

    /// <summary>The areas with all their lamps, hidden ones too.</summary>
    public IReadOnlyList<AreaView> Whole { get; private set; } = [];

    /// <summary>The lamps that this browser has first, as an area of their own; null when it has none.</summary>
    public AreaView? Favourites { get; private set; }

    /// <summary>All lamps that people are to see, area by area.</summary>
    public IEnumerable<LampView> Lamps => Areas.SelectMany(area => area.Lamps);

    /// <summary>Takes a newer state of the layout, or other favourites.</summary>
    public void Read(LayoutSnapshot view, IReadOnlyList<OutputAddress>? favourites = null)
    {
        var known = _lamps;
        _lamps = new Dictionary<OutputAddress, LampView>(known.Count);
        var desk = view.Desk ?? Desk.Untouched;
        var parked = desk.Parked.ToDictionary(one => new OutputAddress(one.Controller, one.Pin));
        var solo = desk.Solo.Select(one => new OutputAddress(one.Controller, one.Pin)).ToHashSet();
        var told = view.Lamps.Lamps.ToDictionary(lamp => lamp.Output);
        LampView[] all =
        [
            .. from board in view.Controllers
               from output in board.Outputs
               let address = new OutputAddress(board.Controller.Id, output.Pin)
               let lamp = told.GetValueOrDefault(address) ?? new Lamp(address.Controller, address.Pin)
               select Keep(known, new LampView(board.Controller, board.Link, output, ChasingOf(board, output), lamp)
               {
                   Parked = parked.GetValueOrDefault(address),
                   IsSolo = solo.Contains(address),
               }),
        ];
        Whole = [.. Sort(view, all).Select(area => Same(Whole, area))];
        Areas = [.. Whole
            .Select(area => Same(Areas, area with { Lamps = [.. area.Lamps.Where(lamp => !lamp.Known.Hidden)] }))
            .Where(area => area.Lamps.Count > 0 || area.Area is not null)];
        LampView[] first = [.. (favourites ?? []).Select(Find).OfType<LampView>().Where(lamp => !lamp.Known.Hidden)];
        Favourites = first.Length == 0 ? null : Same(Favourites is null ? [] : [Favourites], new AreaView("favourites", Texts.Favourites, first));
    }

    /// <summary>A lamp; null when there is none at the address.</summary>
    public LampView? Find(OutputAddress address) => _lamps.GetValueOrDefault(address);

    private LampView Keep(Dictionary<OutputAddress, LampView> known, LampView lamp) =>
        _lamps[lamp.Address] = known.TryGetValue(lamp.Address, out var same) && same == lamp ? same : lamp;

    // A layout that nobody has sorted is shown by its boards: better than one heap.
    private static IEnumerable<AreaView> Sort(LayoutSnapshot view, IReadOnlyList<LampView> lamps)
    {
        if (view.Areas.Count == 0)
        {
            var byBoard = lamps.ToLookup(lamp => lamp.Controller.Id);
            return view.Controllers.Select(board => new AreaView(board.Controller.Id.Compact, board.Controller.Name, [.. byBoard[board.Controller.Id]]));
        }

        var known = view.Areas.Select(area => (AreaId?)area.Id).ToHashSet();
        var byArea = lamps.ToLookup(lamp => known.Contains(lamp.Known.Area) ? lamp.Known.Area : null);
        return view.Areas
            .Select(area => new AreaView(area.Id.ToString(), area.Name, [.. byArea[area.Id].OrderBy(lamp => lamp.Known.Order)], area))
            .Append(new AreaView("unsorted", Texts.Area_Unsorted, [.. byArea[null].OrderBy(lamp => lamp.Known.Order)]))
            .Where(area => area.Area is not null || area.Lamps.Count > 0);
    }

    private static AreaView Same(IReadOnlyList<AreaView> before, AreaView area) =>
        before.FirstOrDefault(known => known.Key == area.Key) is { } known
        && (known.Name, known.Area) == (area.Name, area.Area)
        && known.Lamps.Count == area.Lamps.Count
        && known.Lamps.Zip(area.Lamps).All(pair => ReferenceEquals(pair.First, pair.Second))
            ? known
            : area;

    private static string? ChasingOf(ControllerState board, OutputState output) => output.ChasedBy is { } number
        ? board.BoardGroups.FirstOrDefault(group => group.Number == number)?.Name is { Length: > 0 } name ? name : Texts.Chasing_Unnamed.With(number)
        : null;
}
