using System.Text;
using Microsoft.EntityFrameworkCore;
using RailHub.Grains.Owners;
using RailHub.Persistence;
using static RailHub.Grains.Tests.Controllers.RosterTests;

namespace RailHub.Grains.Tests.Desks;

/// <summary>Boards that leave a layout while its desk has something of them.</summary>
public abstract class DepartureTests(DatabaseProvider provider) : IAsyncLifetime
{
    private TestClub _club = null!;
    private TestBoard _yard = null!;
    private TestBoard _station = null!;
    private Layout _layout = null!;

    private ILayoutGrain Grain => _club.Grain(_layout);

    public async ValueTask InitializeAsync()
    {
        _club = await TestClub.StartAsync(provider: provider);
        await _club.Time.WaitBegun(Supervisor.Period);
        _yard = await _club.StartBoardAsync(BoardProfile.RailHub8266);
        _station = await _club.StartBoardAsync(BoardProfile.RailHub8266);
        _layout = await _club.CreateLayoutWithAsync(_yard, _station);
        (await Grain.EditController(_yard.Id, new ControllerEdit(Name: "Yard"), null)).Expect();
        foreach (var board in (TestBoard[])[_yard, _station])
        {
            await _club.Grain(board).SetOutput(4, new OutputChange(Active: true, Brightness: 60));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _club.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_board_that_is_removed_in_a_blackout_has_its_lamps_back_and_the_others_stay_dark()
    {
        await BlackoutAsync();
        (await Grain.RemoveController(_yard.Id, null)).Expect();
        Assert.Equal((60, 0), (Percent(_yard), Percent(_station)));
        Assert.Equal(HistoryKind.ControllerRemoved, (await EventsAsync())[0].Kind);

        // Where it comes back to, the desk rules again.
        (await Grain.RestoreController(_yard.Id)).Expect();
        await _club.UntilAsync(_yard, state => state.Find(4) is { Drift: Drift.Desk, Reported.Active: false });
        await ControlAsync(_layout, new DeskOrder(Blackout: false));
        await LitAsync(_yard);
    }

    [Fact]
    public async Task All_boards_of_a_layout_that_is_deleted_in_a_blackout_have_their_lamps_back()
    {
        await BlackoutAsync();
        (await _club.Club.DeleteLayout(_layout.Id, null)).Expect();
        Assert.Equal((60, 60), (Percent(_yard), Percent(_station)));
    }

    [Fact]
    public async Task So_has_a_board_that_an_import_takes_out_and_a_visiting_module()
    {
        var without = File(Board(_station, "Station"));
        await BlackoutAsync();
        Assert.Equal(["Yard"], (await ImportAsync(without, ImportMode.Replace)).Boards.Removed);
        Assert.Equal((60, 0), (Percent(_yard), Percent(_station)));

        var module = (await Grain.Import(File(Board(_yard, "Beacon")), new ImportOrder(ImportMode.Visit, IsDryRun: false, "Lighthouse"), null)).Expect().Module!.Value;
        await _club.UntilAsync(_yard, state => state.Find(4) is { Drift: Drift.Desk, Reported.Active: false });
        (await Grain.TakeOutModule(module)).Expect();
        Assert.Equal((60, 0), (Percent(_yard), Percent(_station)));
    }

    [Fact]
    public async Task In_the_layout_that_it_moves_to_that_ones_desk_rules()
    {
        var other = await _club.CreateLayoutAsync("Branch");
        await ControlAsync(other, new DeskOrder(Blackout: true));
        await ControlAsync(_layout, new DeskOrder(Master: 50, Park: [new ParkOrder(_yard.Id, 5, true, 35)]));
        await _club.UntilAsync(_yard, state => state.Find(4)!.Reported.Brightness == 30 && state.Find(5)!.Reported is { Active: true, Brightness: 35 });

        (await Grain.RemoveController(_yard.Id, null)).Expect();
        Assert.Equal((60, 0), (Percent(_yard), Percent(_yard, 5)));
        Assert.Empty((await Grain.GetDesk()).Expect().Parked);

        await _club.AddAsync(other, _yard);
        await _club.UntilAsync(_yard, state => state.Find(4) is { Drift: Drift.Desk, Reported.Active: false });
        await ControlAsync(_layout, new DeskOrder(Master: 20));
        await ControlAsync(other, new DeskOrder(Blackout: false));
        await LitAsync(_yard);
    }

    [Fact]
    public async Task Chases_begin_again_also_one_that_only_the_board_knows()
    {
        var chase = (await Grain.CreateChasingGroup(new ChasingGroupDraft("Run", 300, [_yard.Output(12), _yard.Output(13)]))).Expect();
        Assert.Equal(ChasingState.Running, (await Grain.StartChasingGroup(chase.Id)).Expect().State);
        await _yard.PostAsync("/api/chasing/create", new { groupId = 3, interval = 400, outputs = new[] { 14, 16 }, name = "Fair" });
        await _club.UntilAsync(_yard, state => state.BoardGroups.Count == 2);
        await BlackoutAsync();
        await _club.UntilAsync(_yard, state => state.BoardGroups.Count == 0);
        var before = Begun();

        var removing = Grain.RemoveController(_yard.Id, null);
        await TestClub.PollAsync(
            async () =>
            {
                await _club.Club.GetRoster();
                return Begun() == before + 2;
            },
            "both to begin");

        // It says so with its next message.
        _club.Time.Advance(TimeSpan.FromSeconds(2));
        await _club.Time.ComesAsync(removing, "the removal");
        (await removing).Expect();
        Assert.Equal(HistoryKind.ControllerRemoved, (await EventsAsync())[0].Kind);

        int Begun() => _yard.Commands.Count(command => command.Path == "/api/chasing/create");
    }

    [Fact]
    public async Task Of_a_board_that_cannot_be_reached_the_history_says_that_it_left_as_the_desk_had_it()
    {
        await BlackoutAsync();
        await _club.PowerOffAsync(_yard);
        (await Grain.RemoveController(_yard.Id, null)).Expect();
        var events = await EventsAsync();
        Assert.Equal(
            [(HistoryKind.BoardsLeftHeld, "Yard", 1), (HistoryKind.ControllerRemoved, "Yard", 0)],
            events.Take(2).Select(done => (done.Kind, done.Subject, done.Count)));

        (await Grain.RestoreController(_yard.Id)).Expect();
        await ControlAsync(_layout, new DeskOrder(Blackout: false));
        (await Grain.RemoveController(_yard.Id, null)).Expect();
        Assert.Equal(HistoryKind.ControllerRemoved, (await EventsAsync())[0].Kind);
    }

    [Fact]
    public async Task The_clubs_history_says_so_of_a_layout_that_is_deleted()
    {
        await BlackoutAsync();
        await _club.PowerOffAsync(_yard);
        (await _club.Club.DeleteLayout(_layout.Id, null)).Expect();
        Assert.Equal(60, Percent(_station));
        var kept = await _club.ReadStoredAsync(database => database.History.SingleAsync(row => row.Kind == HistoryKind.BoardsLeftHeld));
        Assert.Equal(("Yard", 1, _layout.Id), (kept.Subject, kept.Count, kept.LayoutId));
    }

    [Fact]
    public async Task A_board_that_does_not_do_what_it_is_told_keeps_nobody_waiting_for_long_and_that_is_said_too()
    {
        await BlackoutAsync();
        _yard.PretendToObey();
        (await _club.GiveTimeAsync(Grain.RemoveController(_yard.Id, null), TimeSpan.FromSeconds(3.5))).Expect();
        Assert.Equal((HistoryKind.BoardsLeftHeld, "Yard"), ((await EventsAsync())[0].Kind, (await EventsAsync())[0].Subject));
    }

    [Fact]
    public async Task A_removal_that_is_refused_brings_no_lamp_out_of_the_dark()
    {
        await BlackoutAsync();
        var told = _yard.Commands.Count;
        Refused(await Grain.RemoveController(_yard.Id, new IfVersion([99])), RefusalKind.Outdated, RefusalCodes.Outdated, null);
        _club.Database.GoAway();
        Assert.Equal(RefusalCodes.DatabaseAway, (await Grain.RemoveController(_yard.Id, null)).ExpectRefusal().Code);
        Assert.Equal(RefusalCodes.DatabaseAway, (await _club.Club.DeleteLayout(_layout.Id, null)).ExpectRefusal().Code);
        _club.Database.ComeBack();
        Assert.Equal((told, 0), (_yard.Commands.Count, Percent(_yard)));
    }

    [Fact]
    public async Task A_board_that_stays_after_all_is_dark_again()
    {
        // Only the edit itself finds out that a board of the file is elsewhere.
        var elsewhere = await _club.StartBoardAsync(BoardProfile.RailHub8266);
        await _club.AddAsync(await _club.CreateLayoutAsync("Branch"), elsewhere);
        await BlackoutAsync();
        var told = _yard.Commands.Count;

        Assert.Equal(
            RefusalCodes.FileInvalid,
            (await Grain.Import(File(Board(_station, "Station"), Board(elsewhere, "Shed")), new ImportOrder(ImportMode.Replace, IsDryRun: false), null)).ExpectRefusal().Code);

        await _club.UntilAsync(_yard, state => _yard.Commands.Count >= told + 2 && state.Find(4) is { Drift: Drift.Desk, Reported.Active: false });
        Assert.Equal(0, Percent(_yard));
        await ControlAsync(_layout, new DeskOrder(Blackout: false));
        await LitAsync(_yard);
    }

    private async Task BlackoutAsync()
    {
        await ControlAsync(_layout, new DeskOrder(Blackout: true));
        await _club.UntilAsync(_yard, state => state.Outputs.All(output => !output.Reported.Active));
        await _club.UntilAsync(_station, state => state.Outputs.All(output => !output.Reported.Active));
    }

    private async Task LitAsync(TestBoard board) => await _club.UntilAsync(board, state => state.Find(4)!.Reported is { Active: true, Brightness: 60 });

    private async Task<Desk> ControlAsync(Layout layout, DeskOrder order) => (await _club.Grain(layout).ControlDesk(order, null)).Expect();

    private async Task<LayoutChanges> ImportAsync(byte[] file, ImportMode mode) =>
        (await Grain.Import(file, new ImportOrder(mode, IsDryRun: false), null)).Expect();

    private async Task<IReadOnlyList<HistoryEvent>> EventsAsync() => (await Grain.GetHistory()).Expect().Events;

    // As the board itself has it, which nobody asks any more.
    private static int Percent(TestBoard board, int pin = 4) => (int)Math.Round(board.Virtual.LevelOf(pin) / 2.55);

    private static string Board(TestBoard board, string name) =>
        $$"""{ "mac": "{{board.Id}}", "name": "{{name}}", "host": "127.0.0.1", "httpPort": {{board.HttpPort}}, "webSocketPort": {{board.WebSocketPort}} }""";

    private static byte[] File(params string[] boards) =>
        Encoding.UTF8.GetBytes($$"""{ "format": "railhub-layout/1", "boards": [ {{string.Join(", ", boards)}} ] }""");
}

public sealed class DepartureOnSqlite() : DepartureTests(DatabaseProvider.Sqlite);

public sealed class DepartureOnPostgres() : DepartureTests(DatabaseProvider.Postgres);
