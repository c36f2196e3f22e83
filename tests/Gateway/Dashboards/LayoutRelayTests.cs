using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RailHub.Contracts;
using RailHub.Gateway.Dashboards;
using RailHub.Grains;

namespace RailHub.Gateway.Tests.Dashboards;

public sealed class LayoutRelayTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly LayoutRelay _relay;
    private readonly FakeViewer _viewer = new();
    private int _summaries;

    public LayoutRelayTests()
    {
        _relay = new LayoutRelay(3, Sample.Layout, () => _summaries++, _time, Sample.Instruments(), NullLogger.Instance);
        _relay.Viewers.Add(_viewer.Connection);
    }

    [Fact]
    public void A_roster_names_the_boards_that_were_not_heard_of()
    {
        Assert.Equal([Sample.Board, Sample.OtherBoard], Roster(1, Sample.Board, Sample.OtherBoard));
        Report(Sample.Board, epoch: 1, number: 0);
        Assert.Equal([Sample.OtherBoard], Roster(2, Sample.Board, Sample.OtherBoard));
    }

    [Fact]
    public void An_older_roster_is_no_news()
    {
        Roster(5, Sample.Board);

        Assert.Null(Roster(4));
        Assert.Null(Roster(5));
        Assert.Equal([Sample.Board], _relay.Controllers);
    }

    [Fact]
    public void The_roster_of_a_later_activation_counts_whatever_its_version()
    {
        Roster(5, Sample.Board);

        Assert.NotNull(_relay.OnRoster(Sample.Roster([], [], []) with { Epoch = 2, Version = 0 }));
        Assert.Empty(_relay.Controllers);
    }

    [Fact]
    public async Task How_shows_run_goes_out_without_the_rest_of_the_roster()
    {
        Roster(1, Sample.Board);
        _relay.OnShows(epoch: 1, version: 2, [Sample.Show("Evening", Sample.Run(500))]);

        var frame = await _viewer.Read<LayoutFrame>();

        Assert.Equal(Sample.Run(500).Position, Assert.Single(frame.Delta.Shows!).Run!.Position);
        Assert.Equal(new LayoutDelta(Shows: frame.Delta.Shows), frame.Delta);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(1, 1)]
    [InlineData(0, 9)]
    public void Of_the_shows_what_was_told_last_counts_whether_the_roster_told_it_or_not(long epoch, long version)
    {
        _relay.OnShows(epoch: 1, version: 2, [Sample.Show("Evening", Sample.Run(500))]);
        _relay.OnRoster(Sample.Roster([Sample.Controller(Sample.Board)], [], []) with { Epoch = epoch, Version = version });

        Assert.Equal([Sample.Board], _relay.Controllers);
        Assert.Equal(500, Assert.Single(_relay.Snapshot().Shows).Run!.Position);
        _relay.OnShows(epoch, version, []);
        Assert.Equal(500, Assert.Single(_relay.Snapshot().Shows).Run!.Position);
    }

    [Fact]
    public void A_roster_that_is_newer_than_the_shows_tells_them_too()
    {
        _relay.OnShows(epoch: 1, version: 2, [Sample.Show("Evening", Sample.Run(500))]);
        _relay.OnRoster(Sample.Roster([], [], []) with { Version = 3, Shows = [Sample.Show("Evening", null)] });

        Assert.Null(Assert.Single(_relay.Snapshot().Shows).Run);
    }

    [Fact]
    public async Task A_report_goes_out_whole_and_a_change_as_a_delta()
    {
        Roster(1, Sample.Board);
        Report(Sample.Board, epoch: 1, number: 7, Sample.Output(4));
        Assert.True(Change(epoch: 1, number: 8, Sample.Change(4, 10)));

        Assert.Equal([Sample.Output(4)], Assert.Single((await _viewer.Read<LayoutFrame>()).Delta.Whole!).Outputs);
        var frame = await _viewer.Read<LayoutFrame>();
        Assert.Equal((3, 2), (frame.Feed, frame.Number));
        Assert.Equal([Sample.Change(4, 10)], Assert.Single(frame.Delta.Changed!).Value.Outputs);
        Assert.Equal([Sample.Output(4, 10)], Assert.Single(_relay.Snapshot().Controllers).Outputs);
    }

    [Fact]
    public void A_gap_asks_for_the_whole_state_and_changes_nothing()
    {
        Roster(1, Sample.Board);
        Report(Sample.Board, epoch: 1, number: 7, Sample.Output(4));

        Assert.False(Change(epoch: 1, number: 9, Sample.Change(4, 10)));
        Assert.Equal([Sample.Output(4)], Assert.Single(_relay.Snapshot().Controllers).Outputs);
    }

    [Fact]
    public void After_a_gap_the_report_leads_on()
    {
        Roster(1, Sample.Board);
        Report(Sample.Board, epoch: 1, number: 7, Sample.Output(4));
        Change(epoch: 1, number: 9, Sample.Change(4, 10));
        Report(Sample.Board, epoch: 1, number: 9, Sample.Output(4, 10));

        Assert.True(Change(epoch: 1, number: 10, Sample.Change(4, 20)));
        Assert.Equal([Sample.Output(4, 20)], Assert.Single(_relay.Snapshot().Controllers).Outputs);
    }

    [Fact]
    public void A_change_of_a_board_that_has_not_reported_asks_for_the_whole_state()
    {
        Roster(1, Sample.Board);

        Assert.False(Change(epoch: 1, number: 1, Sample.Change(4, 10)));
    }

    [Fact]
    public void The_first_change_of_a_later_activation_asks_for_the_whole_state()
    {
        Roster(1, Sample.Board);
        Report(Sample.Board, epoch: 1, number: 7, Sample.Output(4));

        Assert.False(Change(epoch: 2, number: 8, Sample.Change(4, 10)));
    }

    [Theory]
    [InlineData(1, 99)]
    [InlineData(2, 7)]
    [InlineData(2, 6)]
    public void What_is_older_than_what_was_heard_is_passed_over(long epoch, long number)
    {
        Roster(1, Sample.Board);
        Report(Sample.Board, epoch: 2, number: 7, Sample.Output(4, 50));

        Assert.True(Change(epoch, number, Sample.Change(4, 10)));
        Report(Sample.Board, epoch, number, Sample.Output(4, 10));

        Assert.Equal([Sample.Output(4, 50)], Assert.Single(_relay.Snapshot().Controllers).Outputs);
    }

    [Fact]
    public void A_whole_state_needs_no_change_before_it()
    {
        Roster(1, Sample.Board);
        Report(Sample.Board, epoch: 1, number: 7, Sample.Output(4));

        Assert.True(_relay.OnChange(Sample.Board, new ControllerChange(1, 20, null, Sample.State(Sample.Board, Sample.Output(16)))));
        Assert.True(Change(epoch: 1, number: 21, Sample.Change(16, 10)));
        Assert.Equal([Sample.Output(16, 10)], Assert.Single(_relay.Snapshot().Controllers).Outputs);
    }

    [Fact]
    public void A_board_of_another_layout_is_passed_over()
    {
        Roster(1, Sample.Board);

        Report(Sample.OtherBoard, epoch: 1, number: 1);
        Assert.True(_relay.OnChange(Sample.OtherBoard, new ControllerChange(1, 2, Sample.Delta(), null)));

        Assert.Empty(_relay.Snapshot().Controllers);
        Assert.False(_viewer.HasUnread);
    }

    [Fact]
    public void A_board_that_left_and_came_back_is_heard_of_again_from_the_start()
    {
        Roster(1, Sample.Board);
        Report(Sample.Board, epoch: 1, number: 7, Sample.Output(4));
        Roster(2);
        Assert.Equal([Sample.Board], Roster(3, Sample.Board));

        Assert.False(Change(epoch: 1, number: 8, Sample.Change(4, 10)));
        Report(Sample.Board, epoch: 1, number: 2, Sample.Output(4, 20));

        Assert.Equal([Sample.Output(4, 20)], Assert.Single(_relay.Snapshot().Controllers).Outputs);
    }

    [Fact]
    public void The_summary_is_asked_for_when_something_changed_and_only_then()
    {
        Roster(1, Sample.Board);
        Report(Sample.Board, epoch: 1, number: 7, Sample.Output(4));
        var afterReport = _summaries;
        Report(Sample.Board, epoch: 1, number: 7, Sample.Output(4));

        Assert.Equal(1, afterReport);
        Assert.Equal(1, _summaries);
    }

    [Fact]
    public async Task A_layout_that_is_deleted_says_so_to_its_viewers()
    {
        _relay.Leave();

        Assert.True((await _viewer.Read<LayoutFrame>()).Delta.Gone);
    }

    [Fact]
    public async Task A_board_that_is_not_heard_of_for_two_renewals_looks_live_no_more_until_it_is_heard_of()
    {
        Roster(1, Sample.Board);
        Report(Sample.Board, epoch: 1, number: 7, Sample.Output(4));
        await _viewer.Read<LayoutFrame>();

        _time.Advance(LastWord.Limit);
        _relay.NoteSilence();
        Assert.False(_viewer.HasUnread);

        _time.Advance(TimeSpan.FromTicks(1));
        _relay.NoteSilence();
        _relay.NoteSilence();
        var silent = Assert.Single((await _viewer.Read<LayoutFrame>()).Delta.Changed!).Value.Link!;
        Assert.Equal(new LinkStatus(LinkState.Stale, _time.GetUtcNow(), LinkReason.NotHeard), silent);
        Assert.Equal((0, 1), (_relay.Summary().Live, _relay.Summary().Stale));
        Assert.False(_viewer.HasUnread);

        NothingNew(epoch: 1, number: 7);
        Assert.Equal(LinkState.Live, Assert.Single((await _viewer.Read<LayoutFrame>()).Delta.Changed!).Value.Link!.State);
        Assert.Equal(LinkState.Live, Assert.Single(_relay.Snapshot().Controllers).Link.State);
    }

    [Fact]
    public async Task A_layout_that_is_not_heard_of_for_two_renewals_says_so_until_it_is_heard_of()
    {
        Roster(1);
        var heard = _time.GetUtcNow();
        _time.Advance(LastWord.Limit);
        _relay.NoteSilence();
        Assert.False(_viewer.HasUnread);

        _time.Advance(TimeSpan.FromTicks(1));
        _relay.NoteSilence();
        _relay.NoteSilence();
        Assert.Equal(new LayoutDelta(Contact: new Contact(heard)), (await _viewer.Read<LayoutFrame>()).Delta);
        Assert.Equal(new Contact(heard), _relay.Snapshot().Contact);
        Assert.False(_viewer.HasUnread);

        _relay.OnNothingNew(epoch: 1);
        Assert.Equal(new LayoutDelta(Contact: Contact.Held), (await _viewer.Read<LayoutFrame>()).Delta);
        Assert.Null(_relay.Snapshot().Contact);
    }

    [Fact]
    public void A_layout_that_was_never_heard_of_is_not_shown_as_an_empty_one()
    {
        _relay.NoteSilence();

        Assert.False(_relay.WasHeard);
        Assert.NotNull(_relay.Snapshot().Contact?.LostSince);
    }

    [Fact]
    public void An_activation_that_was_replaced_does_not_say_that_the_layout_is_there()
    {
        _relay.OnRoster(Sample.Roster([], [], []) with { Epoch = 2 });
        _time.Advance(2 * LastWord.Limit);
        _relay.NoteSilence();

        _relay.OnNothingNew(epoch: 1);
        Roster(9);

        Assert.NotNull(_relay.Snapshot().Contact);
    }

    [Fact]
    public void What_is_known_of_a_layout_is_what_a_renewal_names()
    {
        Assert.Equal((0, 0, 0), _relay.Known);
        Roster(3);
        Assert.Equal((1, 3, 3), _relay.Known);
        _relay.OnShows(epoch: 1, version: 4, []);
        Assert.Equal((1, 3, 4), _relay.Known);
        _relay.OnShows(epoch: 2, version: 1, []);
        Assert.Equal((1, 3, 0), _relay.Known);
    }

    [Fact]
    public void Any_word_of_a_board_says_that_it_is_there()
    {
        Roster(1, Sample.Board);
        Report(Sample.Board, epoch: 1, number: 7, Sample.Output(4));
        foreach (var word in (Action[])
        [
            () => NothingNew(epoch: 1, number: 7),
            () => Change(epoch: 1, number: 8, Sample.Change(4, 10)),
            () => Report(Sample.Board, epoch: 1, number: 9, Sample.Output(4, 20)),
            () => _relay.OnChange(Sample.Board, new ControllerChange(1, 10, null, Sample.State(Sample.Board, Sample.Output(4, 30)))),
        ])
        {
            _time.Advance(2 * LastWord.Limit);
            _relay.NoteSilence();
            Assert.Equal(LinkReason.NotHeard, Assert.Single(_relay.Snapshot().Controllers).Link.Reason);

            word();
            Assert.Equal(LinkState.Live, Assert.Single(_relay.Snapshot().Controllers).Link.State);
        }
    }

    [Fact]
    public void What_a_board_tells_of_its_link_after_a_silence_counts_and_not_what_was_told_before()
    {
        Roster(1, Sample.Board);
        Report(Sample.Board, epoch: 1, number: 7, Sample.Output(4));
        _time.Advance(2 * LastWord.Limit);
        _relay.NoteSilence();

        var offline = new LinkStatus(LinkState.Offline, DateTimeOffset.UnixEpoch, LinkReason.Closed);
        _relay.OnChange(Sample.Board, new ControllerChange(1, 8, new ControllerDelta(Link: offline), null));
        NothingNew(epoch: 1, number: 8);

        Assert.Equal(offline, Assert.Single(_relay.Snapshot().Controllers).Link);
    }

    [Fact]
    public void An_activation_that_was_replaced_does_not_say_that_the_board_is_there()
    {
        Roster(1, Sample.Board);
        Report(Sample.Board, epoch: 2, number: 7, Sample.Output(4));
        _time.Advance(2 * LastWord.Limit);
        _relay.NoteSilence();

        NothingNew(epoch: 1, number: 9);
        Change(epoch: 1, number: 10, Sample.Change(4, 10));

        Assert.Equal(LinkReason.NotHeard, Assert.Single(_relay.Snapshot().Controllers).Link.Reason);
    }

    [Fact]
    public void The_last_change_that_is_known_is_what_a_renewal_names()
    {
        Assert.Equal((0, 0), _relay.LastHeard(Sample.Board));
        Roster(1, Sample.Board);
        Report(Sample.Board, epoch: 3, number: 7, Sample.Output(4));
        Change(epoch: 3, number: 8, Sample.Change(4, 10));

        Assert.Equal((3, 8), _relay.LastHeard(Sample.Board));
    }

    [Fact]
    public void Between_two_frames_all_who_ask_get_the_same_snapshot()
    {
        Roster(1, Sample.Board);
        Report(Sample.Board, epoch: 1, number: 7, Sample.Output(4));

        var first = _relay.Snapshot();
        Assert.Same(first, _relay.Snapshot());

        Change(epoch: 1, number: 8, Sample.Change(4, 10));
        Assert.Equal(first.Frame + 1, _relay.Snapshot().Frame);
    }

    [Fact]
    public void A_change_that_does_not_fit_to_the_outputs_asks_for_the_whole_state()
    {
        Roster(1, Sample.Board);
        Report(Sample.Board, epoch: 1, number: 7, Sample.Output(4));

        Assert.False(Change(epoch: 1, number: 8, Sample.Change(99, 10)));
    }

    private void NothingNew(long epoch, long number) => _relay.OnReport(Sample.Board, new ControllerReport(epoch, number, null));

    private IReadOnlyList<MacAddress>? Roster(long version, params MacAddress[] boards) => _relay.OnRoster(
        Sample.Roster([.. boards.Select(board => Sample.Controller(board))], [], []) with { Version = version });

    private void Report(MacAddress board, long epoch, long number, params OutputState[] outputs) =>
        _relay.OnReport(board, new ControllerReport(epoch, number, Sample.State(board, outputs)));

    private bool Change(long epoch, long number, params KeyValuePair<int, OutputDelta>[] outputs) =>
        _relay.OnChange(Sample.Board, new ControllerChange(epoch, number, Sample.Delta(outputs), null));
}
