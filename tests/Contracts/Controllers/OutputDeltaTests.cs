using CsCheck;
using System.Text.Json;
using RailHub.Contracts.Serialization;

namespace RailHub.Contracts.Tests;

public sealed class OutputDeltaTests
{
    [Fact]
    public void What_lies_between_two_states_leads_from_one_to_the_other() => Gen.Int.Sample(seed =>
    {
        var chance = new Chance(seed);
        var (before, after) = (chance.Output(4), chance.Output(4));

        var delta = OutputDelta.Between(before, after);

        Assert.Equal(after, delta is null ? before : before.With(delta));
    });

    [Fact]
    public void Two_deltas_as_one_lead_to_where_they_lead_one_by_one() => Gen.Int.Sample(seed =>
    {
        var chance = new Chance(seed);
        var first = OutputDelta.Between(chance.Output(4), chance.Output(4));
        var second = OutputDelta.Between(chance.Output(4), chance.Output(4));
        var any = chance.Output(4);

        if (first is not null && second is not null)
            Assert.Equal(any.With(first).With(second), any.With(first.Then(second)));
    });

    [Fact]
    public void The_wire_keeps_apart_what_became_none_and_what_did_not_change() => Gen.Int.Sample(seed =>
    {
        var chance = new Chance(seed);
        if (OutputDelta.Between(chance.Output(4), chance.Output(4)) is { } delta)
            Assert.Equal(delta, JsonSerializer.Deserialize<OutputDelta>(Sample.Wire(delta), WireJson.Options));
    });

    [Fact]
    public void Between_equal_states_lies_nothing() =>
        Assert.Null(OutputDelta.Between(Sample.Output(4, name: "Hall"), Sample.Output(4, name: "Hall")));

    [Fact]
    public void Only_what_changed_is_in_it()
    {
        var pending = Sample.Output(4) with { Desired = new OutputValues(true, 50), Drift = Drift.Pending };

        Assert.Equal("""{"desired":{"active":true,"brightness":50},"drift":"pending"}""", Wire(Sample.Output(4), pending));
        Assert.Equal("""{"active":true,"desired":null,"drift":"none"}""", Wire(pending, Sample.Output(4, active: true)));
        Assert.Equal("""{"brightness":100}""", Wire(Sample.Output(4), Sample.Output(4, brightness: 100)));
        Assert.Equal("""{"active":false,"name":""}""", Wire(Sample.Output(4, active: true, name: "Hall"), Sample.Output(4)));
        Assert.Equal("""{"chasedBy":2}""", Wire(Sample.Output(4), Sample.Output(4) with { ChasedBy = 2 }));
        Assert.Equal("""{"chasedBy":null}""", Wire(Sample.Output(4) with { ChasedBy = 2 }, Sample.Output(4)));
    }

    [Fact]
    public void What_did_not_change_keeps_its_reference()
    {
        var before = Sample.Output(4) with { Desired = new OutputValues(true, 50), Drift = Drift.Pending };

        var after = before.With(new OutputDelta(Drift: Drift.Offline));

        Assert.Same(before.Reported, after.Reported);
        Assert.Same(before.Desired, after.Desired);
    }

    private static string Wire(OutputState before, OutputState after) => Sample.Wire(OutputDelta.Between(before, after)!);
}
