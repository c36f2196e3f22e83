using RailHub.Persistence;

namespace RailHub.Grains.Tests.Controllers;

public abstract class RosterTests(DatabaseProvider provider) : IAsyncLifetime
{
    private TestClub _club = null!;
    private TestBoard _board = null!;

    public async ValueTask InitializeAsync()
    {
        _club = await TestClub.StartAsync(provider: provider);
        _board = await _club.StartBoardAsync(BoardProfile.RailHub8266, options => options with { Name = "Harbour" });
    }

    public async ValueTask DisposeAsync()
    {
        await _club.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_added_board_has_its_own_name_and_reports()
    {
        var layout = await _club.CreateLayoutAsync();
        var added = (await _club.Grain(layout).AddController(_board.Draft)).Expect();
        Assert.Equal(new Controller(_board.Id, layout.Id, "Harbour", "127.0.0.1", _board.HttpPort, _board.WebSocketPort, 1), added);

        var state = await _club.UntilLiveAsync(_board);
        Assert.Equal(added, state.Controller);
        Assert.Equal("Harbour", state.BoardName);
        Assert.True(state.HasChasing);
        Assert.Equal([4, 5, 12, 13, 14, 16, 2], state.Outputs.Select(output => output.Pin));
        Assert.Equal([added], (await _club.Grain(layout).GetRoster()).Expect().Controllers);
    }

    [Fact]
    public async Task A_given_name_goes_before_the_boards_own()
    {
        var layout = await _club.CreateLayoutAsync();
        Assert.Equal("Yard", (await _club.Grain(layout).AddController(_board.Draft with { Name = " Yard " })).Expect().Name);
    }

    [Fact]
    public async Task What_answers_but_is_no_board_is_unfit()
    {
        // The status port knows only WebSockets, and answers 400 to all else (protocol 3.1).
        var layout = await _club.CreateLayoutAsync();
        Refused(await _club.Grain(layout).AddController(_board.Draft with { HttpPort = _board.WebSocketPort }), RefusalKind.Unfit, RefusalCodes.NotABoard, "host");
    }

    [Theory]
    [InlineData("00:00:00:00:00:00", "no address at all")]
    [InlineData("FF:FF:FF:FF:FF:FF", "the address of everybody")]
    [InlineData("01:00:5E:00:00:FB", "the address of a group")]
    public async Task A_board_without_an_address_of_its_own_is_unfit(string mac, string words)
    {
        var nobody = await _club.StartBoardAsync(BoardProfile.RailHub8266, options => options with { Mac = mac });
        var layout = await _club.CreateLayoutAsync();
        var refusal = Refused(await _club.Grain(layout).AddController(nobody.Draft), RefusalKind.Unfit, RefusalCodes.MacInvalid, "host");
        Assert.Contains($"{mac}, which is {words}.", refusal.Detail, StringComparison.Ordinal);
        Assert.Empty((await _club.Grain(layout).GetRoster()).Expect().Controllers);
    }

    [Fact]
    public async Task Where_nobody_listens_nothing_is_reached()
    {
        await _board.Virtual.PowerOffAsync();
        var layout = await _club.CreateLayoutAsync();
        Refused(
            await _club.Grain(layout).AddController(_board.Draft with { HttpPort = _board.Virtual.HttpPort }),
            RefusalKind.TimedOut,
            RefusalCodes.NotReached,
            "host");
    }

    [Fact]
    public async Task A_board_that_hangs_is_given_six_seconds()
    {
        _board.Virtual.Freeze();
        var layout = await _club.CreateLayoutAsync();
        var adding = _club.Grain(layout).AddController(_board.Draft);
        await _club.Time.Pass(TimeSpan.FromSeconds(6));
        Refused(await adding, RefusalKind.TimedOut, RefusalCodes.NoAnswer, "host");
    }

    [Fact]
    public async Task A_board_is_in_one_layout_only()
    {
        await _club.CreateLayoutWithAsync(_board);
        var other = await _club.CreateLayoutAsync("Branch line");
        var taken = Refused(await _club.Grain(other).AddController(_board.Draft), RefusalKind.Conflict, RefusalCodes.ControllerTaken, "host");
        Assert.Contains("\"Main line\"", taken.Detail, StringComparison.Ordinal);
        Assert.Empty((await _club.Grain(other).GetRoster()).Expect().Controllers);
    }

    [Fact]
    public async Task A_malformed_draft_names_its_field()
    {
        var layout = _club.Grain(await _club.CreateLayoutAsync());
        Refused(await layout.AddController(new ControllerDraft("http://x")), RefusalKind.Invalid, RefusalCodes.HostInvalid, "host");
        Refused(await layout.AddController(new ControllerDraft("x", HttpPort: 0)), RefusalKind.Invalid, RefusalCodes.PortInvalid, "httpPort");
        Refused(await layout.AddController(new ControllerDraft("x", WebSocketPort: 70000)), RefusalKind.Invalid, RefusalCodes.PortInvalid, "webSocketPort");
        Refused(await layout.AddController(new ControllerDraft("x", Name: " ")), RefusalKind.Invalid, RefusalCodes.NameInvalid, "name");
    }

    [Fact]
    public async Task A_layout_that_is_not_there_takes_no_board()
    {
        var nowhere = _club.Grain(new Layout(new LayoutId(Guid.NewGuid()), "Nowhere", 1));
        Refused(await nowhere.AddController(_board.Draft), RefusalKind.NotFound, RefusalCodes.LayoutUnknown, null);
    }

    [Fact]
    public async Task A_renamed_board_stays_linked()
    {
        var layout = await _club.CreateLayoutWithAsync(_board);
        var renamed = (await _club.Grain(layout).EditController(_board.Id, new ControllerEdit(Name: "Yard"), ifVersion: 1)).Expect();
        Assert.Equal(("Yard", 2), (renamed.Name, renamed.Version));
        var state = (await _club.Grain(_board).GetState()).Expect();
        Assert.Equal((renamed, LinkState.Live), (state.Controller, state.Link.State));
    }

    [Fact]
    public async Task An_edit_of_an_older_version_is_outdated()
    {
        var layout = await _club.CreateLayoutWithAsync(_board);
        var outdated = Refused(
            await _club.Grain(layout).EditController(_board.Id, new ControllerEdit(Name: "Yard"), ifVersion: 7), RefusalKind.Outdated, RefusalCodes.Outdated, null);
        Assert.Equal(1, outdated.CurrentVersion);
    }

    [Fact]
    public async Task A_board_that_moved_is_found_at_its_new_address()
    {
        var layout = await _club.CreateLayoutWithAsync(_board);
        await _club.Grain(layout).EditController(_board.Id, new ControllerEdit(HttpPort: _board.Virtual.HttpPort), ifVersion: null);
        await _club.UntilAsync(_board, state => state.Link.State == LinkState.Live && state.Controller.HttpPort == _board.Virtual.HttpPort);

        var answer = (await _club.Grain(_board).SetOutput(4, new OutputChange(Active: true))).Expect();
        Assert.Equal(CommandResult.Confirmed, answer.Result);
        Assert.Empty(_board.Commands); // The new address does not pass the tap.
    }

    [Fact]
    public async Task Another_board_at_the_address_is_kept_away()
    {
        var other = await _club.StartBoardAsync(BoardProfile.RailHub8266);
        var layout = await _club.CreateLayoutWithAsync(_board);
        await _club.Grain(layout).EditController(_board.Id, new ControllerEdit(null, null, other.HttpPort, other.WebSocketPort), ifVersion: null);
        await _club.UntilAsync(_board, state => state.Link is { State: LinkState.Offline, Reason: LinkReason.DifferentBoard });
    }

    [Fact]
    public async Task A_removed_board_is_let_go_and_can_come_back()
    {
        var layout = await _club.CreateLayoutWithAsync(_board);
        (await _club.Grain(layout).RemoveController(_board.Id, ifVersion: 1)).Expect();
        Refused(await _club.Grain(_board).GetState(), RefusalKind.NotFound, RefusalCodes.ControllerUnknown, null);
        Refused(await _club.Grain(layout).RemoveController(_board.Id, null), RefusalKind.NotFound, RefusalCodes.ControllerUnknown, null);

        _club.Time.Advance(TimeSpan.FromMilliseconds(1));
        var added = await _club.AddAsync(layout, _board);
        Assert.Equal(1, added.Version);
        Assert.Equal(CommandResult.Confirmed, (await _club.Grain(_board).SetOutput(4, new OutputChange(Active: true))).Expect().Result);
    }

    [Fact]
    public async Task Whoever_waits_for_a_board_that_is_removed_hears_of_it()
    {
        var layout = await _club.CreateLayoutWithAsync(_board);
        _board.HoldCommands();
        var command = _board.NextCommand();
        var waiting = _club.Grain(_board).SetOutput(4, new OutputChange(Active: true));
        await command;
        (await _club.Grain(layout).RemoveController(_board.Id, null)).Expect();
        Refused(await waiting, RefusalKind.NotFound, RefusalCodes.ControllerUnknown, null);
    }

    [Fact]
    public async Task Boards_stand_in_the_order_they_were_added_also_after_a_restart()
    {
        var second = await _club.StartBoardAsync(BoardProfile.RailHub32);
        var layout = await _club.CreateLayoutWithAsync(second, _board);
        await _club.RestartAsync();
        Assert.Equal([second.Id, _board.Id], (await _club.Grain(layout).GetRoster()).Expect().Controllers.Select(controller => controller.Id));
    }

    internal static Refusal Refused<T>(Outcome<T> outcome, RefusalKind kind, string code, string? field)
        where T : class
    {
        var refusal = outcome.ExpectRefusal();
        Assert.Equal((kind, code, field), (refusal.Kind, refusal.Code, refusal.Field));
        return refusal;
    }
}

public sealed class RosterOnSqlite() : RosterTests(DatabaseProvider.Sqlite);

public sealed class RosterOnPostgres() : RosterTests(DatabaseProvider.Postgres);
