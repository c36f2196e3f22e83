using System.Text.Json;
using RailHub.Contracts.Serialization;

namespace RailHub.Contracts.Tests;

/// <summary>Guards the names and the defaults on the hub's wire: other people's programs depend on them.</summary>
public sealed class WireJsonTests
{
    [Fact]
    public void A_member_that_has_its_default_is_left_out()
    {
        var board = Sample.Board(
            Sample.Station,
            "Depot",
            new OutputState(4, new OutputValues(true, 40, 0, "Lamp"), ChasedBy: 2),
            new OutputState(5, new OutputValues(), new OutputValues(true, 100, 500, ""), Drift.Refused, Problem: "Invalid interval"),
            new OutputState(12, new OutputValues()));

        Assert.Equal(
            """
            {"controller":{"id":"AA:BB:CC:00:00:01","layout":"01940000-0000-7000-8000-000000000001","name":"Depot","host":"192.168.1.40",
            "httpPort":80,"webSocketPort":81,"version":1},"link":{"state":"live","since":"2026-05-01T12:00:00+00:00"},"boardName":"railhub",
            "hasChasing":true,"outputs":[{"pin":4,"reported":{"active":true,"brightness":40,"name":"Lamp"},"chasedBy":2},
            {"pin":5,"reported":{},"desired":{"active":true,"interval":500},"drift":"refused","problem":"Invalid interval"},
            {"pin":12,"reported":{}}],"boardGroups":[],"groups":[]}
            """.ReplaceLineEndings(""),
            Sample.Wire(board));
    }

    [Fact]
    public void A_delta_says_what_changed_and_nothing_else() => Assert.Equal(
        """
        {"removed":["AA:BB:CC:00:00:02"],"changed":{"AA:BB:CC:00:00:01":{"link":{"state":"offline",
        "since":"2026-05-01T12:00:00+00:00","reason":"noFreeSlot"},"outputs":{"4":{"active":false,"desired":null,"drift":"none"}}}}}
        """.ReplaceLineEndings(""),
        Sample.Wire(Sample.Delta(
            Sample.Station,
            Sample.Delta(4, new OutputDelta(Active: false, Desired: new Became<OutputValues>(null), Drift: Drift.None)) with
            {
                Link = new LinkStatus(LinkState.Offline, Sample.Noon, LinkReason.NoFreeSlot),
            }) with
        {
            Removed = [Sample.Fair],
        }));

    [Fact]
    public void A_delta_of_several_frames_says_what_it_builds_on() =>
        Assert.Equal("""{"since":39,"gone":true}""", Sample.Wire(new LayoutDelta(39, Gone: true)));

    [Fact]
    public void What_is_left_out_is_there_again_when_it_is_read()
    {
        var output = new OutputState(12, new OutputValues());

        Assert.Equal(output, JsonSerializer.Deserialize<OutputState>("""{"pin":12,"reported":{}}""", WireJson.Options));
        Assert.Equal(output, JsonSerializer.Deserialize("""{"pin":12,"reported":{}}""", ContractsJson.Default.OutputState));
    }

    [Theory]
    [InlineData("""{"activ":true}""", "activ")]
    [InlineData("""{"Active":true}""", "Active")]
    [InlineData("""{"active":true,"active":false}""", "active")]
    public void A_member_that_is_not_known_or_there_twice_is_refused_by_name(string json, string member)
    {
        var refusal = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<OutputChange>(json, WireJson.Options));

        Assert.Contains($"'{member}'", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{}""", "targets")]
    [InlineData("""{"targets":null}""", "targets")]
    public void A_list_that_is_missing_or_null_is_refused_by_name(string json, string member)
    {
        var refusal = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<TargetList>(json, WireJson.Options));

        Assert.Contains(member, refusal.Message, StringComparison.OrdinalIgnoreCase);
    }
}
