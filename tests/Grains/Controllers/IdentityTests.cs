using RailHub.Grains.Controllers;
using RailHub.Grains.Owners;

namespace RailHub.Grains.Tests.Controllers;

/// <summary>No board gets a command that is not meant for it.</summary>
public sealed class IdentityTests : IAsyncLifetime
{
    private TestClub _club = null!;
    private TestBoard _board = null!;
    private TestBoard _other = null!;
    private Layout _layout = null!;

    private ILayoutGrain Grain => _club.Grain(_layout);

    public async ValueTask InitializeAsync()
    {
        _club = await TestClub.StartAsync();
        await _club.Time.WaitBegun(Supervisor.Period);
        _board = await _club.StartBoardAsync(BoardProfile.RailHub8266);
        _other = await _club.StartBoardAsync(BoardProfile.RailHub8266);
        _layout = await _club.CreateLayoutAsync();
    }

    public ValueTask DisposeAsync() => _club.DisposeAsync();

    [Fact]
    public async Task Added_with_the_status_port_of_another_board_neither_is_switched()
    {
        var added = (await Grain.AddController(_board.Draft with { WebSocketPort = _other.WebSocketPort })).Expect();
        _board.Layout = _layout.Id;
        Assert.Equal(_board.Id, added.Id);
        await _club.UntilAsync(_board, state => state.Link is { State: LinkState.Offline, Reason: LinkReason.DifferentBoard });
        Assert.Equal(CommandResult.Offline, (await _club.Grain(_board).SetOutput(4, new OutputChange(Active: true))).Expect().Result);
        await SilentAsync();

        (await Grain.EditController(_board.Id, new ControllerEdit(WebSocketPort: _board.WebSocketPort), null)).Expect();
        await _club.UntilAsync(_board, state => state.Find(4) is { Drift: Drift.None, Reported.Active: true });
        Assert.Empty(_other.Commands);
    }

    [Fact]
    public async Task Moved_to_the_command_port_of_another_board_neither_is_switched()
    {
        await _club.AddAsync(_layout, _board);
        (await Grain.EditController(_board.Id, new ControllerEdit(HttpPort: _other.HttpPort), null)).Expect();
        await _club.UntilAsync(_board, state => state.Link is { State: LinkState.Offline, Reason: LinkReason.DifferentBoard });
        Assert.Equal(CommandResult.Offline, (await _club.Grain(_board).SetOutput(4, new OutputChange(Active: true))).Expect().Result);
        await SilentAsync();

        (await Grain.EditController(_board.Id, new ControllerEdit(HttpPort: _board.HttpPort), null)).Expect();
        await _club.UntilAsync(_board, state => state.Find(4) is { Drift: Drift.None, Reported.Active: true });
        Assert.Empty(_other.Commands);
    }

    [Fact]
    public async Task A_wish_for_a_board_that_fell_silent_waits_until_the_address_is_proven_anew()
    {
        await _club.AddAsync(_layout, _board);
        await _club.LetSecondsPassAsync(2, _board);

        // The board vanishes without a word, and its address is given to another.
        _board.Virtual.Freeze();
        _board.PassTo(_other);
        _club.Time.Advance(TimeSpan.FromSeconds(6));
        var asked = _board.NextStatusRequest();
        var waiting = _club.Grain(_board).SetOutput(4, new OutputChange(Active: true));
        await asked;
        await _club.UntilAsync(_board, state => state.Link is { State: LinkState.Offline, Reason: LinkReason.DifferentBoard });
        await _club.Time.Pass(Board.ConfirmWait);
        Assert.Equal(CommandResult.Offline, (await waiting).Expect().Result);
        Assert.Empty(_board.Commands);
        Assert.Equal(0, _other.Virtual.LevelOf(4));

        _board.Virtual.Thaw();
        _board.PassTo(_board);
        _club.Time.Advance(TimeSpan.FromSeconds(4));
        await _club.UntilAsync(_board, state => state.Find(4) is { Drift: Drift.None, Reported.Active: true });
        Assert.Equal(0, _other.Virtual.LevelOf(4));
    }

    [Fact]
    public async Task A_command_that_was_answered_and_does_not_show_is_asked_about_before_the_next()
    {
        await _club.AddAsync(_layout, _board);
        _board.PretendToObey();
        var command = _board.NextCommand();
        var first = _club.Grain(_board).SetOutput(4, new OutputChange(Active: true));
        await command;

        var asked = _board.NextStatusRequest();
        var next = _board.NextCommand();
        var noted = _club.UntilAsync(_board, state => state.Find(5)!.Drift == Drift.Pending);
        var second = _club.Grain(_board).SetOutput(5, new OutputChange(Active: true));
        await noted;
        Assert.Single(_board.Commands);
        await _club.Time.Pass(CommandPump.ShowTime);
        await asked;
        Assert.Contains("\"pin\":5", (await next).Body, StringComparison.Ordinal);
        _club.Time.Advance(Board.ConfirmWait);
        await Task.WhenAll(first, second);
    }

    [Fact]
    public async Task A_command_that_was_answered_by_another_board_is_the_last_it_gets()
    {
        await _club.AddAsync(_layout, _board);

        // It is live before its HTTP port has said who it is: a command that is confirmed needs both.
        Assert.Equal(CommandResult.Confirmed, (await _club.Grain(_board).SetOutput(12, new OutputChange(Active: true))).Expect().Result);
        _board.PassTo(_other);
        var command = _board.NextCommand();
        var first = _club.Grain(_board).SetOutput(4, new OutputChange(Active: true));
        await command;
        var second = _club.Grain(_board).SetOutput(5, new OutputChange(Active: true));
        await _club.Time.Pass(CommandPump.ShowTime);
        await _club.UntilAsync(_board, state => state.Link is { State: LinkState.Offline, Reason: LinkReason.DifferentBoard });
        _club.Time.Advance(Board.ConfirmWait);
        await Task.WhenAll(first, second);
        Assert.Equal(2, _board.Commands.Count);
        Assert.Equal(0, _other.Virtual.LevelOf(5));
    }

    /// <summary>Time passes, and nobody gets a command.</summary>
    private async Task SilentAsync()
    {
        for (var second = 0; second < 5; second++)
        {
            _club.Time.Advance(TimeSpan.FromSeconds(1));
            await _club.Grain(_board).GetState();
        }

        Assert.Empty(_board.Commands);
        Assert.Empty(_other.Commands);
    }
}
