using Microsoft.Extensions.Time.Testing;
using RailHub.Contracts;
using RailHub.Web.Dashboards;

namespace RailHub.Web.Tests.Dashboards;

public sealed class LayoutStoreTests : IDisposable
{
    private static readonly OutputAddress Hall = new(Sample.Station, 4);

    private readonly FakeTimeProvider _time = new(Sample.Noon);
    private readonly FakeHub _hub = new();
    private readonly LayoutStore _store;
    private readonly List<Refusal> _refused = [];

    public LayoutStoreTests()
    {
        _store = new LayoutStore(Sample.LayoutId, _hub, _time);
        _store.Refused += (_, refusal) => _refused.Add(refusal);
    }

    private OutputState Shown => _store.View.Find(Sample.Station, 4);

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task The_snapshot_is_shown()
    {
        await OpenAsync();

        Assert.Equal("Altstadt", _store.View!.Layout.Name);
    }

    [Fact]
    public async Task A_gateway_that_does_not_know_the_layout_just_now_leaves_what_is_known_and_is_asked_again()
    {
        await OpenAsync();
        var away = new Refusal(RefusalKind.Unavailable, RefusalCodes.ClubAway, "It is away.");
        _hub.Snapshot = away;

        await _store.RefreshAsync();

        Assert.Null(_store.Problem);
        Assert.Equal(new Contact(_time.GetUtcNow()), _store.View!.Contact);
        Assert.All(_store.View.Controllers, state => Assert.Equal((LinkState.Stale, LinkReason.NotHeard), (state.Link.State, state.Link.Reason)));

        _hub.Snapshot = Sample.Snapshot();
        _time.Advance(LayoutStore.AskAgain);

        Assert.Null(_store.View.Contact);
        Assert.All(_store.View.Controllers, state => Assert.Equal(LinkState.Live, state.Link.State));
    }

    [Fact]
    public async Task The_last_word_about_a_lamp_is_sent_again_when_there_were_too_many_calls()
    {
        await OpenAsync();
        _store.SetOutput(Hall, new OutputChange(Brightness: 20, Active: true));
        _time.Advance(LayoutStore.Pace);
        _store.SetOutput(Hall, new OutputChange(Brightness: 70));
        _hub.Answer(new Refusal(RefusalKind.TooMany, RefusalCodes.TooManyCalls, "Wait.", RetryAfter: 3));
        _store.SetOutput(Hall, new OutputChange(Brightness: 90));

        Assert.Equal((true, 90, Drift.Pending), (Shown.Shown.Active, Shown.Shown.Brightness, Shown.Drift));
        Assert.Empty(_refused);
        var sent = _hub.Commands.Count;
        _time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.Equal(sent, _hub.Commands.Count);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(90, _hub.Commands[^1].Change.Brightness);
    }

    [Fact]
    public async Task A_layout_that_is_not_known_just_now_is_shown_as_soon_as_it_is()
    {
        _hub.Snapshot = new Refusal(RefusalKind.Unavailable, RefusalCodes.ClubAway, "It is away.");
        await _store.RefreshAsync();
        Assert.Equal(RefusalCodes.ClubAway, _store.Problem!.Code);

        _hub.Snapshot = Sample.Snapshot();
        _time.Advance(LayoutStore.AskAgain);

        Assert.Null(_store.Problem);
        Assert.NotNull(_store.View);
    }

    [Fact]
    public async Task Deltas_before_the_snapshot_are_kept_and_the_newer_ones_applied()
    {
        var opening = _store.RefreshAsync();
        _store.Receive(Sample.Frame(7, Sample.Output(4, brightness: 1)));
        _store.Receive(Sample.Frame(8, Sample.Output(4, brightness: 2)));
        _store.Receive(Sample.Frame(9, Sample.Output(4, brightness: 3)));

        _hub.AnswerWatch(Sample.Snapshot(frame: 7));
        await opening;

        Assert.Equal(9, _store.View!.Frame);
        Assert.Equal(3, Shown.Shown.Brightness);
        Assert.Equal(1, _hub.Watches);
    }

    [Fact]
    public async Task A_gap_asks_for_a_snapshot_and_shows_the_old_state_meanwhile()
    {
        await OpenAsync();
        _hub.Snapshot = null;

        _store.Receive(Sample.Frame(10, Sample.Output(4, active: true)));

        Assert.Equal(2, _hub.Watches);
        Assert.False(Shown.Shown.Active);
        _hub.AnswerWatch(Sample.Snapshot(frame: 30));
        Assert.Equal(30, _store.View!.Frame);
    }

    [Fact]
    public async Task Only_the_newest_of_two_snapshots_counts()
    {
        var first = _store.RefreshAsync();
        var second = _store.RefreshAsync();

        _hub.AnswerWatch(Sample.Snapshot(frame: 1));
        Assert.Null(_store.View);
        _hub.AnswerWatch(Sample.Snapshot(frame: 50));
        await Task.WhenAll(first, second);

        Assert.Equal(50, _store.View!.Frame);
    }

    [Fact]
    public async Task Deltas_of_other_layouts_are_left_alone()
    {
        await OpenAsync();

        _store.Receive(Sample.Frame(99, new LayoutDelta()) with { Feed = Sample.Feed + 1 });

        Assert.Equal((7, 1), (_store.View!.Frame, _hub.Watches));
    }

    [Fact]
    public async Task Frames_of_other_layouts_that_come_before_the_snapshot_are_left_alone()
    {
        var opening = _store.RefreshAsync();
        _store.Receive(Sample.Frame(8, new LayoutDelta(Gone: true)) with { Feed = Sample.Feed + 1 });
        _store.Receive(Sample.Frame(8, Sample.Output(4, brightness: 2)) with { Feed = Sample.Feed + 1 });

        _hub.AnswerWatch(Sample.Snapshot(frame: 7));
        await opening;

        Assert.Equal((7, 1), (_store.View!.Frame, _hub.Watches));
    }

    [Fact]
    public async Task A_deleted_layout_is_told()
    {
        await OpenAsync();

        _store.Receive(Sample.Frame(8, new LayoutDelta(Gone: true)));

        Assert.Null(_store.View);
        Assert.Equal(RefusalCodes.LayoutUnknown, _store.Problem?.Code);
    }

    [Fact]
    public async Task A_wish_shows_at_once_as_pending()
    {
        await OpenAsync();

        _store.SetOutput(Hall, new OutputChange(Active: true));

        Assert.Equal((true, Drift.Pending), (Shown.Shown.Active, Shown.Drift));
        Assert.Equal([(Sample.Station, 4, new OutputChange(Active: true))], _hub.Commands);
        Assert.Equal([Sample.LayoutId], _hub.Layouts);
    }

    [Fact]
    public async Task The_platforms_state_confirms_a_wish_ahead_of_the_answer()
    {
        await OpenAsync();
        _store.SetOutput(Hall, new OutputChange(Active: true));

        _store.Receive(Sample.Frame(8, Sample.Output(4, active: true)));

        Assert.Equal((true, Drift.None), (Shown.Shown.Active, Shown.Drift));
    }

    [Fact]
    public async Task The_answer_confirms_a_wish_ahead_of_the_platforms_state()
    {
        await OpenAsync();
        _store.SetOutput(Hall, new OutputChange(Active: true));

        _hub.Answer(new CommandAnswer(CommandResult.Confirmed, Sample.Output(4, active: true)));

        Assert.Equal((true, Drift.None), (Shown.Shown.Active, Shown.Drift));
    }

    [Fact]
    public async Task An_answer_that_the_platforms_state_does_not_follow_is_forgotten()
    {
        await OpenAsync();
        _store.SetOutput(Hall, new OutputChange(Active: true));
        _hub.Answer(new CommandAnswer(CommandResult.Confirmed, Sample.Output(4, active: true)));

        _time.Advance(LayoutStore.AnswerLasts);

        Assert.False(Shown.Shown.Active);
    }

    [Fact]
    public async Task What_others_do_later_replaces_the_answer()
    {
        await OpenAsync();
        _store.SetOutput(Hall, new OutputChange(Brightness: 80));
        _hub.Answer(new CommandAnswer(CommandResult.Confirmed, Sample.Output(4, brightness: 80)));

        _store.Receive(Sample.Frame(8, Sample.Output(4, brightness: 20)));

        Assert.Equal(20, Shown.Shown.Brightness);
    }

    [Fact]
    public async Task A_board_that_is_offline_keeps_the_wish_and_its_mark()
    {
        await OpenAsync();
        _store.SetOutput(Hall, new OutputChange(Active: true));
        var wished = Sample.Output(4) with { Desired = new OutputValues(true, 50, 0, string.Empty), Drift = Drift.Offline };

        _hub.Answer(new CommandAnswer(CommandResult.Offline, wished));

        Assert.Equal((true, Drift.Offline), (Shown.Shown.Active, Shown.Drift));
    }

    [Fact]
    public async Task A_wish_that_the_desk_covers_is_met_when_the_platform_wants_it_too()
    {
        await OpenAsync();
        _store.SetOutput(Hall, new OutputChange(Active: true));

        _store.Receive(Sample.Frame(8, Sample.Output(4) with { Desired = new OutputValues(true, 50, 0, string.Empty), Drift = Drift.Desk }));

        Assert.Equal((true, Drift.Desk), (Shown.Shown.Active, Shown.Drift));
    }

    [Fact]
    public async Task A_refused_wish_rolls_back_and_tells_why()
    {
        await OpenAsync();
        _store.SetOutput(Hall, new OutputChange(Active: true));

        _hub.Answer(new CommandAnswer(CommandResult.Refused, Sample.Output(4), "400: pin is reserved"));

        Assert.Equal((false, Drift.Refused, "400: pin is reserved"), (Shown.Shown.Active, Shown.Drift, Shown.Problem));
        _time.Advance(LayoutStore.RefusalLasts);
        Assert.Equal(Drift.None, Shown.Drift);
    }

    [Fact]
    public async Task A_wish_that_the_gateway_refuses_rolls_back_and_is_told()
    {
        await OpenAsync();
        _store.SetOutput(Hall, new OutputChange(Active: true));

        _hub.Answer(new Refusal(RefusalKind.NotFound, RefusalCodes.PinUnknown, "gone"));

        Assert.Equal((false, Drift.None), (Shown.Shown.Active, Shown.Drift));
        Assert.Equal([RefusalCodes.PinUnknown], _refused.Select(refusal => refusal.Code));
    }

    [Fact]
    public async Task A_broken_connection_rolls_a_wish_back_and_is_told()
    {
        await OpenAsync();
        _store.SetOutput(Hall, new OutputChange(Active: true));

        _hub.Break();

        Assert.False(Shown.Shown.Active);
        Assert.Equal([LocalRefusals.NotSent], _refused.Select(refusal => refusal.Code));
    }

    [Fact]
    public async Task Wishes_follow_each_other_at_the_pace_with_the_newest_value_last()
    {
        await OpenAsync();

        for (var brightness = 60; brightness <= 90; brightness++)
        {
            _store.SetOutput(Hall, new OutputChange(Brightness: brightness));
        }

        Assert.Equal([60], Sent());
        _time.Advance(LayoutStore.Pace);
        Assert.Equal([60, 90], Sent());
        _time.Advance(LayoutStore.Pace * 4);
        Assert.Equal([60, 90], Sent());

        List<int?> Sent() => [.. _hub.Commands.Select(command => command.Change.Brightness)];
    }

    [Fact]
    public async Task While_newer_wishes_are_under_way_older_answers_and_states_do_not_show()
    {
        await OpenAsync();
        _store.SetOutput(Hall, new OutputChange(Brightness: 60));
        _store.SetOutput(Hall, new OutputChange(Brightness: 90));

        _hub.Answer(new CommandAnswer(CommandResult.Confirmed, Sample.Output(4, brightness: 60)));
        _store.Receive(Sample.Frame(8, Sample.Output(4, brightness: 60)));

        Assert.Equal((90, Drift.Pending), (Shown.Shown.Brightness, Shown.Drift));
        _time.Advance(LayoutStore.Pace);
        _hub.Answer(new CommandAnswer(CommandResult.Confirmed, Sample.Output(4, brightness: 90)));
        Assert.Equal((90, Drift.None), (Shown.Shown.Brightness, Shown.Drift));
    }

    [Fact]
    public async Task On_off_on_again_never_shows_off_once_on_is_wanted()
    {
        await OpenAsync();
        _store.SetOutput(Hall, new OutputChange(Active: true));
        _time.Advance(LayoutStore.Pace);
        _store.SetOutput(Hall, new OutputChange(Active: false));
        _time.Advance(LayoutStore.Pace);
        _store.SetOutput(Hall, new OutputChange(Active: true));

        _store.Receive(Sample.Frame(8, Sample.Output(4, active: true)));
        _store.Receive(Sample.Frame(9, Sample.Output(4, active: false)));

        Assert.True(Shown.Shown.Active);
    }

    [Fact]
    public async Task Two_members_of_one_output_are_wanted_together()
    {
        await OpenAsync();

        _store.SetOutput(Hall, new OutputChange(Active: true));
        _store.SetOutput(Hall, new OutputChange(Brightness: 10));

        Assert.Equal(new OutputValues(true, 10, 0, "Hall"), Shown.Shown);
    }

    [Fact]
    public async Task Boards_without_a_change_keep_their_reference()
    {
        await OpenAsync();
        var fair = _store.View!.Controllers[1];
        var neighbour = _store.View.Controllers[0].Outputs[1];

        _store.SetOutput(Hall, new OutputChange(Active: true));

        Assert.Same(fair, _store.View.Controllers[1]);
        Assert.Same(neighbour, _store.View.Controllers[0].Outputs[1]);
    }

    [Fact]
    public async Task A_fresh_snapshot_ends_answered_wishes()
    {
        await OpenAsync();
        _store.SetOutput(Hall, new OutputChange(Active: true));
        _hub.Answer(new CommandAnswer(CommandResult.Confirmed, Sample.Output(4, active: true)));

        await _store.RefreshAsync();

        Assert.False(Shown.Shown.Active);
    }

    private Task OpenAsync()
    {
        _hub.Snapshot = Sample.Snapshot();
        return _store.RefreshAsync();
    }
}
