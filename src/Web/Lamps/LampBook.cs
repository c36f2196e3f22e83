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

    /// <summary>The areas in the layout's order.</summary>
    public IReadOnlyList<AreaView> Areas { get; private set; } = [];

    /// <summary>All lamps, area by area.</summary>
    public IEnumerable<LampView> Lamps => Areas.SelectMany(area => area.Lamps);

    /// <summary>Takes a newer state of the layout.</summary>
    public void Read(LayoutSnapshot view)
    {
        var known = _lamps;
        _lamps = new Dictionary<OutputAddress, LampView>(known.Count);
        Areas = [.. view.Controllers.Select(board => Same(new AreaView(
            board.Controller.Id.Compact,
            board.Controller.Name,
            [.. board.Outputs.Select(output => Keep(known, new LampView(board.Controller, board.Link, output, ChasingOf(board, output))))])))];
    }

    /// <summary>A lamp; null when there is none at the address.</summary>
    public LampView? Find(OutputAddress address) => _lamps.GetValueOrDefault(address);

    private LampView Keep(Dictionary<OutputAddress, LampView> known, LampView lamp) =>
        _lamps[lamp.Address] = known.TryGetValue(lamp.Address, out var same) && same == lamp ? same : lamp;

    private AreaView Same(AreaView area) =>
        Areas.FirstOrDefault(known => known.Key == area.Key) is { } known
        && known.Name == area.Name
        && known.Lamps.Count == area.Lamps.Count
        && known.Lamps.Zip(area.Lamps).All(pair => ReferenceEquals(pair.First, pair.Second))
            ? known
            : area;

    private static string? ChasingOf(ControllerState board, OutputState output) => output.ChasedBy is { } number
        ? board.BoardGroups.FirstOrDefault(group => group.Number == number)?.Name is { Length: > 0 } name ? name : Texts.Chasing_Unnamed.With(number)
        : null;
}
