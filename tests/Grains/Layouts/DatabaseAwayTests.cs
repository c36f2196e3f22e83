using Microsoft.EntityFrameworkCore;
using RailHub.Grains.Controllers;
using RailHub.Grains.Owners;
using RailHub.Persistence;
using static RailHub.Grains.Tests.Controllers.RosterTests;

namespace RailHub.Grains.Tests.Layouts;

public abstract class DatabaseAwayTests(DatabaseProvider provider) : IAsyncLifetime
{
    private TestClub _club = null!;
    private TestBoard _board = null!;
    private Layout _layout = null!;
    private Scene _scene = null!;

    public async ValueTask InitializeAsync()
    {
        _club = await TestClub.StartAsync(provider: provider);
        await _club.Time.WaitBegun(Supervisor.Period);
        _board = await _club.StartBoardAsync(BoardProfile.RailHub8266);
        _layout = await _club.CreateLayoutWithAsync(_board);
        _scene = (await _club.Grain(_layout).CreateScene(new SceneDraft("Night", [_board.Target(4, brightness: 20)]))).Expect();
        _club.Database.GoAway();
    }

    public async ValueTask DisposeAsync()
    {
        await _club.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Live_control_goes_on()
    {
        Assert.Equal(CommandResult.Confirmed, (await _club.Grain(_board).SetOutput(5, new OutputChange(Active: true))).Expect().Result);
        Assert.Equal(CommandResult.Confirmed, Assert.Single((await _club.Grain(_layout).RecallScene(_scene.Id)).Expect().Results).Result);
        Assert.Equal(LinkState.Live, (await _club.Grain(_board).GetState()).Expect().Link.State);
    }

    [Fact]
    public async Task What_is_known_can_be_read()
    {
        Assert.Equal([_layout], (await _club.Club.GetRoster()).Layouts);
        Assert.Equal("Night", Assert.Single((await _club.Grain(_layout).GetScenes()).Expect().Scenes).Name);
    }

    [Fact]
    public async Task Edits_are_refused_and_change_nothing()
    {
        var other = await _club.StartBoardAsync(BoardProfile.RailHub32);
        var layout = _club.Grain(_layout);
        Away(await _club.Club.CreateLayout(new LayoutDraft("Branch")));
        Away(await _club.Club.RenameLayout(_layout.Id, new LayoutDraft("Branch"), null));
        Away(await _club.Club.DeleteLayout(_layout.Id, null));
        Away(await layout.AddController(other.Draft));
        Away(await layout.EditController(_board.Id, new ControllerEdit(Name: "Yard"), null));
        Away(await layout.RemoveController(_board.Id, null));
        Away(await layout.CreateScene(new SceneDraft("Day", [_board.Target(4)])));
        Away(await layout.ReplaceScene(_scene.Id, new SceneDraft("Day", [_board.Target(4)]), null));
        Away(await layout.DeleteScene(_scene.Id, null));
        Away(await layout.CreateChasingGroup(new ChasingGroupDraft("Run", 300, [_board.Output(4), _board.Output(5)])));

        var before = (await layout.GetRoster()).Expect();
        _club.Database.ComeBack();
        await _club.RestartAsync();
        var after = (await _club.Grain(_layout).GetRoster()).Expect();
        Assert.Equal(before.Controllers, after.Controllers);
        Assert.Equal(before.Scenes, after.Scenes);
        Assert.Equal([_layout], (await _club.Club.GetRoster()).Layouts);
    }

    [Fact]
    public async Task Edits_work_again_when_it_is_back()
    {
        Away(await _club.Grain(_layout).DeleteScene(_scene.Id, null));
        _club.Database.ComeBack();
        (await _club.Grain(_layout).DeleteScene(_scene.Id, _scene.Version)).Expect();
    }

    [Fact]
    public async Task A_wish_for_a_board_that_is_off_cannot_be_kept()
    {
        await _club.PowerOffAsync(_board);
        Away(await _club.Grain(_board).SetOutput(5, new OutputChange(Active: true)));
    }

    [Fact]
    public async Task A_command_that_could_not_be_saved_says_so_and_is_kept_as_soon_as_the_database_is_back()
    {
        _board.HoldCommands();
        var command = _board.NextCommand();
        var waiting = _club.Grain(_board).SetOutput(5, new OutputChange(Active: true));
        await command;
        await _club.Time.Pass(Board.ConfirmWait);
        Assert.Equal(CommandResult.Unsaved, (await waiting).Expect().Result);

        _club.Database.ComeBack();
        _club.Time.Advance(Supervisor.Period);
        await _club.UntilStoredAsync(database => database.Wishes.AnyAsync(wish => wish.Pin == 5), "the wish to be kept");
        await _club.RestartAsync();
        _board.ReleaseCommands();
        await _club.UntilAsync(_board, state => state.Find(5) is { Drift: Drift.None, Reported.Active: true });
    }

    [Fact]
    public async Task Behind_a_database_that_hangs_saves_do_not_queue_and_the_link_stays()
    {
        _club.Database.Hang();
        _board.HoldCommands();
        var command = _board.NextCommand();
        var waiting = _club.Grain(_board).SetOutput(5, new OutputChange(Active: true));
        await command;
        await _club.Time.Pass(Board.ConfirmWait);
        Assert.Equal(CommandResult.Unsaved, (await _club.GiveTimeAsync(waiting, BoardStore.Limit)).Expect().Result);

        for (var round = 0; round < 20; round++)
        {
            await _club.LetSecondsPassAsync(5, _board);
        }

        // A save, the supervisor's list and the owner epoch; each may begin while the one before it is just giving up.
        Assert.True(_club.Database.MostWaiting <= 6, $"{_club.Database.MostWaiting} waited at once.");
        Assert.Equal(LinkState.Live, (await _club.Grain(_board).GetState()).Expect().Link.State);
        _club.Database.ComeBack();
        _board.ReleaseCommands();
        await _club.LetSecondsPassAsync(40, _board);
        Assert.True((await _club.Grain(_board).GetState()).Expect().Find(5) is { Drift: Drift.None, Reported.Active: true });
        Assert.False(await _club.ReadStoredAsync(database => database.Wishes.AnyAsync()));
    }

    private static void Away<T>(Outcome<T> outcome)
        where T : class => Refused(outcome, RefusalKind.Unavailable, RefusalCodes.DatabaseAway, null);
}

public sealed class DatabaseAwayOnSqlite() : DatabaseAwayTests(DatabaseProvider.Sqlite);

public sealed class DatabaseAwayOnPostgres() : DatabaseAwayTests(DatabaseProvider.Postgres);
