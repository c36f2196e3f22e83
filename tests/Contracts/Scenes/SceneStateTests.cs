namespace RailHub.Contracts.Tests;

public sealed class SceneStateTests
{
    private static readonly SceneTarget On = new(Sample.Station, 4, true, 40);

    [Fact]
    public void A_scene_is_on_when_all_its_outputs_are_known_to_be_so()
    {
        SceneTarget[] targets = [On, new(Sample.Fair, 12, false, 100, 500)];

        Assert.Equal(
            (true, 0),
            SceneState.Of(targets, [Board(Lit(40)), Sample.Board(Sample.Fair, "Fair", Sample.Output(12, brightness: 70))]) switch
            {
                var state => (state.Active, state.Differences.Count),
            });
    }

    public static TheoryData<SceneDifferenceReason, OutputState> Differing => new()
    {
        { SceneDifferenceReason.Off, Sample.Output(4, active: false, brightness: 40) },
        { SceneDifferenceReason.Level, Lit(41) },
        { SceneDifferenceReason.Waiting, Sample.Output(4) with { Desired = new OutputValues(true, 40), Drift = Drift.Pending } },
        { SceneDifferenceReason.Refused, Sample.Output(4) with { Desired = new OutputValues(true, 40), Drift = Drift.Refused } },
        { SceneDifferenceReason.Off, Lit(40) with { Desired = new OutputValues(false, 40), Drift = Drift.Pending } },
        { SceneDifferenceReason.Moving, Lit(40) with { Motion = new Motion(40, 0, Sample.Noon, Sample.Noon.AddSeconds(1), Curve.Linear) } },
        { SceneDifferenceReason.Chased, Lit(40) with { ChasedBy = 2 } },
        { SceneDifferenceReason.Missing, Sample.Output(5) },
    };

    [Theory]
    [MemberData(nameof(Differing), DisableDiscoveryEnumeration = true)]
    public void An_output_that_is_not_so_is_named_with_the_reason(SceneDifferenceReason reason, OutputState output)
    {
        var state = SceneState.Of([On], [Board(output)]);

        Assert.False(state.Active);
        Assert.Equal(new SceneDifference(Sample.Station, 4, reason), Assert.Single(state.Differences));
    }

    [Theory]
    [InlineData(LinkState.Connecting)]
    [InlineData(LinkState.Stale)]
    [InlineData(LinkState.Offline)]
    public void Of_a_board_that_is_not_live_nobody_knows(LinkState link) => Assert.Equal(
        SceneDifferenceReason.Offline,
        Assert.Single(SceneState.Of([On], [Board(Lit(40)) with { Link = new LinkStatus(link, Sample.Noon) }]).Differences).Reason);

    [Fact]
    public void A_board_that_left_is_missing() =>
        Assert.Equal(SceneDifferenceReason.Missing, Assert.Single(SceneState.Of([On], []).Differences).Reason);

    [Fact]
    public void What_is_to_be_off_may_have_any_level_and_interval()
    {
        var off = On with { Active = false, Interval = 0 };

        Assert.True(SceneState.Of([off], [Board(Sample.Output(4, brightness: 90) with { Reported = new OutputValues(false, 90, 500) })]).Active);
        Assert.Equal(SceneDifferenceReason.On, Assert.Single(SceneState.Of([off], [Board(Lit(40))]).Differences).Reason);
    }

    [Fact]
    public void A_blink_interval_counts_only_where_the_scene_names_one()
    {
        var blinking = Board(new OutputState(4, new OutputValues(true, 40, 500)));

        Assert.True(SceneState.Of([On], [blinking]).Active);
        Assert.True(SceneState.Of([On with { Interval = 500 }], [blinking]).Active);
        Assert.Equal(SceneDifferenceReason.Blinking, Assert.Single(SceneState.Of([On with { Interval = 0 }], [blinking]).Differences).Reason);
    }

    private static OutputState Lit(int brightness) => Sample.Output(4, active: true, brightness: brightness);

    private static ControllerState Board(OutputState output) => Sample.Board(Sample.Station, "Station", output);
}
