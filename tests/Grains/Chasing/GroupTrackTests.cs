using CsCheck;
using RailHub.Grains.Chasing;
using RailHub.Grains.Controllers;
using RailHub.Protocol;
using static RailHub.Grains.Tests.Reports;

namespace RailHub.Grains.Tests.Chasing;

public sealed class GroupTrackTests
{
    private static readonly ChasingGroup s_group = Group("Run", 300, 4, 5, 12);

    private readonly GroupTrack _run = new(s_group);
    private TimeSpan _now = TimeSpan.FromHours(1);
    private StatusSnapshot _board = WithGroups();

    public GroupTrackTests() => Want(s_group, running: true);

    [Fact]
    public void It_is_created_and_runs_when_the_board_reports_it()
    {
        Assert.Equal(ChasingState.Starting, _run.Status.State);
        Assert.Null(_run.Status.Number);
        var create = Assert.IsType<BoardCommand.CreateGroup>(Send());
        Assert.Equal((1, "Run", 300), (create.Number, create.Name, create.Interval));
        Assert.Equal([4, 5, 12], create.Pins);
        Accepted(create);
        _board = Reported(s_group);
        Assert.Equal(GroupNews.Done, Observe());
        Assert.Equal(new ChasingGroupStatus(s_group.Id, ChasingState.Running, 1), _run.Status);
        Assert.True(_run.Settled.Task.IsCompletedSuccessfully);
    }

    [Fact]
    public void Nothing_is_sent_before_the_database_has_it()
    {
        var run = new GroupTrack(s_group);
        run.Want(s_group, running: true, _now);
        run.Prepare(_board, []);
        Assert.Null(run.Due(_board, [], _now));
        run.Release();
        Assert.NotNull(run.Due(_board, [], _now));
    }

    [Fact]
    public void What_could_not_be_kept_is_as_before()
    {
        Start();
        _run.Want(s_group, running: false, _now);
        _run.Withdraw();
        Assert.Equal(new ChasingGroupStatus(s_group.Id, ChasingState.Running, 1), _run.Status);
        Assert.Null(Due);
    }

    [Fact]
    public void Other_members_are_a_delete_and_then_a_create()
    {
        Start();
        var shorter = Group("Run", 300, 4, 5);
        Want(shorter, running: true);
        var delete = Send();
        Assert.Equal(new BoardCommand.DeleteGroup(1), delete);
        Accepted(delete);
        _board = WithGroups();
        Assert.Equal(GroupNews.None, Observe());

        // At once, without the wait for a repetition.
        var create = Assert.IsType<BoardCommand.CreateGroup>(Send());
        Assert.Equal([4, 5], create.Pins);
        _board = Reported(shorter);
        Assert.Equal(GroupNews.Done, Observe());
    }

    [Fact]
    public void Another_name_is_only_a_rename()
    {
        Start();
        Want(Group("Approach", 300, 4, 5, 12), running: true);
        Assert.Equal(new BoardCommand.RenameGroup(1, "Approach"), Due);
    }

    [Fact]
    public void It_is_stopped_by_a_delete()
    {
        Start();
        Want(s_group, running: false);
        Assert.Equal(new ChasingGroupStatus(s_group.Id, ChasingState.Stopping, 1), _run.Status);
        var delete = Send();
        Assert.Equal(new BoardCommand.DeleteGroup(1), delete);
        Accepted(delete);
        _board = WithGroups();
        Assert.Equal(GroupNews.Gone, Observe());
        Assert.Equal(new ChasingGroupStatus(s_group.Id, ChasingState.Stopped), _run.Status);
    }

    [Fact]
    public void A_stop_while_the_create_is_under_way_waits_for_it_and_deletes_what_it_made()
    {
        var create = Send();
        Want(s_group, running: false);
        Assert.Equal(GroupNews.None, Observe());
        Assert.NotEqual(ChasingState.Stopped, _run.Status.State);
        Assert.Null(Due);

        // The board reports it only later (protocol 2.3), but has it by now.
        Accepted(create);
        Assert.Equal(GroupNews.None, Observe());
        var delete = Send();
        Assert.Equal(new BoardCommand.DeleteGroup(1), delete);
        Accepted(delete);
        Assert.Equal(GroupNews.Gone, Observe());
    }

    [Fact]
    public void A_create_that_was_given_up_and_comes_after_the_stop_is_deleted_too()
    {
        var create = Send();
        _run.Ended(create, new BoardAnswer(BoardAnswerKind.TimedOut, null, null, TimeSpan.Zero), _now);
        Want(s_group, running: false);
        Accepted(Send());
        Assert.NotEqual(GroupNews.Gone, Observe());
        Assert.Equal(ChasingState.Stopped, _run.Status.State);

        _now += TimeSpan.FromSeconds(20);
        _board = Reported(s_group);
        Assert.Equal(GroupNews.Done, Observe());
        Assert.Equal(new BoardCommand.DeleteGroup(1), Send());
        Accepted(new BoardCommand.DeleteGroup(1));
        _board = WithGroups();
        _now += TimeSpan.FromSeconds(60);
        Assert.Equal(GroupNews.Gone, Observe());
    }

    [Fact]
    public void It_is_known_by_its_members_whatever_its_number()
    {
        Start();
        _board = WithGroups(new GroupReading(3, "Run", 300, [4, 5, 12]));
        Assert.Equal(GroupNews.Done, Observe());
        Assert.Equal(3, _run.Number);
        Want(s_group, running: false);
        Assert.Equal(new BoardCommand.DeleteGroup(3), Due);
    }

    [Fact]
    public void One_that_the_board_runs_already_is_not_made_again()
    {
        var run = new GroupTrack(s_group);
        run.Want(s_group, running: true, _now);
        _board = WithGroups(new GroupReading(2, "Run", 300, [4, 5, 12]));
        Assert.True(run.Prepare(_board, []));
        run.Release();
        Assert.Equal(GroupNews.Done, run.Observe(_board, [], _now));
        Assert.Equal(new ChasingGroupStatus(s_group.Id, ChasingState.Running, 2), run.Status);
    }

    [Fact]
    public void A_number_that_is_another_groups_is_never_deleted()
    {
        var create = Send();
        _run.Ended(create, new BoardAnswer(BoardAnswerKind.Refused, 400, "no", TimeSpan.Zero), _now);
        Assert.Equal(ChasingState.Refused, _run.Status.State);

        // Another group of the club has the number now.
        _board = WithGroups(new GroupReading(1, "Other", 300, [13, 14]));
        Want(s_group, running: false, taken: 1);
        Assert.Null(_run.Due(_board, [1], _now));
        Assert.Equal(GroupNews.Gone, _run.Observe(_board, [1], _now));
    }

    [Fact]
    public void A_refused_run_keeps_its_number_when_it_is_started_again()
    {
        Accepted(Send());
        _run.Refuse("The board says yes and does not run the group.");
        Want(s_group, running: true);
        Assert.Equal(1, _run.Number);
        Assert.Equal(1, Assert.IsType<BoardCommand.CreateGroup>(Due).Number);
    }

    [Fact]
    public void A_run_that_was_called_refused_and_runs_after_all_is_running_and_can_be_stopped()
    {
        Accepted(Send());
        _run.Refuse("The board says yes and does not run the group.");
        _board = Reported(s_group);
        Assert.Equal(GroupNews.Done, Observe());
        Assert.Equal(ChasingState.Running, _run.Status.State);
        Want(s_group, running: false);
        Assert.Equal(new BoardCommand.DeleteGroup(1), Due);
    }

    [Fact]
    public void Stopped_at_the_board_it_is_gone()
    {
        Start();
        _board = WithGroups();
        Assert.Equal(GroupNews.Gone, Observe());
    }

    [Fact]
    public void Its_number_given_to_other_members_at_the_board_it_is_gone()
    {
        Start();
        _board = WithGroups(new GroupReading(1, "Other", 300, [13, 14]));
        Assert.Equal(GroupNews.Gone, Observe());
    }

    [Fact]
    public void Renamed_or_made_slower_at_the_board_it_goes_on()
    {
        Start();
        _board = WithGroups(new GroupReading(1, "Theirs", 900, [4, 5, 12]));
        Assert.Equal(GroupNews.None, Observe());
        Assert.Null(Due);
        Assert.Equal(ChasingState.Running, _run.Status.State);
    }

    [Fact]
    public void Four_creates_without_effect_are_a_refusal_when_the_fourth_had_its_time()
    {
        foreach (var seconds in (int[])[3, 6, 12, 24])
        {
            Assert.False(_run.GiveUp(_now));
            Accepted(Assert.IsType<BoardCommand.CreateGroup>(Send()));
            _now += TimeSpan.FromSeconds(seconds);
            Assert.False(_run.GiveUp(_now - TimeSpan.FromTicks(1)));
        }

        Assert.Null(Due);
        Assert.True(_run.GiveUp(_now));
        Assert.Equal(ChasingState.Refused, _run.Status.State);
        Assert.NotNull(_run.Status.Problem);
        Assert.True(_run.Settled.Task.IsCompleted);
        Assert.False(_run.GiveUp(_now));
    }

    [Fact]
    public void A_board_that_is_back_gets_four_creates_more()
    {
        for (var create = 0; create < 4; create++)
        {
            Accepted(Send());
            _now += TimeSpan.FromMinutes(1);
        }

        _run.Retry();
        Assert.False(_run.GiveUp(_now));
        Assert.NotNull(Due);
    }

    [Fact]
    public void A_board_in_trouble_is_asked_again()
    {
        var create = Send();
        _run.Ended(create, new BoardAnswer(BoardAnswerKind.Refused, 503, null, TimeSpan.Zero), _now);
        Assert.Equal(ChasingState.Starting, _run.Status.State);
        _now += TimeSpan.FromSeconds(3);
        Assert.NotNull(Due);
    }

    [Fact]
    public void What_the_board_refuses_is_told_until_something_new_is_wanted()
    {
        _run.Ended(Send(), new BoardAnswer(BoardAnswerKind.Refused, 400, "Invalid GPIO pin", TimeSpan.Zero), _now);
        Assert.Equal(new ChasingGroupStatus(s_group.Id, ChasingState.Refused, Problem: "Invalid GPIO pin"), _run.Status);
        _now += TimeSpan.FromHours(1);
        Assert.Null(Due);
        Want(s_group, running: true);
        Assert.Equal(ChasingState.Starting, _run.Status.State);
    }

    [Fact]
    public void A_run_that_was_kept_goes_on_where_it_was()
    {
        var restored = GroupTrack.Restore(s_group, new KeptRun(2, Wanted: false, Pending: true, Problem: null), _now);
        var board = WithGroups(new GroupReading(2, "Run", 300, [4, 5, 12]));
        Assert.Equal(new BoardCommand.DeleteGroup(2), restored.Due(board, [], _now)?.Command);
    }

    [Fact]
    public void After_a_restart_a_start_that_was_under_way_goes_on_with_its_number()
    {
        var restored = GroupTrack.Restore(s_group, new KeptRun(2, Wanted: true, Pending: true, Problem: null), _now);
        Assert.True(restored.Prepare(_board, []));
        Assert.Equal(2, Assert.IsType<BoardCommand.CreateGroup>(restored.Due(_board, [], _now)?.Command).Number);
    }

    [Fact]
    public void After_a_restart_a_create_of_before_it_that_comes_after_the_stop_is_deleted_too()
    {
        var restored = GroupTrack.Restore(s_group, new KeptRun(1, Wanted: false, Pending: true, Problem: null), _now);
        var delete = restored.Due(_board, [], _now)!.Value.Command;
        restored.Sent(delete, _now);
        restored.Ended(delete, new BoardAnswer(BoardAnswerKind.Accepted, 200, null, TimeSpan.Zero), _now);
        Assert.NotEqual(GroupNews.Gone, restored.Observe(_board, [], _now));

        _now += TimeSpan.FromSeconds(20);
        _board = Reported(s_group);
        Assert.Equal(GroupNews.Done, restored.Observe(_board, [], _now));
        Assert.Equal(new BoardCommand.DeleteGroup(1), restored.Due(_board, [], _now)?.Command);
    }

    [Fact]
    public void A_board_without_a_free_number_says_so()
    {
        var run = new GroupTrack(s_group);
        run.Want(s_group, running: true, _now);
        Assert.False(run.Prepare(_board, [1, 2, 3]));
    }

    [Fact]
    public void A_start_while_the_delete_is_under_way_is_not_called_running_and_is_created_again()
    {
        Start();
        Want(s_group, running: false);
        var delete = Send();
        Want(s_group, running: true);
        Assert.Equal(GroupNews.None, Observe());
        Assert.Equal(ChasingState.Starting, _run.Status.State);

        // The board reports it only later (protocol 2.3).
        Accepted(delete);
        Assert.Equal(GroupNews.None, Observe());
        Assert.Null(Due);
        _board = WithGroups();
        Observe();
        Accepted(Assert.IsType<BoardCommand.CreateGroup>(Send()));
        _board = Reported(s_group);
        Assert.Equal(GroupNews.Done, Observe());
    }

    [Fact]
    public void A_start_after_a_delete_without_effect_is_running_when_that_had_its_time()
    {
        Start();
        Want(s_group, running: false);
        Accepted(Send());
        Want(s_group, running: true);
        Assert.Equal(_now + TimeSpan.FromSeconds(3), _run.Wake(_now));
        _now += TimeSpan.FromSeconds(3);
        Assert.Equal(GroupNews.Done, Observe());
        Assert.Equal(ChasingState.Running, _run.Status.State);
        Assert.Null(_run.Wake(_now));
    }

    [Fact]
    public void A_delete_that_was_given_up_and_comes_after_the_start_does_not_beat_it()
    {
        Start();
        Want(s_group, running: false);
        Ended(Send(), BoardAnswerKind.TimedOut);
        Want(s_group, running: true);
        Assert.Equal(GroupNews.Done, Observe());
        _now += TimeSpan.FromSeconds(10);
        _board = WithGroups();
        Assert.Equal(GroupNews.Done, Observe());
        Assert.IsType<BoardCommand.CreateGroup>(Send());
    }

    [Fact]
    public void A_create_of_older_members_that_comes_late_does_not_beat_the_newer()
    {
        var shorter = Group("Run", 300, 4, 5);
        Ended(Send(), BoardAnswerKind.TimedOut);
        Want(shorter, running: true);
        Accepted(Send());
        _board = Reported(shorter);
        Observe();
        _board = Reported(s_group);
        Assert.Equal(GroupNews.Done, Observe());
        Assert.Equal(new BoardCommand.DeleteGroup(1), Due);
    }

    [Fact]
    public void A_delete_that_the_board_refuses_is_told_and_not_sent_again_and_again()
    {
        Start();
        Want(s_group, running: false);
        Ended(Send(), BoardAnswerKind.Refused, 404);
        Observe();
        Assert.Equal(ChasingState.Refused, _run.Status.State);
        Assert.Null(Due);
        Assert.Null(_run.Wake(_now));
    }

    [Fact]
    public void What_was_ordered_while_a_command_was_under_way_is_not_refused_with_it()
    {
        var create = Send();
        Want(s_group, running: false);
        _run.Ended(create, new BoardAnswer(BoardAnswerKind.Refused, 400, "no", TimeSpan.Zero), _now);
        Assert.Null(_run.Problem);
        Assert.Equal(GroupNews.Gone, Observe());
        Assert.Equal(ChasingState.Stopped, _run.Status.State);
    }

    [Fact]
    public void What_was_refused_stays_so_when_something_newer_could_not_be_kept()
    {
        var create = Send();
        _run.Want(s_group, running: false, _now);
        _run.Withdraw();
        _run.Ended(create, new BoardAnswer(BoardAnswerKind.Refused, 400, "no", TimeSpan.Zero), _now);
        Assert.Equal(ChasingState.Refused, _run.Status.State);
    }

    [Theory]
    [InlineData("Ru")]
    [InlineData("")]
    public void A_board_that_says_yes_to_a_name_and_does_not_take_it_runs_the_group_all_the_same(string shown)
    {
        Accepted(Send());
        _board = WithGroups(new GroupReading(1, shown, 300, [4, 5, 12]));
        Observe();
        _now += TimeSpan.FromSeconds(3);
        Observe();
        var rename = Send();
        Assert.Equal(new BoardCommand.RenameGroup(1, "Run"), rename);
        Accepted(rename);
        Observe();
        Assert.Equal(ChasingState.Starting, _run.Status.State);

        _now += TimeSpan.FromSeconds(30);
        Assert.Equal(GroupNews.Done, Observe());
        Assert.Equal(ChasingState.Running, _run.Status.State);
        Assert.Null(Due);
        Assert.Null(_run.Wake(_now));

        // Another name is told again, and members and interval still count.
        Want(Group("Walk", 300, 4, 5, 12), running: true);
        Assert.Equal(new BoardCommand.RenameGroup(1, "Walk"), Due);
        Want(Group("Run", 700, 4, 5, 12), running: true);
        Assert.Equal(new BoardCommand.DeleteGroup(1), Due);
    }

    [Fact]
    public void A_change_that_the_board_refuses_is_told_although_the_group_runs_as_before()
    {
        Start();
        Want(Group("Approach", 300, 4, 5, 12), running: true);
        Ended(Send(), BoardAnswerKind.Refused, 404);
        Observe();
        Assert.Equal(ChasingState.Refused, _run.Status.State);
        Want(s_group, running: true);
        Assert.Equal(GroupNews.Done, Observe());
        Assert.Equal(ChasingState.Running, _run.Status.State);
    }

    [Fact]
    public void A_number_that_is_kept_lets_nothing_go_that_was_ordered_since()
    {
        var run = GroupTrack.Restore(s_group, new KeptRun(null, Wanted: true, Pending: true, Problem: null), _now);
        Assert.True(run.Prepare(_board, []));
        Assert.True(run.IsHeld);
        run.Want(s_group, running: false, _now);
        run.ReleaseNumber();
        Assert.True(run.IsHeld);
        run.Withdraw();
        Assert.True(run is { IsHeld: false, Wanted: true });
    }

    [Fact]
    public void A_held_group_does_not_wake_for_what_was_given_up()
    {
        Ended(Send(), BoardAnswerKind.TimedOut);
        _run.Want(s_group, running: false, _now);
        _now += TimeSpan.FromSeconds(61);
        Assert.Null(_run.Wake(_now));
    }

    [Fact]
    public void A_refused_second_create_does_not_undo_that_the_first_may_run()
    {
        Want(s_group, running: true);
        Send();
        _now += TimeSpan.FromSeconds(5);
        Ended(new BoardCommand.CreateGroup(1, s_group.Name, s_group.Interval, GroupTrack.Pins(s_group)), BoardAnswerKind.Accepted);
        Want(s_group with { Interval = 700 }, running: true);
        var second = Assert.IsType<BoardCommand.CreateGroup>(Send());
        _run.Ended(second, new BoardAnswer(BoardAnswerKind.Refused, 400, "no", TimeSpan.Zero), _now);

        Want(s_group, running: false);
        Assert.Equal(GroupNews.None, Observe());
        Assert.Equal(new BoardCommand.DeleteGroup(1), Due);
    }

    [Fact]
    public void A_group_whose_delete_is_refused_before_its_create_has_shown_is_not_forgotten()
    {
        Want(s_group, running: true);
        var create = Send();
        Ended(create, BoardAnswerKind.Accepted);
        Want(s_group, running: false);
        var delete = Assert.IsType<BoardCommand.DeleteGroup>(Send());
        _run.Ended(delete, new BoardAnswer(BoardAnswerKind.Refused, 400, "no", TimeSpan.Zero), _now);
        Assert.Equal(GroupNews.None, Observe());

        // One that never shows is none.
        _now += TimeSpan.FromSeconds(4);
        Assert.Equal(GroupNews.Gone, Observe());
    }

    [Fact]
    public void Whatever_happens_in_whatever_order_the_board_runs_it_exactly_when_the_last_word_says_so() =>
        Gen.Select(Gen.Enum<GroupMove>(), Gen.Int[0, 100]).Array[1, 40].Sample(
            moves =>
            {
                var game = new GroupGame();
                foreach (var (move, which) in moves)
                {
                    game.Play(move, which);
                }

                game.End();
            },
            iter: 20_000,
            print: static moves => string.Join(' ', moves));

    private BoardCommand? Due => _run.Due(_board, [], _now)?.Command;

    private static ChasingGroup Group(string name, int interval, params int[] pins) => new(
        new ChasingGroupId(Guid.Empty), new LayoutId(Guid.Empty), name, interval, [.. pins.Select(pin => new OutputAddress(new MacAddress(1), pin))], 1);

    private static StatusSnapshot Reported(ChasingGroup group) =>
        WithGroups(new GroupReading(1, group.Name, group.Interval, [.. GroupTrack.Pins(group)]));

    private void Want(ChasingGroup group, bool running, params int[] taken)
    {
        _run.Want(group, running, _now);
        Assert.True(_run.Prepare(_board, taken));
        _run.Release();
    }

    private BoardCommand Send()
    {
        var command = Due;
        Assert.NotNull(command);
        _run.Sent(command, _now);
        return command;
    }

    private void Accepted(BoardCommand command) =>
        _run.Ended(command, new BoardAnswer(BoardAnswerKind.Accepted, 200, null, TimeSpan.Zero), _now);

    private void Ended(BoardCommand command, BoardAnswerKind kind, int? status = null) =>
        _run.Ended(command, new BoardAnswer(kind, status, null, TimeSpan.Zero), _now);

    private GroupNews Observe() => _run.Observe(_board, [], _now);

    private void Start()
    {
        Accepted(Send());
        _board = Reported(s_group);
        Observe();
    }
}
