using System.Net;
using RailHub.Persistence;

namespace RailHub.Grains.Tests.Finding;

/// <summary>Boards that get another address from their router, and layouts that follow them or do not.</summary>
public sealed class FollowTests : IAsyncLifetime
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(45);

    private TestClub _club = null!;
    private TestBoard _yard = null!;
    private Layout _layout = null!;

    private ILayoutGrain Grain => _club.Grain(_layout);

    public async ValueTask InitializeAsync()
    {
        _club = await TestClub.StartAsync(provider: DatabaseProvider.Sqlite);
        _yard = await _club.StartBoardAsync(BoardProfile.RailHub8266);
        _layout = await _club.CreateLayoutWithAsync(_yard);
        _club.Neighbourhood.Services = [new IPEndPoint(IPAddress.Loopback, _yard.HttpPort)];
    }

    public ValueTask DisposeAsync() => _club.DisposeAsync();

    [Fact]
    public async Task A_board_that_is_away_is_followed_to_where_it_tells_its_name()
    {
        await FollowAsync(true);
        await LoseAsync();

        await UntilMissedAsync();

        var state = await _club.UntilAsync(_yard, state => state.Link.State == LinkState.Live);
        Assert.Equal(("127.0.0.1", _yard.HttpPort, 3), (state.Controller.Host, state.Controller.HttpPort, state.Controller.Version));
        var followed = (await Grain.GetHistory()).Expect().Events[0];
        Assert.Equal((HistoryKind.ControllerFollowed, ActorKind.Platform), (followed.Kind, followed.By.Kind));
    }

    [Fact]
    public async Task It_is_not_followed_at_first_nor_where_the_layout_does_not_want_it()
    {
        Assert.False(_layout.FollowsBoards);
        await LoseAsync();
        await SeekAsync();
        Assert.Equal("127.0.0.77", (await RegisteredAsync()).Host);
        Assert.Equal(0, _club.Neighbourhood.Asked);

        await FollowAsync(true);
        await FollowAsync(false);
        await SeekAsync();
        Assert.Equal("127.0.0.77", (await RegisteredAsync()).Host);
    }

    [Fact]
    public async Task A_board_that_is_live_is_left_where_it_is()
    {
        await FollowAsync(true);
        _club.Neighbourhood.Services = [new IPEndPoint(IPAddress.Loopback, _yard.Virtual.HttpPort)];
        await SeekAsync();
        Assert.Equal(1, (await RegisteredAsync()).Version);
    }

    [Fact]
    public async Task One_that_answers_at_two_addresses_is_at_neither_for_certain()
    {
        await FollowAsync(true);
        await LoseAsync();
        _club.Neighbourhood.Services = [.. _club.Neighbourhood.Services, new IPEndPoint(IPAddress.Loopback, _yard.Virtual.HttpPort)];
        await SeekAsync();
        Assert.Equal("127.0.0.77", (await RegisteredAsync()).Host);
    }

    [Fact]
    public async Task Another_board_that_tells_its_name_is_not_taken_for_it()
    {
        var other = await _club.StartBoardAsync(BoardProfile.RailHub8266);
        await FollowAsync(true);
        await LoseAsync();
        _club.Neighbourhood.Services = [new IPEndPoint(IPAddress.Loopback, other.HttpPort)];
        await SeekAsync();
        Assert.Equal("127.0.0.77", (await RegisteredAsync()).Host);
    }

    [Fact]
    public async Task Many_that_are_missing_ask_the_network_once()
    {
        await FollowAsync(true);
        await LoseAsync();
        _club.Neighbourhood.Services = [];
        for (var time = 0; time < 5; time++)
        {
            await SeekAsync();
        }

        Assert.Equal(1, _club.Neighbourhood.Asked);
    }

    [Fact]
    public async Task That_a_layout_follows_stays_over_a_renaming_and_a_restart()
    {
        await FollowAsync(true);
        (await _club.Club.RenameLayout(_layout.Id, new LayoutDraft("Branch"), null)).Expect();
        await _club.RestartAsync();
        Assert.True(Assert.Single((await _club.Club.GetRoster()).Layouts).FollowsBoards);
    }

    private async Task FollowAsync(bool follow) =>
        Assert.Equal(follow, (await _club.Club.RenameLayout(_layout.Id, new LayoutDraft("Main line", follow), null)).Expect().FollowsBoards);

    // The address that the layout has is nobody's any more; the board goes on at another.
    private async Task LoseAsync()
    {
        (await Grain.EditController(_yard.Id, new ControllerEdit(Host: "127.0.0.77"), ifVersion: null)).Expect();
        await _club.UntilAsync(_yard, state => state.Link.State == LinkState.Offline);
    }

    private Task SeekAsync() => _club.Client.Finder().Seek(_layout.Id, _yard.Id);

    private async Task UntilMissedAsync()
    {
        // It may be in the middle of an attempt: so the clock goes on until it is followed.
        await TestClub.PollAsync(
            async () =>
            {
                if ((await RegisteredAsync()).Host == "127.0.0.77")
                {
                    _club.Time.Advance(s_look);
                }

                return (await RegisteredAsync()).Host != "127.0.0.77";
            },
            "the board to be followed");
    }

    private async Task<Controller> RegisteredAsync() => (await Grain.GetRoster()).Expect().Controllers.Single(known => known.Id == _yard.Id);
}
