using Microsoft.EntityFrameworkCore;
using RailHub.Grains.Owners;

namespace RailHub.Grains.Tests.Controllers;

/// <summary>A board that writes without end and never reads holds up nothing for longer than closing a link may take.</summary>
public sealed class FloodingBoardTests : IAsyncLifetime
{
    // As the link has it.
    private static readonly TimeSpan s_closing = TimeSpan.FromSeconds(1);

    private TestClub _club = null!;
    private TestBoard _board = null!;
    private Layout _layout = null!;
    private FloodingFeed _feed = null!;

    private ILayoutGrain Grain => _club.Grain(_layout);

    public async ValueTask InitializeAsync()
    {
        _club = await TestClub.StartAsync();
        await _club.Time.WaitBegun(Supervisor.Period);
        _board = await _club.StartBoardAsync(BoardProfile.RailHub8266);
        _layout = await _club.CreateLayoutAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _club.DisposeAsync();
        _feed?.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Its_address_is_edited(bool isAsking)
    {
        await FloodAsync(isAsking);
        (await InTimeAsync(Grain.EditController(_board.Id, new ControllerEdit(WebSocketPort: _board.WebSocketPort), null))).Expect();
        await _feed.Ended.Await("the link to be closed");
        await _club.UntilAsync(_board, state => state.Link.State == LinkState.Live && state.Controller.WebSocketPort == _board.WebSocketPort);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_is_removed(bool isAsking)
    {
        await FloodAsync(isAsking);
        (await InTimeAsync(Grain.RemoveController(_board.Id, null))).Expect();
        await _feed.Ended.Await("the link to be closed");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Its_layout_is_deleted_and_gone_before_the_link_is(bool isAsking)
    {
        await FloodAsync(isAsking);
        var deleting = _club.Club.DeleteLayout(_layout.Id, null);
        await TestClub.PollAsync(async () => (await Grain.GetRoster()).Refusal is { Code: RefusalCodes.LayoutUnknown }, "the layout to be gone");
        (await InTimeAsync(deleting)).Expect();
        await _feed.Ended.Await("the link to be closed");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Its_grain_goes_and_the_next_activation_answers(bool isAsking)
    {
        await FloodAsync(isAsking);
        var epoch = await EpochAsync();
        await InTimeAsync(GoAsync());
        Assert.Equal(epoch + 1, await EpochAsync());
        await _feed.Ended.Await("the link to be closed");

        async Task<ControllerState> GoAsync()
        {
            await _club.Cluster.DeactivateAsync(_club.Grain(_board).Grain);
            return (await _club.Grain(_board).GetState()).Expect();
        }
    }

    private Task<long> EpochAsync() => _club.ReadStoredAsync(
        database => database.Owners.Where(row => row.Grain == GrainKeys.Owner(_board.Id)).Select(row => row.Epoch).SingleAsync());

    private async Task FloodAsync(bool isAsking)
    {
        using var http = new HttpClient();
        _feed = new FloodingFeed(await http.GetByteArrayAsync(new Uri($"http://127.0.0.1:{_board.Virtual.HttpPort}/api/status")), isAsking);
        (await Grain.AddController(_board.Draft with { WebSocketPort = _feed.Port })).Expect();
        _board.Layout = _layout.Id;
        await _club.UntilLiveAsync(_board);
        await _feed.FloodAsync();
    }

    /// <summary>Lets the time of a closing pass, and hardly more.</summary>
    private async Task<T> InTimeAsync<T>(Task<T> call)
    {
        var began = _club.Time.GetTimestamp();
        await Task.WhenAny(call, _club.Time.WaitBegun(s_closing));
        _club.Time.Advance(s_closing);
        await _club.Time.ComesAsync(call, "an answer while a board floods");
        Assert.InRange(_club.Time.GetElapsedTime(began), s_closing, 4 * s_closing);
        return await call;
    }
}
