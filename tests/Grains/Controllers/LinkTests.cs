using RailHub.Grains.Owners;

namespace RailHub.Grains.Tests.Controllers;

public sealed class LinkTests : IAsyncLifetime
{
    private TestClub _club = null!;
    private TestBoard _board = null!;

    public async ValueTask InitializeAsync()
    {
        _club = await TestClub.StartAsync();
        await _club.Time.WaitBegun(Supervisor.Period);
        _board = await _club.StartBoardAsync(BoardProfile.RailHub8266);
        await _club.CreateLayoutWithAsync(_board);
    }

    public ValueTask DisposeAsync() => _club.DisposeAsync();

    [Fact]
    public async Task A_change_at_the_boards_own_page_is_adopted()
    {
        await _board.Virtual.ControlAsync(12, active: true, 40);
        var state = await _club.UntilAsync(_board, state => state.Find(12)!.Reported.Active);
        Assert.Equal(new OutputState(12, new OutputValues(true, 40, 0, "")), state.Find(12));
        Assert.Empty(_board.Commands);
    }

    [Fact]
    public async Task Of_two_addresses_that_are_given_at_once_the_newer_stays()
    {
        var grain = _club.Grain(_board).Grain;
        var known = (await _club.Grain(_board).GetState()).Expect().Controller;
        await Task.WhenAll(
            grain.Configure(known with { HttpPort = 1, WebSocketPort = 1, Version = known.Version + 1 }),
            grain.Configure(known with { Host = "localhost", Version = known.Version + 2 }));
        await _club.UntilLiveAsync(_board);
    }

    [Fact]
    public async Task A_silent_board_is_stale_until_it_speaks_again()
    {
        _board.Virtual.Freeze();
        _club.Time.Advance(TimeSpan.FromSeconds(10));
        await _club.UntilAsync(_board, state => state.Link.State == LinkState.Stale);
        _board.Virtual.Thaw();
        await _club.UntilAsync(_board, state => state.Link.State == LinkState.Live);
    }

    [Fact]
    public async Task A_board_without_power_is_offline_since_then_however_often_it_is_tried()
    {
        await _club.PowerOffAsync(_board);
        var since = (await _club.Grain(_board).GetState()).Expect().Link.Since;
        Assert.Equal(_club.Time.GetUtcNow(), since);
        var notReached = _club.UntilAsync(_board, state => state.Link.Reason == LinkReason.NotReached);
        _club.Time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(new LinkStatus(LinkState.Offline, since, LinkReason.NotReached), (await notReached).Link);
    }

    [Fact]
    public async Task What_was_known_of_a_board_stays_while_it_is_off()
    {
        await _club.Grain(_board).SetOutput(12, new OutputChange(Active: true, Brightness: 40));
        await _club.PowerOffAsync(_board);
        var state = (await _club.Grain(_board).GetState()).Expect();
        Assert.Equal(new OutputState(12, new OutputValues(true, 40, 0, "")), state.Find(12));
    }

    [Fact]
    public async Task A_board_whose_activation_was_lost_is_linked_again_though_nobody_asks_for_it()
    {
        var asked = _board.NextStatusRequest();
        await _club.Cluster.DeactivateAsync(_club.Grain(_board).Grain);
        _club.Time.Advance(Supervisor.Period);
        await asked;
        await _club.UntilLiveAsync(_board);
    }

    [Fact]
    public async Task All_boards_are_linked_again_after_a_restart_though_nobody_asks_for_them()
    {
        var asked = _board.NextStatusRequest();
        await _club.RestartAsync();
        await asked;
    }

    [Fact]
    public async Task A_new_activation_tells_a_higher_epoch()
    {
        var before = await _club.WatchAsync(_board);
        await _board.Virtual.ControlAsync(12, active: true, 100);
        await before.Until(state => state.Find(12)!.Reported.Active);
        await _club.RestartAsync();
        await _club.UntilLiveAsync(_board);
        var after = await _club.WatchAsync(_board);
        await _board.Virtual.ControlAsync(12, active: false, 100);
        await after.Until(state => !state.Find(12)!.Reported.Active);
        Assert.True(after.Changes[0].Epoch > before.Changes[^1].Epoch);
    }
}
