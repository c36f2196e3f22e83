using Microsoft.EntityFrameworkCore;
using RailHub.Grains.Controllers;
using RailHub.Grains.Owners;
using RailHub.Persistence;
using static RailHub.Grains.Tests.Controllers.RosterTests;

namespace RailHub.Grains.Tests.Layouts;

/// <summary>Commits that fail, that nobody knows of whether they were carried out, and that race.</summary>
public abstract class CommitTests(DatabaseProvider provider) : IAsyncLifetime
{
    private TestClub _club = null!;
    private TestBoard _board = null!;
    private Layout _layout = null!;
    private Scene _scene = null!;

    private ILayoutGrain Grain => _club.Grain(_layout);

    public async ValueTask InitializeAsync()
    {
        _club = await TestClub.StartAsync(provider: provider);
        await _club.Time.WaitBegun(Supervisor.Period);
        _board = await _club.StartBoardAsync(BoardProfile.RailHub8266);
        _layout = await _club.CreateLayoutWithAsync(_board);
        _scene = (await Grain.CreateScene(new SceneDraft("Night", [_board.Target(4, brightness: 20)]))).Expect();
    }

    public async ValueTask DisposeAsync()
    {
        await _club.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_deletion_of_a_layout_that_fails_at_its_commit_changes_nothing()
    {
        _club.Database.FailNextCommit();
        Away(await _club.Club.DeleteLayout(_layout.Id, null));

        Assert.Equal([_layout], (await _club.Club.GetRoster()).Layouts);
        Assert.Equal(CommandResult.Confirmed, Assert.Single((await Grain.RecallScene(_scene.Id)).Expect().Results).Result);
        (await Grain.CreateScene(new SceneDraft("Day", [_board.Target(4)]))).Expect();
        await _club.RestartAsync();
        Assert.Equal([_layout], (await _club.Club.GetRoster()).Layouts);
        Assert.Equal(["Day", "Night"], (await Grain.GetScenes()).Expect().Scenes.Select(scene => scene.Name));
        await _club.UntilLiveAsync(_board);
    }

    [Fact]
    public async Task A_deletion_of_a_layout_that_was_carried_out_unnoticed_is_seen_by_the_next()
    {
        _club.Database.BreakAfterNextCommit();
        Away(await _club.Club.DeleteLayout(_layout.Id, null));
        Assert.Equal(CommandResult.Confirmed, Assert.Single((await Grain.RecallScene(_scene.Id)).Expect().Results).Result);

        _club.Database.ComeBack();
        Refused(await _club.Club.DeleteLayout(_layout.Id, null), RefusalKind.NotFound, RefusalCodes.LayoutUnknown, null);
        Assert.Empty((await _club.Club.GetRoster()).Layouts);
        Refused(await Grain.GetRoster(), RefusalKind.NotFound, RefusalCodes.LayoutUnknown, null);
        await InAWhileAsync(
            async () => (await _club.Grain(_board).GetState()).Refusal is { Code: RefusalCodes.ControllerUnknown } && _board.Virtual.StatusClients == 0,
            "its boards to be let go");
        await _club.AddAsync(await _club.CreateLayoutAsync("Other"), _board);
    }

    [Fact]
    public async Task After_an_edit_that_was_carried_out_unnoticed_reads_go_on_and_the_next_edit_sees_the_truth()
    {
        _club.Database.BreakAfterNextCommit();
        Away(await Grain.CreateScene(new SceneDraft("Day", [_board.Target(4)])));
        Assert.Equal(["Night"], (await Grain.GetScenes()).Expect().Scenes.Select(scene => scene.Name));
        Assert.Equal(CommandResult.Confirmed, Assert.Single((await Grain.RecallScene(_scene.Id)).Expect().Results).Result);
        Away(await Grain.DeleteScene(_scene.Id, null));

        _club.Database.ComeBack();
        Refused(await Grain.CreateScene(new SceneDraft("Day", [_board.Target(4)])), RefusalKind.Conflict, RefusalCodes.NameTaken, "name");
        Assert.Equal(["Day", "Night"], (await Grain.GetScenes()).Expect().Scenes.Select(scene => scene.Name));
    }

    [Fact]
    public async Task A_boards_address_that_was_changed_unnoticed_is_linked_after_the_next_edit()
    {
        _club.Database.BreakAfterNextCommit();
        Away(await Grain.EditController(_board.Id, new ControllerEdit(Name: "Yard", HttpPort: _board.Virtual.HttpPort), null));
        Assert.Equal(_board.HttpPort, (await _club.Grain(_board).GetState()).Expect().Controller.HttpPort);

        _club.Database.ComeBack();
        (await Grain.CreateScene(new SceneDraft("Day", [_board.Target(4)]))).Expect();
        await _club.UntilAsync(
            _board, state => state is { Link.State: LinkState.Live, Controller.Name: "Yard" } && state.Controller.HttpPort == _board.Virtual.HttpPort);
    }

    [Fact]
    public async Task A_board_that_was_removed_unnoticed_is_let_go_after_the_next_edit()
    {
        _club.Database.BreakAfterNextCommit();
        Away(await Grain.RemoveController(_board.Id, null));
        Assert.Equal(LinkState.Live, (await _club.Grain(_board).GetState()).Expect().Link.State);

        _club.Database.ComeBack();
        Refused(await Grain.RemoveController(_board.Id, null), RefusalKind.NotFound, RefusalCodes.ControllerUnknown, null);
        await _club.PollAsync(_board, () => _board.Virtual.StatusClients == 0, "the link to be closed");
    }

    [Fact]
    public async Task A_layout_that_was_made_unnoticed_is_seen_by_the_next_edit()
    {
        _club.Database.BreakAfterNextCommit();
        Away(await _club.Club.CreateLayout(new LayoutDraft("Branch")));
        _club.Database.ComeBack();
        Refused(await _club.Club.CreateLayout(new LayoutDraft("Branch")), RefusalKind.Conflict, RefusalCodes.NameTaken, "name");
        Assert.Equal(["Main line", "Branch"], (await _club.Club.GetRoster()).Layouts.Select(layout => layout.Name));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Rows_of_which_nobody_knows_are_read_again_soon_though_nobody_edits(bool isCarriedOut)
    {
        BreakCommit(isCarriedOut);
        Away(await Grain.CreateScene(new SceneDraft("Day", [_board.Target(4)])));
        BreakCommit(isCarriedOut);
        Away(await _club.Club.CreateLayout(new LayoutDraft("Branch")));

        _club.Database.ComeBack();
        await InAWhileAsync(
            async () => (await Grain.GetScenes()).Expect().Scenes.Count == (isCarriedOut ? 2 : 1)
                && (await _club.Club.GetRoster()).Layouts.Count == (isCarriedOut ? 2 : 1),
            "what the database has");
    }

    [Fact]
    public async Task A_layout_that_was_deleted_unnoticed_leaves_the_list_though_nobody_edits()
    {
        _club.Database.BreakAfterNextCommit();
        Away(await _club.Club.DeleteLayout(_layout.Id, null));
        _club.Database.ComeBack();
        await InAWhileAsync(async () => (await _club.Club.GetRoster()).Layouts.Count == 0, "the layout to leave the list");

        // The layout may have to look as well.
        await InAWhileAsync(async () => (await _club.Club.GetRoster()).Layouts.Count == 0 && _board.Virtual.StatusClients == 0, "its boards to be let go");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_wish_of_which_nobody_knows_whether_it_is_kept_is_not_refused_and_happens(bool isCarriedOut)
    {
        await _club.PowerOffAsync(_board);
        BreakCommit(isCarriedOut);
        Assert.Equal(CommandResult.Unsaved, (await _club.Grain(_board).SetOutput(5, new OutputChange(Active: true))).Expect().Result);
        Assert.Equal(true, (await _club.Grain(_board).GetState()).Expect().Find(5)?.Desired?.Active);

        _club.Database.ComeBack();
        if (!isCarriedOut)
        {
            _club.Time.Advance(Supervisor.Period);
            await _club.UntilStoredAsync(database => database.Wishes.AnyAsync(), "the wish to be kept");
        }

        await _club.RestartAsync();
        await _club.PowerOnAsync(_board);
        await _club.UntilAsync(_board, state => state.Find(5) is { Drift: Drift.None, Reported.Active: true });
    }

    [Fact]
    public async Task A_start_of_which_nobody_knows_whether_it_is_kept_is_not_refused_and_happens()
    {
        var group = (await Grain.CreateChasingGroup(new ChasingGroupDraft("Run", 300, [_board.Output(12), _board.Output(13)]))).Expect();
        await _club.PowerOffAsync(_board);
        _club.Database.BreakAfterNextCommit();
        Assert.Equal(ChasingState.Starting, (await Grain.StartChasingGroup(group.Id)).Expect().State);

        _club.Database.ComeBack();
        await _club.RestartAsync();
        await _club.PowerOnAsync(_board);
        await _club.UntilAsync(_board, state => state.Groups is [{ State: ChasingState.Running }]);
    }

    [Fact]
    public async Task The_last_word_to_an_output_counts_though_an_older_one_was_kept_unnoticed()
    {
        await _club.PowerOffAsync(_board);
        _club.Database.BreakAfterNextCommit();
        Assert.Equal(CommandResult.Unsaved, (await _club.Grain(_board).SetOutput(5, new OutputChange(Active: true))).Expect().Result);
        await _club.PowerOnAsync(_board);

        // The first word may have reached the board before it: then it is taken back there.
        var last = (await _club.Grain(_board).SetOutput(5, new OutputChange(Active: false))).Expect().Result;
        Assert.True(last is CommandResult.Unsaved or CommandResult.Confirmed, $"{last}");
        await _club.UntilAsync(_board, state => state.Find(5) is { Drift: Drift.None, Reported.Active: false });

        // It is so, and yet the database may have the first word still.
        Assert.Equal(CommandResult.Unsaved, (await _club.Grain(_board).SetOutput(5, new OutputChange(Active: false))).Expect().Result);
        _club.Database.ComeBack();
        Assert.Equal(CommandResult.AlreadySo, (await _club.Grain(_board).SetOutput(5, new OutputChange(Active: false))).Expect().Result);
        var sent = _board.Commands.Count;

        await _club.RestartAsync();
        await _club.UntilLiveAsync(_board);
        Assert.Equal(sent, _board.Commands.Count);
        Assert.False((await _club.Grain(_board).GetState()).Expect().Find(5)!.Reported.Active);
        Assert.False(await _club.ReadStoredAsync(database => database.Wishes.AnyAsync()));
    }

    [Fact]
    public async Task A_boards_save_that_was_carried_out_unnoticed_is_repeated_and_is_there_once()
    {
        await _club.PowerOffAsync(_board);
        Assert.Equal(CommandResult.Offline, (await _club.Grain(_board).SetOutput(4, new OutputChange(Active: true))).Expect().Result);
        _club.Database.BreakAfterNextCommit();
        Assert.Equal(CommandResult.Unsaved, (await _club.Grain(_board).SetOutput(5, new OutputChange(Active: true))).Expect().Result);
        _club.Database.ComeBack();
        Assert.Equal(CommandResult.Offline, (await _club.Grain(_board).SetOutput(5, new OutputChange(Active: true))).Expect().Result);

        await _club.UntilStoredAsync(
            async database => (await database.Wishes.OrderBy(wish => wish.Pin).Select(wish => wish.Pin).ToListAsync()) is [4, 5], "each wish once");
        await _club.PowerOnAsync(_board);
        await _club.UntilAsync(_board, state => state.Find(4)!.Reported.Active && state.Find(5)!.Reported.Active);
        Assert.Equal(2, _board.Commands.Count);
    }

    [Fact]
    public async Task A_boards_link_stays_though_nobody_knows_what_came_of_its_save()
    {
        var watch = await _club.WatchAsync(_board);
        _board.HoldCommands();
        var command = _board.NextCommand();
        var waiting = _club.Grain(_board).SetOutput(5, new OutputChange(Active: true));
        await command;
        _club.Database.BreakAfterNextCommit();
        await _club.Time.Pass(Board.ConfirmWait);
        Assert.Equal(CommandResult.Unsaved, (await waiting).Expect().Result);

        _club.Database.ComeBack();
        _board.ReleaseCommands();
        await watch.Until(state => state.Find(5) is { Drift: Drift.None, Reported.Active: true });
        Assert.All(watch.Changes, change => Assert.True(change is { Whole: null, Delta.Link: null } && change.Epoch == watch.Changes[0].Epoch));
    }

    [Fact]
    public async Task A_dissolved_layout_stays_dissolved_whatever_races_with_it()
    {
        var stray = await _club.StartBoardAsync(BoardProfile.RailHub32);
        for (var round = 0; round < 60; round++)
        {
            var layout = await _club.CreateLayoutAsync($"Layout {round}");
            var grain = _club.Grain(layout);
            var adding = grain.AddController(stray.Draft);
            var dissolving = round % 2 == 0 ? _club.Club.DeleteLayout(layout.Id, null) : Task.FromResult<Outcome<Done>>(Done.Instance);
            var reading = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => grain.GetRoster()));
            if (round % 2 != 0)
            {
                await reading;
                dissolving = _club.Club.DeleteLayout(layout.Id, null);
            }

            await Task.WhenAll(adding, dissolving, reading);
            (await dissolving).Expect();
            Assert.True((await adding).Refusal is null or { Code: RefusalCodes.LayoutUnknown or RefusalCodes.OwnerMoved }, $"{(await adding).Refusal}");
            Refused(await grain.GetRoster(), RefusalKind.NotFound, RefusalCodes.LayoutUnknown, null);
            Refused(await grain.AddController(stray.Draft), RefusalKind.NotFound, RefusalCodes.LayoutUnknown, null);
        }

        Assert.Equal([_layout], (await _club.Club.GetRoster()).Layouts);
        Assert.Equal([_board.Id], await _club.ReadStoredAsync(database => database.Controllers.Select(row => row.Id).ToListAsync()));
        await _club.AddAsync(_layout, stray);
    }

    private void BreakCommit(bool isCarriedOut)
    {
        if (isCarriedOut)
        {
            _club.Database.ComeBack();
            _club.Database.BreakAfterNextCommit();
        }
        else
        {
            _club.Database.FailNextCommit();
        }
    }

    private Task InAWhileAsync(Func<Task<bool>> holds, string what) => TestClub.PollAsync(
        async () =>
        {
            if (await holds())
            {
                return true;
            }

            // Not while somebody reads: whoever takes longer than the clock allows has to begin again.
            if (_club.Time.IsWaitedFor(OwnedRows.Rest))
            {
                _club.Time.Advance(OwnedRows.Rest);
            }

            return false;
        },
        what);

    private static void Away<T>(Outcome<T> outcome)
        where T : class => Refused(outcome, RefusalKind.Unavailable, RefusalCodes.DatabaseAway, null);
}

public sealed class CommitsOnSqlite() : CommitTests(DatabaseProvider.Sqlite);

public sealed class CommitsOnPostgres() : CommitTests(DatabaseProvider.Postgres);
