using System.Net;
using System.Text.Json;
using RailHub.Contracts;
using RailHub.Contracts.Serialization;

namespace RailHub.Web.Tests.Shows;

/// <summary>A show to test with.</summary>
internal static class ShowSample
{
    public static readonly ShowId Id = new(new Guid("01940000-0000-7000-8000-000000000051"));
    public static readonly SceneSummary Night = new(new SceneId(new Guid("01940000-0000-7000-8000-000000000007")), "Night", 1, 2);

    public static readonly Show Evening = new(
        Id,
        Sample.LayoutId,
        "Evening",
        [
            new Cue(CueNumber.Whole(1), "Dusk", Action: CueAction.Scene, Scene: Night.Id, Up: 3000),
            new Cue(CueNumber.Whole(2), Action: CueAction.Targets, Targets: [new SceneTarget(Sample.Station, 4, true, 30)], Trigger: CueTrigger.Follow, Time: 90_000),
            new Cue(CueNumber.Whole(3), "Fair", "Mind the music.", CueColour.Red, Skip: true),
            new Cue(new CueNumber(3500), "Stars"),
        ],
        4);

    public static LayoutSnapshot View(ShowRun? run = null, long frame = 7) =>
        Sample.Snapshot(frame) with { Scenes = [Night], Shows = [Summary(run)] };

    public static ShowSummary Summary(ShowRun? run = null) => new(Id, "Evening", 4, 4, run);

    public static ShowRun Run(
        int? current = 1, int? next = 2, TimeSpan? nextIn = null, ShowMode mode = ShowMode.Playing, int rate = 100, bool canRelease = true, params ShowTrouble[] troubles) => new(
        mode,
        current is { } at ? CueNumber.Whole(at) : null,
        next is { } then ? CueNumber.Whole(then) : null,
        Sample.Noon + nextIn,
        null,
        10_000,
        Sample.Noon,
        rate,
        1,
        canRelease,
        troubles);

    public static string Json(Show show) => JsonSerializer.Serialize(show, ContractsJson.Default.Show);

    /// <summary>What the show would come to: two boards are written to, and another show wants what cue 2 wants.</summary>
    public static HttpResponseMessage Forecast() => FakeGateway.Json(HttpStatusCode.OK, JsonSerializer.Serialize(
        new ShowForecast(
            [new BoardWrites(Sample.Station, 212), new BoardWrites(MacAddress.Parse("020000000001", null), 1)],
            [new CueConflict(CueNumber.Whole(2), new ShowId(Guid.NewGuid()), "Fair", [new OutputAddress(Sample.Station, 4)])],
            [new CueTime(CueNumber.Whole(1), 0, 3_000), new CueTime(CueNumber.Whole(2), 90_000, 90_000), new CueTime(new CueNumber(3_500), 90_000, 90_000)]),
        ContractsJson.Default.ShowForecast));

    public static HttpResponseMessage Answer(Show show) => FakeGateway.Json(HttpStatusCode.OK, Json(show));
}
