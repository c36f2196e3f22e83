using RailHub.Contracts;
using RailHub.Gateway.Dashboards;

namespace RailHub.Gateway.Tests.Dashboards;

public sealed class LayoutFeedTests
{
    private readonly LayoutFeed _feed = new(3, Sample.Layout);

    [Fact]
    public void A_new_feed_has_no_news()
    {
        Assert.False(_feed.HasNews);
        Assert.Equal(0, _feed.Snapshot().Frame);
    }

    [Fact]
    public void Frames_are_numbered_one_by_one()
    {
        Know(Sample.Board, Sample.Output(4));

        Assert.Equal(1, _feed.TakeFrame().Number);
        _feed.Apply(Sample.Board, Sample.Delta(Sample.Change(4, 10)));
        Assert.Equal(2, _feed.TakeFrame().Number);
        Assert.Equal(2, _feed.Snapshot().Frame);
    }

    [Fact]
    public void A_frame_has_only_what_changed_since_the_one_before()
    {
        Know(Sample.Board, Sample.Output(4), Sample.Output(5));
        _feed.TakeFrame();
        _feed.Apply(Sample.Board, Sample.Delta(Sample.Change(5, 10)));

        var frame = _feed.TakeFrame().Delta;

        Assert.Equal([Sample.Change(5, 10)], Assert.Single(frame.Changed!).Value.Outputs);
        Assert.Null(frame.Whole);
        Assert.Null(frame.Removed);
        Assert.Null(frame.Layout);
        Assert.Null(frame.Scenes);
        Assert.Null(frame.ChasingGroups);
        Assert.False(frame.Gone);
        Assert.False(_feed.HasNews);
    }

    [Fact]
    public void A_desk_is_told_when_it_is_another_and_is_in_a_snapshot_once_somebody_has_touched_it()
    {
        var roster = Sample.Roster([], [], []);
        _feed.SetRoster(roster);
        Assert.False(_feed.HasNews);
        Assert.Null(_feed.Snapshot().Desk);

        // Each time of other objects, as they come over a wire.
        Desk Parked() => Desk.Untouched with { Version = 1, Parked = [new ParkedOutput(Sample.Board, 4, true, 35, new DeskTouch(DateTimeOffset.UnixEpoch, null))] };
        _feed.SetRoster(roster with { Desk = Parked() });
        Assert.True(Parked().IsSame(_feed.TakeFrame().Delta.Desk!));
        _feed.SetRoster(roster with { Desk = Parked() });
        Assert.False(_feed.HasNews);
        Assert.Single(_feed.Snapshot().Desk!.Parked);
    }

    [Fact]
    public void A_claim_is_told_when_it_is_another_and_is_in_a_snapshot_while_somebody_has_the_controls()
    {
        var roster = Sample.Roster([], [], []);
        Assert.Null(_feed.Snapshot().Claim);

        // Each time of other objects, as they come over a wire.
        static Claim Asked() => new(2, new Claimant(null, "Anna"), DateTimeOffset.UnixEpoch, [new Claimant(null, "Bert")]);
        _feed.SetRoster(roster with { Claim = Asked() });
        Assert.True(Asked().IsSame(_feed.TakeFrame().Delta.Claim!));
        _feed.SetRoster(roster with { Claim = Asked() });
        Assert.False(_feed.HasNews);
        Assert.Equal("Anna", _feed.Snapshot().Claim?.Holder?.Name);

        _feed.SetRoster(roster with { Claim = new Claim(3, null, DateTimeOffset.UnixEpoch, []) });
        Assert.Null(_feed.TakeFrame().Delta.Claim!.Holder);
        Assert.Null(_feed.Snapshot().Claim);
    }

    [Fact]
    public void The_same_shows_once_more_are_no_news()
    {
        _feed.SetShows([Sample.Show("Evening", Sample.Run(500))]);
        Assert.Single(_feed.TakeFrame().Delta.Shows!);

        // Each time of other objects, as they come over a wire.
        _feed.SetShows([Sample.Show("Evening", Sample.Run(500))]);
        Assert.False(_feed.HasNews);

        _feed.SetShows([Sample.Show("Evening", Sample.Run(500) with { Troubles = [] })]);
        Assert.True(_feed.HasNews);
        Assert.Empty(Assert.Single(_feed.TakeFrame().Delta.Shows!).Run!.Troubles);
        Assert.Single(_feed.Snapshot().Shows);
        _feed.SetShows([Sample.Show("Evening", null)]);
        Assert.Null(Assert.Single(_feed.TakeFrame().Delta.Shows!).Run);
        Assert.Null(_feed.TakeFrame().Delta.Shows);
    }

    [Fact]
    public void Changes_that_wait_become_one_and_the_newest_wins()
    {
        Know(Sample.Board, Sample.Output(4), Sample.Output(5));
        _feed.TakeFrame();
        _feed.Apply(Sample.Board, Sample.Delta(Sample.Change(4, 10)));
        _feed.Apply(Sample.Board, Sample.Delta(Sample.Change(5, 20)));
        _feed.Apply(Sample.Board, Sample.Delta(Sample.Change(4, 30)));

        var changed = Assert.Single(_feed.TakeFrame().Delta.Changed!).Value;

        Assert.Equal([Sample.Change(4, 30), Sample.Change(5, 20)], changed.Outputs);
    }

    [Fact]
    public void A_board_that_is_new_goes_out_whole_with_what_changed_since()
    {
        Know(Sample.Board, Sample.Output(4));
        _feed.Apply(Sample.Board, Sample.Delta(Sample.Change(4, 10)));

        var frame = _feed.TakeFrame().Delta;

        Assert.Equal([Sample.Output(4, 10)], Assert.Single(frame.Whole!).Outputs);
        Assert.Null(frame.Changed);
    }

    [Fact]
    public void A_whole_state_takes_the_place_of_changes_that_wait()
    {
        Know(Sample.Board, Sample.Output(4));
        _feed.TakeFrame();
        _feed.Apply(Sample.Board, Sample.Delta(Sample.Change(4, 10)));
        _feed.Put(Sample.State(Sample.Board, Sample.Output(16, 5)));

        var frame = _feed.TakeFrame().Delta;

        Assert.Equal([Sample.Output(16, 5)], Assert.Single(frame.Whole!).Outputs);
        Assert.Null(frame.Changed);
    }

    [Fact]
    public void A_board_that_left_is_removed_and_none_of_its_changes_goes_out()
    {
        Know(Sample.Board, Sample.Output(4));
        _feed.TakeFrame();
        _feed.Apply(Sample.Board, Sample.Delta(Sample.Change(4, 10)));
        _feed.SetRoster(Sample.Roster([], [], []));

        var frame = _feed.TakeFrame().Delta;

        Assert.Equal([Sample.Board], frame.Removed);
        Assert.Null(frame.Changed);
        Assert.Empty(_feed.Snapshot().Controllers);
    }

    [Fact]
    public void A_board_that_left_and_came_back_before_the_frame_is_removed_first_so_that_it_comes_last()
    {
        Know(Sample.Board, Sample.Output(4));
        _feed.TakeFrame();
        _feed.SetRoster(Sample.Roster([], [], []));
        Know(Sample.Board, Sample.Output(4, 10));

        var frame = _feed.TakeFrame().Delta;

        Assert.Equal([Sample.Board], frame.Removed);
        Assert.Equal([Sample.Output(4, 10)], Assert.Single(frame.Whole!).Outputs);
    }

    [Fact]
    public void Scenes_and_groups_go_out_when_they_differ_and_only_then()
    {
        _feed.SetRoster(Sample.Roster([], [Sample.Scene("Night")], [Sample.Group(version: 1)]));
        var first = _feed.TakeFrame().Delta;
        _feed.SetRoster(Sample.Roster([], [Sample.Scene("Night")], [Sample.Group(version: 1)]));
        var same = _feed.HasNews;
        _feed.SetRoster(Sample.Roster([], [Sample.Scene("Night")], [Sample.Group(version: 2)]));
        var second = _feed.TakeFrame().Delta;

        Assert.Equal([Sample.Scene("Night")], first.Scenes);
        Assert.Single(first.ChasingGroups!);
        Assert.False(same);
        Assert.Null(second.Scenes);
        Assert.Equal(2, Assert.Single(second.ChasingGroups!).Version);
    }

    [Fact]
    public void The_last_scene_that_is_deleted_leaves_an_empty_list()
    {
        _feed.SetRoster(Sample.Roster([], [Sample.Scene("Night")], []));
        _feed.TakeFrame();
        _feed.SetRoster(Sample.Roster([], [], []));

        Assert.Empty(_feed.TakeFrame().Delta.Scenes!);
    }

    [Fact]
    public void A_new_name_goes_out_and_the_same_name_does_not()
    {
        _feed.Rename(Sample.Layout);
        Assert.False(_feed.HasNews);

        _feed.Rename(Sample.Layout with { Name = "Branch", Version = 2 });
        Assert.Equal("Branch", _feed.TakeFrame().Delta.Layout!.Name);
    }

    [Fact]
    public void A_layout_that_is_gone_says_so()
    {
        _feed.Leave();

        Assert.True(_feed.TakeFrame().Delta.Gone);
    }

    [Fact]
    public void A_snapshot_has_the_boards_in_the_order_of_the_roster()
    {
        _feed.SetRoster(Sample.Roster([Sample.Controller(Sample.OtherBoard), Sample.Controller(Sample.Board)], [Sample.Scene("Night")], [Sample.Group(1)]));
        _feed.Put(Sample.State(Sample.Board));
        _feed.Put(Sample.State(Sample.OtherBoard));

        var snapshot = _feed.Snapshot();

        Assert.Equal([Sample.OtherBoard, Sample.Board], snapshot.Controllers.Select(state => state.Controller.Id));
        Assert.Single(snapshot.Scenes);
        Assert.Single(snapshot.ChasingGroups);
    }

    [Fact]
    public void A_board_that_comes_but_not_last_goes_out_with_the_order()
    {
        var (first, second) = (Sample.Controller(Sample.Board), Sample.Controller(Sample.OtherBoard));
        _feed.SetRoster(Sample.Roster([first, second], [], []));
        _feed.Put(Sample.State(Sample.OtherBoard));
        var early = _feed.TakeFrame().Delta;
        _feed.Put(Sample.State(Sample.Board));
        var late = _feed.TakeFrame().Delta;
        _feed.Put(Sample.State(Sample.Board, Sample.Output(4)));

        Assert.Null(early.Order);
        Assert.Equal([Sample.Board, Sample.OtherBoard], late.Order);
        Assert.Null(_feed.TakeFrame().Delta.Order);
    }

    [Fact]
    public void Of_lamps_only_those_go_out_that_changed()
    {
        Lamp[] lamps = [new(Sample.Board, 4, "Hall"), new(Sample.Board, 5)];
        _feed.SetRoster(Sample.Roster([], [], [], new LampList(1, lamps)));
        _feed.TakeFrame();
        _feed.SetRoster(Sample.Roster([], [], [], new LampList(2, [lamps[0] with { Alias = "Roof" }, lamps[1]])));
        _feed.SetRoster(Sample.Roster([], [], [], new LampList(3, [lamps[0] with { Alias = "Roof" }, lamps[1] with { Hidden = true }])));

        var frame = _feed.TakeFrame().Delta;

        Assert.Equal(3, frame.Lamps!.Version);
        Assert.Equal([lamps[0] with { Alias = "Roof" }, lamps[1] with { Hidden = true }], frame.Lamps.Lamps);
        Assert.Equal(frame.Lamps.Lamps, _feed.Snapshot().Lamps.Lamps);
        Assert.False(_feed.HasNews);
    }

    [Fact]
    public void A_summary_counts_boards_links_and_what_is_on_where_it_is_known()
    {
        _feed.SetRoster(Sample.Roster([Sample.Controller(Sample.Board), Sample.Controller(Sample.OtherBoard)], [], []));
        var wanted = Sample.Output(5) with { Desired = new OutputValues(true, 50, 0, string.Empty), Drift = Drift.Pending };
        _feed.Put(Sample.State(Sample.Board, Sample.Output(4, 10), wanted, Sample.Output(12)));
        _feed.Put(Sample.State(Sample.OtherBoard, Sample.Output(4, 10)) with { Link = new LinkStatus(LinkState.Stale, DateTimeOffset.UnixEpoch) });

        Assert.Equal(new LayoutSummary(Sample.Layout, Controllers: 2, Live: 1, Stale: 1, OutputsOn: 2, Outputs: 4), _feed.Summary());
    }

    [Fact]
    public void A_summary_counts_no_output_that_people_are_not_to_see()
    {
        var hidden = new LampList(1, [new Lamp(Sample.Board, 4, Hidden: true)]);
        _feed.SetRoster(Sample.Roster([Sample.Controller(Sample.Board)], [], [], hidden));
        _feed.Put(Sample.State(Sample.Board, Sample.Output(4, 10), Sample.Output(5, 10)));

        Assert.Equal(new LayoutSummary(Sample.Layout, Controllers: 1, Live: 1, Stale: 0, OutputsOn: 1, Outputs: 1), _feed.Summary());
    }

    private void Know(MacAddress board, params OutputState[] outputs)
    {
        _feed.SetRoster(Sample.Roster([Sample.Controller(board)], [], []));
        _feed.Put(Sample.State(board, outputs));
    }
}
