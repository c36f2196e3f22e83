using System.Text;
using System.Text.Json;
using MessagePack;
using RailHub.Contracts;
using RailHub.Contracts.Serialization;
using RailHub.Gateway.Dashboards;

namespace RailHub.Gateway.Tests.Dashboards;

/// <summary>What goes over the wire, whatever the protocol.</summary>
public sealed class WireTests
{
    private static readonly LayoutSnapshot Snapshot = new(
        3,
        41,
        Sample.Layout,
        [Sample.State(Sample.Board, Sample.Output(4), Sample.Output(5, 70) with { Desired = new OutputValues(true), Drift = Drift.Pending })],
        [Sample.Scene("Night")],
        [Sample.Group(1)],
        [new Area(new AreaId(Guid.Empty), "Station", 1)],
        new LampList(7, [new Lamp(Sample.Board, 4, "Hall", Place: new PlanPlace(0.25, 1))]),
        [],
        null,
        [Sample.Show("Evening", Sample.Run(0))]);

    private static readonly Desk s_desk = new(
        3,
        new DeskTouch(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero), "192.168.1.7"),
        60,
        null,
        [new ParkedOutput(Sample.Board, 4, true, 35, new DeskTouch(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero), null))],
        [],
        IsKept: false);

    public static TheoryData<object> Documents =>
    [
        Snapshot,
        new LayoutDelta(
            Since: 39,
            Removed: [Sample.OtherBoard],
            Changed: new Dictionary<MacAddress, ControllerDelta>
            {
                [Sample.Board] = Sample.Delta(new KeyValuePair<int, OutputDelta>(
                    4, new OutputDelta(Brightness: 10, Desired: new Became<OutputValues>(null), Drift: Drift.None))),
            }),
        new LayoutDelta(Lamps: new LampList(8, [new Lamp(Sample.Board, 4)]), Plan: new Became<Plan>(null), Order: [Sample.Board]),
        new LayoutDelta(Shows: [Sample.Show("Evening", null)]),
        new LayoutDelta(Desk: s_desk),
        new LayoutDelta(Claim: new Claim(4, new Claimant(null, "Anna"), DateTimeOffset.UnixEpoch, [new Claimant(new MemberId(Guid.Empty), "Bert")])),
        new ClaimOrder(ClaimAct.HandOver, new MemberId(Guid.Empty)),
        (Outcome<Claim>)Claim.Free,
        new DeskOrder(Blackout: true, Park: [new ParkOrder(Sample.Board, 4, true, 35)], Unsolo: [new OutputAddress(Sample.Board, 5)]),
        (Outcome<Desk>)s_desk,
        new ShowOrder(ShowTransport.GoTo, new CueNumber(2_500)),
        (Outcome<ShowRun>)Sample.Run(7),
        new LampEdit(Sample.Board, 4, Alias: new Became<string>(null), Area: new Became<AreaId?>(new AreaId(Guid.Empty)), Hidden: true),
        new OutputChange(Active: true, Interval: 4_294_967_295),
        new ControllerTelemetry(Sample.Board, long.MaxValue, 0, 1.5, 2, 3),
        (Outcome<LayoutSnapshot>)Snapshot,
        (Outcome<LayoutSnapshot>)Refusal.NotFound(RefusalCodes.LayoutUnknown, "There is no such layout."),
    ];

    [Theory]
    [MemberData(nameof(Documents), DisableDiscoveryEnumeration = true)]
    public void MessagePack_has_the_names_and_the_values_that_JSON_has(object document)
    {
        var json = JsonSerializer.Serialize(document, WireJson.Options.GetTypeInfo(document.GetType()));
        var packed = MessagePackSerializer.Serialize(document.GetType(), document, WireMessagePack.Options);

        Assert.Equal(json, MessagePackSerializer.ConvertToJson(packed, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(json, JsonSerializer.Serialize(
            MessagePackSerializer.Deserialize(document.GetType(), packed, WireMessagePack.Options), WireJson.Options.GetTypeInfo(document.GetType())));
    }

    [Fact]
    public void A_reader_that_knows_only_the_contracts_understands_what_changed_and_what_became_none()
    {
        var delta = new OutputDelta(Brightness: 100, Desired: new Became<OutputValues>(null), ChasedBy: new Became<int?>(2));

        var json = JsonSerializer.Serialize(delta, JsonSerializerOptions.Web);

        Assert.Equal(delta, JsonSerializer.Deserialize<OutputDelta>(json, JsonSerializerOptions.Web));
        Assert.Equal(delta, JsonSerializer.Deserialize<OutputDelta>(JsonSerializer.Serialize(delta, WireJson.Options), JsonSerializerOptions.Web));
    }

    [Fact]
    public void A_snapshot_is_serialised_once_for_all_who_ask_at_the_same_frame()
    {
        var snapshot = Snapshot with { };
        var made = 0;
        var shared = new SharedBytes<LayoutSnapshot>(_ =>
        {
            Interlocked.Increment(ref made);
            return [1];
        });

        Parallel.For(0, 100, _ => Assert.Single(shared.Of(snapshot)));

        Assert.Equal(1, made);
    }

    [Fact]
    public void A_shared_snapshot_is_what_it_would_be_alone()
    {
        var options = new JsonSerializerOptions();
        WireJson.Apply(options);
        options.Converters.Add(new SharedSnapshotConverter());

        Assert.Equal(
            JsonSerializer.Serialize<Outcome<LayoutSnapshot>>(Snapshot, WireJson.Options),
            JsonSerializer.Serialize<Outcome<LayoutSnapshot>>(Snapshot, options));
    }

    [Theory]
    [InlineData("""{"activ":true}""")]
    [InlineData("""{"Active":true}""")]
    [InlineData("""{"brightness":40.5}""")]
    [InlineData("""{"brightness":"40"}""")]
    [InlineData("""[true]""")]
    public void What_JSON_does_not_take_MessagePack_does_not_take(string json)
    {
        var packed = MessagePackSerializer.ConvertFromJson(json, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Throws<MessagePackSerializationException>(() => MessagePackSerializer.Deserialize<OutputChange>(packed, WireMessagePack.Options));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<OutputChange>(json, WireJson.Options));
    }

    [Fact]
    public void What_JSON_cannot_say_is_refused()
    {
        byte[][] strange =
        [
            [0x81, 0xA6, .. Encoding.ASCII.GetBytes("active"), 0xC4, 0x01, 0x00], // bytes
            [0x81, 0xA6, .. Encoding.ASCII.GetBytes("active"), 0xD6, 0xFF, 0, 0, 0, 0], // a timestamp
            [0x81, 0x01, 0xC3], // a number for a name
            [0x81, 0xAA, .. Encoding.ASCII.GetBytes("brightness"), 0xCB, 0x7F, 0xF8, 0, 0, 0, 0, 0, 0], // not a number
            [.. Enumerable.Repeat((byte)0x91, 2000), 0xC0], // lists in lists
        ];

        Assert.All(strange, packed =>
            Assert.Throws<MessagePackSerializationException>(() => MessagePackSerializer.Deserialize<OutputChange>(packed, WireMessagePack.Options)));
    }
}
