using RailHub.Contracts;
using RailHub.Web.Lamps;

namespace RailHub.Web.Tests;

/// <summary>A small club to test with.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly MacAddress Station = new(0xAABBCC000001);
    public static readonly MacAddress Fair = new(0xAABBCC000002);
    public const int Feed = 3;
    public static readonly LayoutId LayoutId = new(new Guid("01940000-0000-7000-8000-000000000001"));
    public static readonly SignedIn Anna = new(
        ActorKind.Member, "Anna", "anna", new MemberId(new Guid("01940000-0000-7000-8000-0000000000a1")), null, IsAdministrator: true, []);

    public static readonly Layout Layout = new(LayoutId, "Altstadt", 3);

    public static OutputState Output(int pin, bool active = false, int brightness = 50, string name = "") =>
        new(pin, new OutputValues(active, brightness, 0, name));

    public static ControllerState Board(MacAddress id, string name, params OutputState[] outputs) => new(
        new Controller(id, LayoutId, name, "192.168.1.40", 80, 81, 1),
        new LinkStatus(LinkState.Live, Noon),
        "railhub",
        HasChasing: true,
        outputs,
        [],
        []);

    public static LayoutSnapshot Snapshot(long frame = 7) => new(
        Feed,
        frame,
        Layout,
        [Board(Station, "Station", Output(4, name: "Hall"), Output(5, active: true)), Board(Fair, "Fair", Output(12), Output(13))],
        [],
        [],
        [],
        LampList.None,
        [],
        null,
        []);

    public static LampBook Book(LayoutSnapshot? view = null)
    {
        var book = new LampBook();
        book.Read(view ?? Snapshot());
        return book;
    }

    public static IReadOnlyList<LampView> Lamps(params ControllerState[] boards) => [.. Book(Snapshot() with { Controllers = boards }).Lamps];

    public static LayoutFrame Frame(long number, LayoutDelta delta) => new(Feed, number, delta);

    /// <summary>A frame in which outputs of the station become what is given.</summary>
    public static LayoutFrame Frame(long number, params OutputState[] outputs) => Frame(number, new LayoutDelta(
        Changed: new Dictionary<MacAddress, ControllerDelta> { [Station] = new(Outputs: outputs.ToDictionary(output => output.Pin, Change)) }));

    /// <summary>What leads from any state of an output to one.</summary>
    public static OutputDelta Change(OutputState output) => new(
        output.Reported.Active,
        output.Reported.Brightness,
        output.Reported.Interval,
        output.Reported.Name,
        new Became<OutputValues>(output.Desired),
        output.Drift,
        new Became<int?>(output.ChasedBy),
        new Became<string>(output.Problem),
        new Became<Motion>(output.Motion));

    public static OutputState Find(this LayoutSnapshot? view, MacAddress board, int pin) =>
        view!.Controllers.Single(controller => controller.Controller.Id == board).Find(pin)!;
}
