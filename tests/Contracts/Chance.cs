namespace RailHub.Contracts.Tests;

/// <summary>States and changes by chance, all of them such as boards and gateways make.</summary>
internal sealed class Chance(int seed)
{
    private static readonly int[] Pins = [4, 5, 12, 13];

    private readonly Random _random = new(seed);

    public OutputState Output(int pin) => new(
        pin,
        Values(),
        Maybe() ? Values() : null,
        (Drift)_random.Next(4),
        Maybe() ? _random.Next(3) : null,
        Maybe() ? $"Refused {_random.Next(2)}" : null,
        Maybe() ? new Motion(_random.Next(2), 100, Sample.Noon, Sample.Noon.AddSeconds(_random.Next(2)), Curve.Square) : null);

    public ControllerState Board(MacAddress id)
    {
        var count = _random.Next(1, Pins.Length + 1);
        return new ControllerState(Registered(id), Link(), "ESP", Maybe(), [.. Pins.Take(count).Select(Output)], BoardGroups(), Groups());
    }

    /// <summary>Another state of the same board, with the same outputs.</summary>
    public ControllerState Later(ControllerState board) => board with
    {
        Controller = Maybe() ? Registered(board.Controller.Id) : board.Controller,
        Link = Maybe() ? Link() : board.Link,
        Outputs = [.. board.Outputs.Select(output => Maybe() ? Output(output.Pin) : output)],
        BoardGroups = Maybe() ? BoardGroups() : board.BoardGroups,
        Groups = Maybe() ? Groups() : board.Groups,
    };

    public LayoutSnapshot Layout() => new(3, 7, Sample.Layout, [.. Ids().Where(_ => Maybe()).Select(Board)], Scenes(), [], Areas(), Lamps(3), [], Plan(), Shows(), Maybe() ? Desk() : null);

    /// <summary>The next frame of a layout.</summary>
    public LayoutFrame Next(LayoutSnapshot layout)
    {
        var removed = layout.Controllers.Select(board => board.Controller.Id).Where(_ => Rarely()).ToArray();
        var whole = Ids().Where(id => Rarely()).Select(Board).ToArray();
        var changed = layout.Controllers
            .Where(board => !removed.Contains(board.Controller.Id) && !whole.Any(other => other.Controller.Id == board.Controller.Id))
            .Select(board => (board.Controller.Id, Delta: ControllerDelta.Between(board, Later(board))!))
            .Where(change => !change.Delta.IsEmpty)
            .ToDictionary(change => change.Id, change => change.Delta);
        var there = layout.Controllers.Select(board => board.Controller.Id).Except(removed).Union(whole.Select(board => board.Controller.Id));
        return new LayoutFrame(layout.Feed, layout.Frame + 1, new LayoutDelta(
            Since: null,
            Rarely() ? Sample.Layout with { Name = $"Name {_random.Next(3)}" } : null,
            removed.Length == 0 ? null : removed,
            whole.Length == 0 ? null : whole,
            changed.Count == 0 ? null : changed,
            Maybe() ? Scenes() : null,
            Areas: Rarely() ? Areas() : null,
            Lamps: Rarely() ? Lamps(layout.Lamps.Version + 1) : null,
            Plan: Rarely() ? new Became<Plan>(Plan()) : null,
            Order: Rarely() ? [.. there.OrderBy(_ => _random.Next())] : null,
            Shows: Maybe() ? Shows() : null,
            Desk: Rarely() ? Desk() : null));
    }

    private Area[] Areas() => Maybe() ? [] : [new Area(default, $"Area {_random.Next(3)}", 1)];

    private LampList Lamps(long version) => new(
        version, [.. Ids().Where(_ => Maybe()).Select(id => new Lamp(id, 4, Maybe() ? "Hall" : null, Hidden: Maybe()))]);

    private Desk Desk() => Contracts.Desk.Untouched with { Version = _random.Next(1, 5), Master = _random.Next(101) };

    private Plan? Plan() => Maybe() ? null : new Plan("image/png", 1, 1, 100, _random.Next(3));

    private static IEnumerable<MacAddress> Ids() => Enumerable.Range(1, 4).Select(number => new MacAddress((ulong)number));

    private bool Maybe() => _random.Next(2) == 0;

    private bool Rarely() => _random.Next(5) == 0;

    private OutputValues Values() => new(Maybe(), _random.Next(3) * 50, _random.Next(2) * 500, Maybe() ? "" : "Lamp");

    private Controller Registered(MacAddress id) => new(id, Sample.LayoutId, $"Board {_random.Next(3)}", "board.local", 80, 81, _random.Next(3));

    private LinkStatus Link() => new((LinkState)_random.Next(4), Sample.Noon, (LinkReason)_random.Next(7));

    private BoardGroup[] BoardGroups() => Maybe() ? [] : [new BoardGroup(1, "Chase", 200, [4, 5])];

    private ChasingGroupStatus[] Groups() => Maybe() ? [] : [new ChasingGroupStatus(default, (ChasingState)_random.Next(5), 1)];

    private ShowSummary[] Shows() => Maybe() ? [] : [new ShowSummary(default, $"Show {_random.Next(3)}", 12, 1, Maybe() ? Sample.Run(_random.Next(3)) : null)];

    private SceneSummary[] Scenes() => Maybe() ? [] : [new SceneSummary(default, $"Scene {_random.Next(3)}", 1, 1)];
}
