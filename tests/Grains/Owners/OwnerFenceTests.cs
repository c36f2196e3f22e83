using RailHub.Grains.Owners;

namespace RailHub.Grains.Tests.Owners;

public sealed class OwnerFenceTests : IDisposable
{
    private readonly ClubTime _club = new();
    private readonly ClubTime _machine = new();
    private readonly Heartbeat _heartbeat;
    private readonly OutsideContact _contact;
    private readonly OwnerFence _fence;

    public OwnerFenceTests()
    {
        _heartbeat = new Heartbeat(_machine, TestClub.Harmless);
        _contact = new OutsideContact(_machine, TestClub.Harmless);
        _fence = new OwnerFence(_club, _heartbeat, _contact);
    }

    public void Dispose() => _heartbeat.Dispose();

    [Fact]
    public void It_holds_for_fifteen_seconds_after_each_look()
    {
        _club.Advance(OwnerFence.Longest);
        Assert.True(_fence.Holds);
        _fence.Proven(_fence.Begin());
        _club.Advance(OwnerFence.Longest);
        Assert.True(_fence.Holds);
        _club.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(_fence.Holds);
    }

    [Fact]
    public void A_look_that_began_before_the_last_one_changes_nothing()
    {
        var look = _fence.Begin();
        _club.Advance(OwnerFence.Longest);
        _fence.Proven(_fence.Begin());
        _fence.Proven(look);
        _fence.Excuse(look);
        _club.Advance(OwnerFence.Longest);
        Assert.True(_fence.Holds);
    }

    [Fact]
    public async Task One_of_several_silos_that_reaches_nobody_sends_nothing_whatever_its_own_supervisor_says()
    {
        await _heartbeat.StartAsync(CancellationToken.None);
        _contact.Know(isOneOfSeveral: true);
        for (var part = 0; part < 4; part++)
        {
            Assert.True(_fence.Holds);
            _machine.Advance(TestClub.Harmless / 4);
            _fence.Excuse(_fence.Begin());
        }

        // Not a standstill: there were beats.
        _machine.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(_fence.Excuse(_fence.Begin()));
        Assert.False(_fence.Holds);
        _contact.Reached(_contact.Begin());
        Assert.True(_fence.Excuse(_fence.Begin()));
    }

    [Fact]
    public void A_look_counts_from_when_it_began()
    {
        var look = _fence.Begin();
        _club.Advance(OwnerFence.Longest + TimeSpan.FromMilliseconds(1));
        _fence.Proven(look);
        Assert.False(_fence.Holds);
    }

    [Fact]
    public void A_standstill_is_noticed_before_the_clock_of_the_process_beats_again()
    {
        _machine.Advance(Heartbeat.Longest + TimeSpan.FromMilliseconds(1));
        Assert.False(_fence.Holds);
    }

    [Fact]
    public async Task A_standstill_stays_noticed_when_the_process_goes_on()
    {
        await _heartbeat.StartAsync(CancellationToken.None);
        for (var beat = 0; beat < 100; beat++)
        {
            _machine.Advance(TimeSpan.FromMilliseconds(250));
        }

        Assert.True(_fence.Holds);
        _machine.Advance(TimeSpan.FromSeconds(3));
        _machine.Advance(TimeSpan.FromMilliseconds(250));
        Assert.False(_fence.Holds);
    }

    [Fact]
    public async Task A_standstill_before_a_look_is_covered_by_it_and_one_during_it_is_not()
    {
        await _heartbeat.StartAsync(CancellationToken.None);
        _machine.Advance(TimeSpan.FromSeconds(3));
        _fence.Proven(_fence.Begin());
        Assert.True(_fence.Holds);

        var look = _fence.Begin();
        _machine.Advance(TimeSpan.FromSeconds(3));
        _fence.Proven(look);
        Assert.False(_fence.Holds);
    }

    [Fact]
    public void Where_the_database_does_not_say_that_is_as_good_as_a_look()
    {
        _club.Advance(OwnerFence.Longest + TimeSpan.FromMilliseconds(1));
        Assert.False(_fence.Holds);
        Assert.True(_fence.Excuse(_fence.Begin()));
        Assert.True(_fence.Holds);
    }

    [Fact]
    public async Task Where_the_database_does_not_say_standstills_are_excused_that_nobody_can_have_used()
    {
        await _heartbeat.StartAsync(CancellationToken.None);
        for (var standstill = 0; standstill < 10; standstill++)
        {
            _machine.Advance(TestClub.Harmless);
            Assert.False(_fence.Holds);
            Assert.True(_fence.Excuse(_fence.Begin()));
            Assert.True(_fence.Holds);
        }

        _machine.Advance(TestClub.Harmless + TimeSpan.FromMilliseconds(1));
        Assert.False(_fence.Excuse(_fence.Begin()));
        Assert.False(_fence.Excuse(_fence.Begin()));
        _fence.Proven(_fence.Begin());
        Assert.True(_fence.Holds);
    }

    [Fact]
    public void A_standstill_during_a_look_is_not_excused_by_it()
    {
        var look = _fence.Begin();
        _machine.Advance(TestClub.Harmless);
        Assert.False(_fence.Excuse(look));
    }

    [Fact]
    public void Who_is_alone_is_excused_however_long_it_stood_still()
    {
        using var heartbeat = new Heartbeat(_machine, TimeSpan.MaxValue);
        var fence = new OwnerFence(_club, heartbeat, _contact);
        _machine.Advance(TimeSpan.FromDays(3));
        Assert.False(fence.Holds);
        Assert.True(fence.Excuse(fence.Begin()));
    }

    [Fact]
    public void A_lost_one_is_lost_for_good()
    {
        _fence.Lose();
        _fence.Proven(_fence.Begin());
        Assert.False(_fence.Excuse(_fence.Begin()));
        Assert.False(_fence.Holds);
        Assert.True(_fence.IsLost);
    }

    [Fact]
    public void Setting_the_wall_clock_changes_nothing()
    {
        _club.SetWallClock(TimeSpan.FromHours(1));
        Assert.True(_fence.Holds);
        _club.SetWallClock(TimeSpan.FromHours(-2));
        _club.Advance(OwnerFence.Longest + TimeSpan.FromMilliseconds(1));
        Assert.False(_fence.Holds);
    }
}
