namespace RailHub.Contracts.Tests;

public sealed class LayoutSnapshotTests
{
    private readonly LayoutSnapshot _known = Sample.Snapshot(frame: 7);

    [Fact]
    public void The_next_delta_changes_just_what_it_names()
    {
        var next = _known.With(Frame(8, 4, new OutputDelta(Active: true)));

        Assert.NotNull(next);
        Assert.Equal(8, next.Frame);
        Assert.True(next.Controllers[0].Find(4)!.Shown.Active);
        Assert.Same(_known.Controllers[0].Outputs[1], next.Controllers[0].Outputs[1]);
        Assert.Same(_known.Controllers[1], next.Controllers[1]);
        Assert.Same(_known.Scenes, next.Scenes);
    }

    [Fact]
    public void A_missing_number_asks_for_a_snapshot() => Assert.Null(_known.With(Frame(9, 4, new OutputDelta())));

    [Theory]
    [InlineData(7)]
    [InlineData(5)]
    public void What_is_of_several_frames_fits_when_it_builds_on_one_that_is_known(long since) =>
        Assert.Equal(9, _known.With(Building(since, 9))!.Frame);

    [Fact]
    public void What_builds_on_a_later_frame_asks_for_a_snapshot() =>
        Assert.Null(_known.With(Building(8, 10)));

    [Theory]
    [InlineData(7)]
    [InlineData(3)]
    public void An_older_delta_changes_nothing(long frame) =>
        Assert.Same(_known, _known.With(Frame(frame, 4, new OutputDelta(Active: true))));

    [Fact]
    public void A_change_of_an_unknown_board_asks_for_a_snapshot()
    {
        var delta = Frame(8, Sample.Delta(new MacAddress(9), Sample.Delta(4, new OutputDelta())));

        Assert.Null(_known.With(delta));
    }

    [Fact]
    public void A_change_of_an_unknown_output_asks_for_a_snapshot() =>
        Assert.Null(_known.With(Frame(8, 99, new OutputDelta())));

    [Fact]
    public void A_whole_board_replaces_the_known_one_in_its_place()
    {
        var whole = Sample.Board(Sample.Station, "Main station", Sample.Output(2));

        var next = _known.With(Frame(8, new LayoutDelta(Whole: [whole])));

        Assert.Equal([whole, _known.Controllers[1]], next!.Controllers);
    }

    [Fact]
    public void A_new_board_comes_last()
    {
        var added = Sample.Board(new MacAddress(9), "Yard");

        var next = _known.With(Frame(8, new LayoutDelta(Whole: [added])));

        Assert.Equal([.. _known.Controllers, added], next!.Controllers);
    }

    [Fact]
    public void A_board_that_comes_back_stands_where_the_order_says()
    {
        var added = Sample.Board(new MacAddress(9), "Yard");

        var next = _known.With(new LayoutDelta(Sample.LayoutId, 8, Whole: [added], Order: [Sample.Station, added.Controller.Id, Sample.Fair]));

        Assert.Equal([_known.Controllers[0], added, _known.Controllers[1]], next!.Controllers);
    }

    [Fact]
    public void Areas_lamps_groups_and_the_plan_change_alone()
    {
        Area[] areas = [new(default, "Station", 1)];
        LampGroup[] groups = [new(default, Sample.LayoutId, "Street", [], 1)];
        var plan = new Plan("image/png", 1, 1, 100, 7);
        var lamp = new Lamp(Sample.Station, 4, "Hall");

        var next = _known.With(new LayoutDelta(
            Sample.LayoutId, 8, Areas: areas, Lamps: new LampList(1, [lamp]), LampGroups: groups, Plan: new Became<Plan>(plan)))!;

        Assert.Same(areas, next.Areas);
        Assert.Equal([lamp], next.Lamps.Lamps);
        Assert.Same(groups, next.LampGroups);
        Assert.Equal(plan, next.Plan);
        Assert.Same(_known.Controllers, next.Controllers);
        Assert.Equal(plan, next.With(new LayoutDelta(Sample.LayoutId, 9))!.Plan);
        Assert.Null(next.With(new LayoutDelta(Sample.LayoutId, 9, Plan: new Became<Plan>(null)))!.Plan);
    }

    [Fact]
    public void A_removed_board_goes()
    {
        var next = _known.With(Frame(8, new LayoutDelta(Removed: [Sample.Station])));

        Assert.Equal([_known.Controllers[1]], next!.Controllers);
    }

    [Fact]
    public void Link_name_and_groups_of_a_board_change_alone()
    {
        var link = new LinkStatus(LinkState.Offline, Sample.Noon, LinkReason.NotReached);
        var renamed = _known.Controllers[0].Controller with { Name = "Halt" };
        BoardGroup[] running = [new BoardGroup(1, "Chase", 200, [4, 5])];

        var next = _known.With(Frame(8, Sample.Delta(Sample.Station, new ControllerDelta(renamed, link, BoardGroups: running))));

        var board = next!.Controllers[0];
        Assert.Equal((renamed, link, running), (board.Controller, board.Link, board.BoardGroups));
        Assert.Same(_known.Controllers[0].Outputs, board.Outputs);
    }

    [Fact]
    public void Scenes_groups_and_the_layout_itself_are_replaced()
    {
        var scenes = new[] { new SceneSummary(new SceneId(Guid.Empty), "Night", 3, 1) };
        var renamed = Sample.Layout with { Name = "Neustadt" };

        var next = _known.With(Frame(8, new LayoutDelta(Layout: renamed, Scenes: scenes, ChasingGroups: [])));

        Assert.Equal(renamed, next!.Layout);
        Assert.Same(scenes, next.Scenes);
        Assert.Same(_known.Controllers, next.Controllers);
    }

    private static LayoutFrame Building(long since, long number) => Frame(number, new LayoutDelta(Since: since, Scenes: []));

    private static LayoutFrame Frame(long number, LayoutDelta delta) => new(3, number, delta);

    private static LayoutFrame Frame(long number, int pin, OutputDelta output) =>
        Frame(number, Sample.Delta(Sample.Station, Sample.Delta(pin, output)));
}
