using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using RailHub.Contracts.Serialization;

namespace RailHub.Contracts.Tests;

/// <summary>Guards the names on the wire: dashboards and gateways of different age talk to each other, and other people's programs to both.</summary>
public sealed class ContractsJsonTests
{
    private static readonly LayoutId HarzLayout = LayoutId.Parse("019672d0-1c00-7000-8000-000000000001", null);
    private static readonly SceneId NightScene = SceneId.Parse("019672d0-1c00-7000-8000-000000000002", null);
    private static readonly ChasingGroupId RoadWorks = ChasingGroupId.Parse("019672d0-1c00-7000-8000-000000000003", null);
    private static readonly MacAddress Board = new(0x246F28ABCDEF);
    private static readonly DateTimeOffset Since = new(2026, 5, 1, 10, 0, 0, TimeSpan.Zero);

    private static readonly Layout Harz = new(HarzLayout, "Harz", 3);
    private static readonly Controller Depot = new(Board, HarzLayout, "Depot", "192.168.4.20", 80, 81, 2);
    private static readonly ChasingGroup Group = new(RoadWorks, HarzLayout, "Road works", 150, [new(Board, 4), new(Board, 5)], 1);

    private static readonly ControllerState DepotState = new(
        Depot,
        new LinkStatus(LinkState.Live, Since),
        "RailHub-ESP32",
        true,
        [
            new OutputState(4, new OutputValues(true, 40, 0, "Lamp"), ChasedBy: 2),
            new OutputState(
                5,
                new OutputValues(false, 100, 500, ""),
                new OutputValues(true, 100, 4294967295, ""),
                Drift.Refused,
                Problem: "Invalid interval"),
        ],
        [new BoardGroup(2, "Road works", 150, [4, 5])],
        [new ChasingGroupStatus(RoadWorks, ChasingState.Running, 2)]);

    private static readonly Area Station = new(new AreaId(new Guid("019672d0-1c00-7000-8000-000000000004")), "Station", 2);

    private static readonly LampList Lamps =
        new(7, [new Lamp(DepotState.Controller.Id, 4, "Hall", Station.Id, LampKind.Signal, Order: 3, Place: new PlanPlace(0.25, 1))]);

    private static readonly Plan Plan = new("image/png", 1200, 800, 5000, 99);

    private static readonly ShowSummary Evening = new(
        ShowId.Parse("019672d0-1c00-7000-8000-000000000005", null),
        "Evening",
        12,
        3,
        new ShowRun(
            ShowMode.Playing,
            CueNumber.Whole(2),
            new CueNumber(2_500),
            Since.AddSeconds(8),
            CompletesAt: null,
            Position: 61_500,
            Since,
            Rate: 100,
            Round: 1,
            CanRelease: true,
            [new ShowTrouble(ShowTroubleKind.TakenOver, CueNumber.Whole(2), Board, 4)],
            "192.168.1.7"));

    // A date is written with its "+" as it is, where a text would have it escaped.
    private static readonly JsonSerializerOptions AsWritten = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void A_desk_is_written_so() => AssertWire(
        ContractsJson.Default.Desk,
        new Desk(
            3,
            new DeskTouch(Since, "192.168.1.7"),
            60,
            MasterSet: null,
            [new ParkedOutput(Board, 4, true, 35, new DeskTouch(Since, null))],
            [new SoloOutput(Board, 5, new DeskTouch(Since, null))]),
        """
        {
          "version": 3,
          "blackout": { "at": "2026-05-01T10:00:00+00:00", "by": "192.168.1.7" },
          "master": 60,
          "parked": [{ "controller": "24:6F:28:AB:CD:EF", "pin": 4, "active": true, "brightness": 35, "touch": { "at": "2026-05-01T10:00:00+00:00" } }],
          "solo": [{ "controller": "24:6F:28:AB:CD:EF", "pin": 5, "touch": { "at": "2026-05-01T10:00:00+00:00" } }],
          "isKept": true
        }
        """);

    [Fact]
    public void A_claim_is_written_so() => AssertWire(
        ContractsJson.Default.Claim,
        new Claim(4, new Claimant(new MemberId(new Guid("019672d0-1c00-7000-8000-000000000009")), "Anna"), Since, [new Claimant(null, "")]),
        """
        {
          "version": 4,
          "holder": { "member": "019672d0-1c00-7000-8000-000000000009", "name": "Anna" },
          "since": "2026-05-01T10:00:00+00:00",
          "asking": [{ "name": "" }]
        }
        """);

    [Fact]
    public void A_layout_snapshot_is_written_so() => AssertWire(
        ContractsJson.Default.LayoutSnapshot,
        new LayoutSnapshot(3, 41, Harz, [DepotState], [new SceneSummary(NightScene, "Night", 12, 5)], [Group], [Station], Lamps, [], Plan, [Evening]),
        """
        {
          "feed": 3,
          "frame": 41,
          "layout": { "id": "019672d0-1c00-7000-8000-000000000001", "name": "Harz", "version": 3, "followsBoards": false },
          "controllers": [
            {
              "controller": {
                "id": "24:6F:28:AB:CD:EF",
                "layout": "019672d0-1c00-7000-8000-000000000001",
                "name": "Depot",
                "host": "192.168.4.20",
                "httpPort": 80,
                "webSocketPort": 81,
                "version": 2
              },
              "link": { "state": "live", "since": "2026-05-01T10:00:00+00:00", "reason": "none" },
              "boardName": "RailHub-ESP32",
              "hasChasing": true,
              "outputs": [
                {
                  "pin": 4,
                  "reported": { "active": true, "brightness": 40, "interval": 0, "name": "Lamp" },
                  "drift": "none",
                  "chasedBy": 2
                },
                {
                  "pin": 5,
                  "reported": { "active": false, "brightness": 100, "interval": 500, "name": "" },
                  "desired": { "active": true, "brightness": 100, "interval": 4294967295, "name": "" },
                  "drift": "refused",
                  "problem": "Invalid interval"
                }
              ],
              "boardGroups": [{ "number": 2, "name": "Road works", "interval": 150, "pins": [4, 5] }],
              "groups": [{ "id": "019672d0-1c00-7000-8000-000000000003", "state": "running", "number": 2 }]
            }
          ],
          "scenes": [{ "id": "019672d0-1c00-7000-8000-000000000002", "name": "Night", "targets": 12, "version": 5, "fade": 0 }],
          "chasingGroups": [
            {
              "id": "019672d0-1c00-7000-8000-000000000003",
              "layout": "019672d0-1c00-7000-8000-000000000001",
              "name": "Road works",
              "interval": 150,
              "members": [{ "controller": "24:6F:28:AB:CD:EF", "pin": 4 }, { "controller": "24:6F:28:AB:CD:EF", "pin": 5 }],
              "version": 1
            }
          ],
          "areas": [{ "id": "019672d0-1c00-7000-8000-000000000004", "name": "Station", "version": 2 }],
          "lamps": {
            "version": 7,
            "lamps": [
              {
                "controller": "24:6F:28:AB:CD:EF",
                "pin": 4,
                "alias": "Hall",
                "area": "019672d0-1c00-7000-8000-000000000004",
                "kind": "signal",
                "hidden": false,
                "order": 3,
                "place": { "x": 0.25, "y": 1 }
              }
            ]
          },
          "lampGroups": [],
          "plan": { "contentType": "image/png", "width": 1200, "height": 800, "bytes": 5000, "version": 99 },
          "shows": [
            {
              "id": "019672d0-1c00-7000-8000-000000000005",
              "name": "Evening",
              "cues": 12,
              "version": 3,
              "run": {
                "mode": "playing",
                "current": "2",
                "next": "2.5",
                "nextAt": "2026-05-01T10:00:08+00:00",
                "position": 61500,
                "asOf": "2026-05-01T10:00:00+00:00",
                "rate": 100,
                "round": 1,
                "canRelease": true,
                "troubles": [{ "kind": "takenOver", "cue": "2", "controller": "24:6F:28:AB:CD:EF", "pin": 4 }],
                "by": "192.168.1.7",
                "isKept": true
              }
            }
          ]
        }
        """);

    [Fact]
    public void A_refusal_says_why_and_where() => AssertWire(
        ContractsJson.Default.OutcomeLayoutSnapshot,
        Refusal.Invalid("targets[2].pin", RefusalCodes.PinUnknown, "Depot has no output on pin 6."),
        """
        {
          "refusal": {
            "kind": "invalid",
            "code": "pinUnknown",
            "detail": "Depot has no output on pin 6.",
            "field": "targets[2].pin"
          }
        }
        """);

    [Fact]
    public void An_outdated_edit_is_told_the_version_now() => AssertWire(
        ContractsJson.Default.OutcomeCommandAnswer,
        Refusal.Outdated(7),
        """
        {
          "refusal": {
            "kind": "outdated",
            "code": "outdated",
            "detail": "Somebody else has changed this meanwhile; it is at version 7 now. Load it again and repeat your change.",
            "currentVersion": 7
          }
        }
        """);

    [Fact]
    public void A_success_has_its_value_only() => AssertWire(
        ContractsJson.Default.OutcomeCommandAnswer,
        new CommandAnswer(CommandResult.AlreadySo, new OutputState(4, new OutputValues(true, 40, 0, ""))),
        """
        {
          "value": {
            "result": "alreadySo",
            "output": {
              "pin": 4,
              "reported": { "active": true, "brightness": 40, "interval": 0, "name": "" },
              "drift": "none"
            }
          }
        }
        """);

    [Theory]
    [InlineData("""{"active":1}""")]
    [InlineData("""{"brightness":"40"}""")]
    [InlineData("""{"brightness":40.5}""")]
    [InlineData("""[]""")]
    public void A_change_with_a_member_of_another_type_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, ContractsJson.Default.OutputChange));

    [Fact]
    public void A_member_that_a_newer_gateway_sends_is_passed_over() => Assert.Equal(
        Harz,
        JsonSerializer.Deserialize($$"""{"id":"{{HarzLayout}}","colour":{"r":1},"name":"Harz","version":3}""", ContractsJson.Default.Layout));

    [Theory]
    [InlineData("\"Pending\"")]
    [InlineData("\"sulking\"")]
    [InlineData("1")]
    public void A_state_is_its_camel_case_name_and_never_a_number(string drift)
    {
        var json = $$"""{"pin":4,"reported":{"active":true,"brightness":40,"interval":0,"name":""},"drift":{{drift}}}""";

        if (drift == "\"Pending\"")
            Assert.Equal(Drift.Pending, JsonSerializer.Deserialize(json, ContractsJson.Default.OutputState)!.Drift);
        else
            Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, ContractsJson.Default.OutputState));
    }

    private static void AssertWire<T>(JsonTypeInfo<T> type, T value, string golden)
    {
        var expected = JsonNode.Parse(golden)!.ToJsonString(AsWritten);

        Assert.Equal(expected, JsonSerializer.Serialize(value, type));
        Assert.Equal(expected, JsonSerializer.Serialize(JsonSerializer.Deserialize(expected, type)!, type));
    }
}
