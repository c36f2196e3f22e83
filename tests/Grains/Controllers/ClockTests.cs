using RailHub.Grains.Controllers;
using RailHub.Grains.Hosting;
using RailHub.Grains.Owners;

namespace RailHub.Grains.Tests.Controllers;

/// <summary>Somebody, or a time server, sets the wall clock: what lasts goes on as long as it would have.</summary>
public sealed class ClockTests : IAsyncLifetime
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);
    private static readonly int s_burst = new BoardOptions().CommandBurst;

    private TestClub _club = null!;
    private TestBoard _board = null!;

    private BoardGrain Grain => _club.Grain(_board);

    public async ValueTask InitializeAsync()
    {
        _club = await TestClub.StartAsync();
        await _club.Time.WaitBegun(Supervisor.Period);
        _board = await _club.StartBoardAsync(BoardProfile.RailHub32);
        await _club.CreateLayoutWithAsync(_board);
    }

    public ValueTask DisposeAsync() => _club.DisposeAsync();

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task What_is_not_confirmed_is_sent_again_after_three_seconds(int hours)
    {
        _board.PretendToObey();
        var command = _board.NextCommand();
        var waiting = Grain.SetOutput(18, new OutputChange(Active: true));
        await command;
        _club.Time.SetWallClock(s_hour * hours);
        await _club.Time.Pass(Board.ConfirmWait);
        Assert.Equal(CommandResult.Accepted, (await waiting).Expect().Result);
        Assert.Single(_board.Commands);

        _board.Obey();
        await _club.Time.Pass(TimeSpan.FromSeconds(1));
        await _club.UntilAsync(_board, state => state.Find(18) is { Drift: Drift.None, Reported.Active: true });
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task The_budget_of_a_board_is_neither_used_up_nor_filled(int hours)
    {
        for (var brightness = 1; brightness <= s_burst; brightness++)
        {
            Assert.Equal(CommandResult.Confirmed, (await Grain.SetOutput(18, new OutputChange(Brightness: brightness))).Expect().Result);
        }

        _club.Time.SetWallClock(s_hour * hours);
        var next = Grain.SetOutput(18, new OutputChange(Brightness: 100));
        await _club.Time.WaitBegun(TimeSpan.FromMilliseconds(100));
        Assert.Equal(s_burst, _board.Commands.Count);
        _club.Time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(CommandResult.Confirmed, (await next).Expect().Result);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task Observers_and_the_link_stay(int hours)
    {
        var watch = await _club.WatchAsync(_board);
        _club.Time.SetWallClock(s_hour * hours);
        await _board.Virtual.ControlAsync(18, active: true, 100);
        await watch.Until(state => state is { Link.State: LinkState.Live } && state.Find(18)!.Reported.Active);
        await _club.LetSecondsPassAsync(1, _board);
        Assert.Equal(CommandResult.Confirmed, (await Grain.SetOutput(18, new OutputChange(Active: false))).Expect().Result);
        await watch.Until(state => !state.Find(18)!.Reported.Active);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_board_that_falls_silent_is_stale_after_ten_seconds(int hours)
    {
        await _club.LetSecondsPassAsync(3, _board);
        _club.Time.SetWallClock(s_hour * hours);
        await _club.LetSecondsPassAsync(3, _board);
        _board.Virtual.Freeze();

        // It was heard within the last second.
        _club.Time.Advance(TimeSpan.FromSeconds(11));
        await _club.UntilAsync(_board, state => state.Link.State == LinkState.Stale);
    }

    [Fact]
    public async Task A_silo_that_starts_after_the_clock_was_set_back_is_believed()
    {
        var before = await _club.WatchAsync(_board);
        await _board.Virtual.ControlAsync(18, active: true, 100);
        await before.Until(state => state.Find(18)!.Reported.Active);

        _club.Time.SetWallClock(-s_hour);
        await _club.RestartAsync();
        await _club.UntilLiveAsync(_board);
        var after = await _club.WatchAsync(_board);
        await _board.Virtual.ControlAsync(18, active: false, 100);
        await after.Until(state => !state.Find(18)!.Reported.Active);
        Assert.True(after.Changes[0].Epoch > before.Changes[^1].Epoch);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_kept_wish_happens_when_the_board_is_back_also_after_a_restart(int hours)
    {
        await _club.PowerOffAsync(_board);
        Assert.Equal(CommandResult.Offline, (await Grain.SetOutput(18, new OutputChange(Active: true))).Expect().Result);
        _club.Time.SetWallClock(s_hour * hours);
        await _club.RestartAsync();
        await _club.PowerOnAsync(_board);
        await _club.UntilAsync(_board, state => state.Find(18) is { Drift: Drift.None, Reported.Active: true });
    }

    [Theory]
    [InlineData(-3600, 0)]
    [InlineData(0, 4)]
    [InlineData(0, 100)]
    [InlineData(3600, 0)]
    public async Task A_kept_fade_comes_to_its_end_after_a_restart_in_its_middle_and_at_once_when_its_time_has_passed(int setBy, int passed)
    {
        var fading = await _club.Grain(_board).Grain.Apply(
            _board.Layout,
            [new Intent(18, new OutputChange(Active: true, Brightness: 80), default, TimeSpan.FromSeconds(60), Curve.Linear, Origin.Scene, Stamps.None)]);
        Assert.Equal(CommandResult.Accepted, Assert.Single(fading.Expect().Results).Result);
        _club.Time.Advance(TimeSpan.FromSeconds(2));

        _club.Time.SetWallClock(TimeSpan.FromSeconds(setBy));
        _club.Time.Advance(TimeSpan.FromSeconds(passed));
        await _club.RestartAsync();
        await _club.UntilLiveAsync(_board);
        if (setBy + passed < 60)
        {
            await _club.LetSecondsPassAsync(61, _board);
        }

        await _club.UntilAsync(_board, state => state.Find(18) is { Drift: Drift.None, Reported: { Active: true, Brightness: 80 } });
    }
}
