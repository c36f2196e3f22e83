using RailHub.Grains.Owners;

namespace RailHub.Grains.Tests.Controllers;

/// <summary>A board that floods and never reads keeps nobody from getting rid of it.</summary>
public sealed class FloodingBoardTests : IAsyncLifetime
{
    // The end of a link takes a second; the rest is for what else waits for a second meanwhile.
    private static readonly TimeSpan s_most = TimeSpan.FromSeconds(5);

    private TestClub _club = null!;
    private TestBoard _board = null!;
    private FloodingSocket _socket = null!;
    private Layout _layout = null!;

    public async ValueTask InitializeAsync()
    {
        _club = await TestClub.StartAsync();
        await _club.Time.WaitBegun(Supervisor.Period);
        _board = await _club.StartBoardAsync(BoardProfile.RailHub8266);
        using var http = new HttpClient();
        _socket = new FloodingSocket(await http.GetByteArrayAsync(new Uri($"http://127.0.0.1:{_board.HttpPort}/api/status")));
        _layout = await _club.CreateLayoutAsync();
        (await _club.Grain(_layout).AddController(_board.Draft with { WebSocketPort = _socket.Port })).Expect();
        _board.Layout = _layout.Id;
        await _club.UntilLiveAsync(_board);
        await _socket.StalledAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _club.DisposeAsync();
        await _socket.DisposeAsync();
    }

    [Fact]
    public async Task Its_address_is_changed_within_seconds()
    {
        await SoonAsync(_club.Grain(_layout).EditController(_board.Id, new ControllerEdit(WebSocketPort: _board.WebSocketPort), null));
        await _club.UntilLiveAsync(_board);
        Assert.Equal(CommandResult.Confirmed, (await _club.Grain(_board).SetOutput(5, new OutputChange(Active: true))).Expect().Result);
    }

    [Fact]
    public async Task It_is_removed_within_seconds()
    {
        await SoonAsync(_club.Grain(_layout).RemoveController(_board.Id, null));
        Assert.Empty((await _club.Grain(_layout).GetRoster()).Expect().Controllers);
    }

    [Fact]
    public async Task Its_layout_is_deleted_within_seconds()
    {
        await SoonAsync(_club.Club.DeleteLayout(_layout.Id, null));
        Assert.Empty((await _club.Club.GetRoster()).Layouts);
    }

    private async Task SoonAsync<T>(Task<Outcome<T>> edit)
        where T : class
    {
        var begun = _club.Time.GetTimestamp();
        (await _club.GiveTimeAsync(edit, TimeSpan.FromSeconds(1))).Expect();
        Assert.InRange(_club.Time.GetElapsedTime(begun), TimeSpan.Zero, s_most);
    }
}
