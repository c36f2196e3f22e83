using RailHub.Contracts.Serialization;

namespace RailHub.Contracts.Tests;

/// <summary>A small club to test with, and whatever may become of it.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly MacAddress Station = new(0xAABBCC000001);
    public static readonly MacAddress Fair = new(0xAABBCC000002);
    public static readonly LayoutId LayoutId = new(new Guid("01940000-0000-7000-8000-000000000001"));
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
        3,
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

    /// <summary>How a show runs.</summary>
    public static ShowRun Run(long position) => new(
        ShowMode.Playing,
        CueNumber.Whole(1),
        CueNumber.Parse("1.5", null),
        Noon.AddSeconds(5),
        null,
        position,
        Noon,
        Rate: 100,
        Round: 1,
        CanRelease: true,
        [new ShowTrouble(ShowTroubleKind.BoardOffline, Controller: Station)]);

    /// <summary>A change of one output.</summary>
    public static ControllerDelta Delta(int pin, OutputDelta output) => new(Outputs: new Dictionary<int, OutputDelta> { [pin] = output });

    /// <summary>A change of one board.</summary>
    public static LayoutDelta Delta(MacAddress board, ControllerDelta delta) =>
        new(Changed: new Dictionary<MacAddress, ControllerDelta> { [board] = delta });

    /// <summary>What is in a contract, whatever objects it is made of: their lists are equal by reference only.</summary>
    public static string Wire<T>(T value) => System.Text.Json.JsonSerializer.Serialize(value, WireJson.Options.GetTypeInfo(typeof(T)));
}
