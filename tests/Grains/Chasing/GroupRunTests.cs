using RailHub.Grains.Chasing;
using RailHub.Grains.Controllers;
using RailHub.Protocol;
using static RailHub.Grains.Tests.Reports;

namespace RailHub.Grains.Tests.Chasing;

public sealed class GroupRunTests
{
    private static readonly ChasingGroup s_group = Group("Run", 300, 4, 5, 12);

    private readonly GroupRun _run = new(s_group, 1);

    [Fact]
    public void It_is_created_and_runs_when_the_board_reports_it()
    {
        Assert.Equal(ChasingState.Starting, _run.Status.State);
        Assert.Null(_run.Status.Number);
        var create = Assert.IsType<BoardCommand.CreateGroup>(_run.Next(WithGroups(), Now));
        Assert.Equal((1, "Run", 300), (create.Number, create.Name, create.Interval));
        Assert.Equal([4, 5, 12], create.Pins);
        _run.Sent(create, Now);
        Assert.Equal(GroupNews.Done, _run.Observe(Reported(s_group)));
        Assert.Equal(new ChasingGroupStatus(s_group.Id, ChasingState.Running, 1), _run.Status);
        Assert.True(_run.Settled.Task.IsCompletedSuccessfully);
    }

    [Fact]
    public void Other_members_are_a_delete_and_then_a_create()
    {
        Start();
        var shorter = Group("Run", 300, 4, 5);
        _run.Want(shorter, running: true);
        var delete = Assert.IsType<BoardCommand.DeleteGroup>(_run.Next(Reported(s_group), Now));
        Assert.Equal(1, delete.Number);
        _run.Sent(delete, Now);
        Assert.Equal(GroupNews.None, _run.Observe(WithGroups()));

        // At once, without the wait for a repetition.
        var create = Assert.IsType<BoardCommand.CreateGroup>(_run.Next(WithGroups(), Now));
        Assert.Equal([4, 5], create.Pins);
        _run.Sent(create, Now);
        Assert.Equal(GroupNews.Done, _run.Observe(Reported(shorter)));
    }

    [Fact]
    public void Another_name_is_only_a_rename()
    {
        Start();
        var renamed = Group("Approach", 300, 4, 5, 12);
        _run.Want(renamed, running: true);
        Assert.Equal(new BoardCommand.RenameGroup(1, "Approach"), _run.Next(Reported(s_group), Now));
        Assert.Equal(GroupNews.Done, _run.Observe(Reported(renamed)));
    }

    [Fact]
    public void It_is_stopped_by_a_delete()
    {
        Start();
        _run.Want(s_group, running: false);
        Assert.Equal(new ChasingGroupStatus(s_group.Id, ChasingState.Stopping, 1), _run.Status);
        Assert.Equal(new BoardCommand.DeleteGroup(1), _run.Next(Reported(s_group), Now));
        Assert.Equal(GroupNews.Gone, _run.Observe(WithGroups()));
        Assert.Equal(new ChasingGroupStatus(s_group.Id, ChasingState.Stopped), _run.Status);
    }

    [Fact]
    public void Stopped_at_the_board_it_is_gone()
    {
        Start();
        Assert.Equal(GroupNews.Gone, _run.Observe(WithGroups()));
    }

    [Fact]
    public void Its_number_given_to_other_members_at_the_board_it_is_gone()
    {
        Start();
        Assert.Equal(GroupNews.Gone, _run.Observe(WithGroups(new GroupReading(1, "Other", 300, [13, 14]))));
    }

    [Fact]
    public void Renamed_at_the_board_it_goes_on()
    {
        Start();
        Assert.Equal(GroupNews.None, _run.Observe(WithGroups(new GroupReading(1, "Theirs", 300, [4, 5, 12]))));
        Assert.Null(_run.Next(WithGroups(new GroupReading(1, "Theirs", 300, [4, 5, 12])), Now));
    }

    [Fact]
    public void Four_creates_without_effect_are_a_refusal_when_the_fourth_had_its_time()
    {
        var now = Now;
        foreach (var seconds in (int[])[3, 6, 12, 24])
        {
            Assert.False(_run.GiveUp(now));
            _run.Sent(Assert.IsType<BoardCommand.CreateGroup>(_run.Next(WithGroups(), now)), now);
            now += TimeSpan.FromSeconds(seconds);
            Assert.False(_run.GiveUp(now - TimeSpan.FromTicks(1)));
        }

        Assert.Null(_run.Next(WithGroups(), now));
        Assert.True(_run.GiveUp(now));
        Assert.Equal(ChasingState.Refused, _run.Status.State);
        Assert.NotNull(_run.Status.Problem);
        Assert.True(_run.Settled.Task.IsCompleted);
        Assert.False(_run.GiveUp(now));
    }

    [Fact]
    public void A_fourth_create_that_had_an_effect_is_none()
    {
        for (var create = 0; create < 4; create++)
        {
            _run.Sent(_run.Next(WithGroups(), Now)!, Now);
            if (create < 3)
            {
                Reset();
            }
        }

        Assert.Equal(GroupNews.Done, _run.Observe(Reported(s_group)));
        Assert.False(_run.GiveUp(Now + TimeSpan.FromHours(1)));

        void Reset() => _run.Want(s_group, running: true);
    }

    [Fact]
    public void A_board_that_is_back_gets_four_creates_more()
    {
        var now = Now;
        for (var create = 0; create < 4; create++)
        {
            _run.Sent(_run.Next(WithGroups(), now)!, now);
            now += TimeSpan.FromMinutes(1);
        }

        _run.Hurry();
        Assert.False(_run.GiveUp(now));
        Assert.NotNull(_run.Next(WithGroups(), now));
    }

    [Fact]
    public void What_the_board_refuses_is_told_until_something_new_is_wanted()
    {
        _run.Sent(_run.Next(WithGroups(), Now)!, Now);
        _run.Refused("Invalid GPIO pin");
        Assert.Equal(new ChasingGroupStatus(s_group.Id, ChasingState.Refused, Problem: "Invalid GPIO pin"), _run.Status);
        Assert.Null(_run.Next(WithGroups(), Now + TimeSpan.FromHours(1)));
        _run.Want(s_group, running: true);
        Assert.Equal(ChasingState.Starting, _run.Status.State);
    }

    [Fact]
    public void A_run_that_was_kept_goes_on_where_it_was()
    {
        var restored = GroupRun.Restore(s_group, 2, wanted: false, pending: true);
        Assert.Equal(new BoardCommand.DeleteGroup(2), restored.Next(WithGroups(new GroupReading(2, "Run", 300, [4, 5, 12])), Now));
    }

    private static ChasingGroup Group(string name, int interval, params int[] pins) => new(
        new ChasingGroupId(Guid.Empty), new LayoutId(Guid.Empty), name, interval, [.. pins.Select(pin => new OutputAddress(new MacAddress(1), pin))], 1);

    private static StatusSnapshot Reported(ChasingGroup group) =>
        WithGroups(new GroupReading(1, group.Name, group.Interval, [.. GroupRun.Pins(group)]));

    private void Start()
    {
        _run.Sent(_run.Next(WithGroups(), Now)!, Now);
        _run.Observe(Reported(s_group));
    }
}
