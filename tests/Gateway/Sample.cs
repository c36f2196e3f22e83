using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using RailHub.Contracts;
using RailHub.Gateway.Hosting;
using RailHub.Grains;

namespace RailHub.Gateway.Tests;

/// <summary>Small states for tests that need no club.</summary>
internal static class Sample
{
    public static readonly Layout Layout = new(new LayoutId(new Guid("018f0000-0000-7000-8000-000000000001")), "Main line", 1);

    public static readonly MacAddress Board = MacAddress.Parse("02:52:48:00:00:01", null);

    public static readonly MacAddress OtherBoard = MacAddress.Parse("02:52:48:00:00:02", null);

    /// <summary>Instruments that nobody listens to.</summary>
    public static GatewayInstruments Instruments() =>
        new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());

    private static readonly LinkStatus s_live = new(LinkState.Live, DateTimeOffset.UnixEpoch);

    public static Controller Controller(MacAddress id, string name = "Station") => new(id, Layout.Id, name, "127.0.0.1", 80, 81, 1);

    public static ControllerState State(MacAddress id, params OutputState[] outputs) =>
        new(Controller(id), s_live, "ESP", false, outputs, [], []);

    public static LayoutRoster Roster(
        IReadOnlyList<Controller> controllers, IReadOnlyList<SceneSummary> scenes, IReadOnlyList<ChasingGroup> groups, LampList? lamps = null) =>
        new(Layout.Id, Epoch: 1, Version: 1, controllers, scenes, groups, [], lamps ?? LampList.None, [], null, [], Desk.Untouched, Claim.Free, []);

    public static ShowSummary Show(string name, ShowRun? run) => new(new ShowId(Guid.Empty), name, 12, 1, run);

    /// <summary>How a show runs, with a list in it that is equal to no other.</summary>
    public static ShowRun Run(long position) => new(
        ShowMode.Playing,
        CueNumber.Whole(1),
        new CueNumber(1_500),
        DateTimeOffset.UnixEpoch.AddSeconds(5),
        null,
        position,
        DateTimeOffset.UnixEpoch,
        Rate: 100,
        Round: 1,
        CanRelease: true,
        [new ShowTrouble(ShowTroubleKind.BoardOffline, Controller: Board)]);

    public static OutputState Output(int pin, int brightness = 0) => new(pin, new OutputValues(brightness > 0, brightness, 0, string.Empty));

    /// <summary>What leads from <see cref="Output"/> at any brightness to one.</summary>
    public static KeyValuePair<int, OutputDelta> Change(int pin, int brightness) => new(pin, new OutputDelta(brightness > 0, brightness));

    public static ControllerDelta Delta(params KeyValuePair<int, OutputDelta>[] outputs) => new(Outputs: new Dictionary<int, OutputDelta>(outputs));

    public static SceneSummary Scene(string name) => new(new SceneId(Guid.Empty), name, 1, 1);

    public static ChasingGroup Group(long version) =>
        new(new ChasingGroupId(Guid.Empty), Layout.Id, "Crossing", 200, [new OutputAddress(Board, 4), new OutputAddress(Board, 5)], version);
}
