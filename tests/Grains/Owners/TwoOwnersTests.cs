using Microsoft.EntityFrameworkCore;
using RailHub.Grains.Owners;
using RailHub.Persistence;
using static RailHub.Grains.Tests.Controllers.RosterTests;

namespace RailHub.Grains.Tests.Owners;

/// <summary>Two activations of one board, on purpose: two clusters that know nothing of each other, on one database.</summary>
public abstract class TwoOwnersTests(DatabaseProvider provider) : IAsyncLifetime
{
    private TestClub _club = null!;
    private TestClub? _rival;
    private TestBoard _board = null!;
    private Layout _layout = null!;

    public async ValueTask InitializeAsync()
    {
        _club = await TestClub.StartAsync(provider: provider);
        await _club.Time.WaitBegun(Supervisor.Period);
        _board = await _club.StartBoardAsync(BoardProfile.RailHub8266);
        _layout = await _club.CreateLayoutWithAsync(_board);
    }

    public async ValueTask DisposeAsync()
    {
        if (_rival is not null)
        {
            await _rival.DisposeAsync();
        }

        await _club.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Who_is_taken_over_closes_the_link_within_a_round_of_the_supervisor()
    {
        var before = await _club.WatchAsync(_board);
        await _board.Virtual.ControlAsync(12, active: true, 40);
        await before.Until(state => state.Find(12)!.Reported.Active);

        await TakeOverAsync();
        Assert.Equal(2, _board.Virtual.StatusClients);
        _club.Time.Advance(Supervisor.Period);
        await _rival!.PollAsync(_board, () => _board.Virtual.StatusClients == 1, "the first to hang up");

        var after = await _rival!.WatchAsync(_board);
        await _board.Virtual.ControlAsync(12, active: false, 40);
        await after.Until(state => !state.Find(12)!.Reported.Active);
        Assert.True(after.Changes[0].Epoch > before.Changes[^1].Epoch);
        Assert.True(before.State.Find(12)!.Reported.Active); // It hears no more of it.
        Assert.Equal(CommandResult.Confirmed, (await _rival!.Grain(_board).SetOutput(4, new OutputChange(Active: true))).Expect().Result);
    }

    [Fact]
    public async Task Whoever_waits_for_one_that_is_taken_over_hears_that_it_moved_and_what_waits_is_not_sent()
    {
        _club.Time.Advance(TimeSpan.FromSeconds(4));
        var release = _board.HoldNextCommand();
        var command = _board.NextCommand();
        var sent = _club.Grain(_board).SetOutput(4, new OutputChange(Active: true));
        await command;
        var noted = _club.UntilAsync(_board, state => state.Find(5)!.Drift == Drift.Pending);
        var waiting = _club.Grain(_board).SetOutput(5, new OutputChange(Active: true));
        await noted;

        await TakeOverAsync();
        _club.Time.Advance(TimeSpan.FromSeconds(1));
        Refused(await sent, RefusalKind.Unavailable, RefusalCodes.OwnerMoved, null);
        Refused(await waiting, RefusalKind.Unavailable, RefusalCodes.OwnerMoved, null);

        release();
        Assert.Equal(CommandResult.Confirmed, (await _rival!.Grain(_board).SetOutput(12, new OutputChange(Active: true))).Expect().Result);
        Assert.Equal(["4", "12"], _board.Commands.Select(request => request.Body.Split([':', ','])[1]));
    }

    [Fact]
    public async Task Who_is_taken_over_saves_nothing_and_says_so()
    {
        await _club.PowerOffAsync(_board);
        var group = (await _club.Grain(_layout).CreateChasingGroup(new ChasingGroupDraft("Run", 300, [_board.Output(4), _board.Output(5)]))).Expect();
        _rival = await _club.StartRivalAsync();
        await _rival.UntilAsync(_board, state => state.Link.State == LinkState.Offline);

        Refused(await _club.Grain(_board).SetOutput(5, new OutputChange(Active: true)), RefusalKind.Unavailable, RefusalCodes.OwnerMoved, null);
        Assert.False(await StoredAsync(database => database.Wishes.AnyAsync()));

        // The next call finds a new activation, which owns the board again; the rival does not any more.
        Assert.Equal(ChasingState.Starting, (await _club.Grain(_layout).StartChasingGroup(group.Id)).Expect().State);
        Refused(await _rival!.Grain(_board).SetOutput(5, new OutputChange(Active: true)), RefusalKind.Unavailable, RefusalCodes.OwnerMoved, null);
        Assert.True(await StoredAsync(database => database.GroupRuns.AnyAsync(run => run.Wanted)));
        Assert.False(await StoredAsync(database => database.Wishes.AnyAsync()));
    }

    [Fact]
    public async Task A_layout_that_is_taken_over_edits_nothing()
    {
        _rival = await _club.StartRivalAsync();
        (await _rival.Grain(_layout).CreateScene(new SceneDraft("Night", [_board.Target(4)]))).Expect();
        Refused(
            await _club.Grain(_layout).CreateScene(new SceneDraft("Day", [_board.Target(4)])), RefusalKind.Unavailable, RefusalCodes.OwnerMoved, null);

        Assert.Equal(["Night"], (await _club.Grain(_layout).GetScenes()).Expect().Scenes.Select(scene => scene.Name));
    }

    [Fact]
    public async Task A_board_that_is_removed_and_added_again_has_a_higher_epoch()
    {
        var before = await EpochAsync();
        (await _club.Grain(_layout).RemoveController(_board.Id, null)).Expect();
        await _club.AddAsync(_layout, _board);
        Assert.True(await EpochAsync() > before);
    }

    [Fact]
    public async Task A_save_that_loses_a_race_with_a_removal_leaves_nothing_behind()
    {
        await _club.PowerOffAsync(_board);
        _club.Database.Hang();
        var waiting = _club.Grain(_board).SetOutput(5, new OutputChange(Active: true));
        await _club.Database.Waiting();

        _rival = await _club.StartRivalAsync();
        (await _rival.Grain(_layout).RemoveController(_board.Id, null)).Expect();
        _club.Database.ComeBack();

        Refused(await waiting, RefusalKind.Unavailable, RefusalCodes.OwnerMoved, null);
        Assert.False(await StoredAsync(database => database.Wishes.AnyAsync()));
        Refused(await _club.Grain(_board).SetOutput(5, new OutputChange(Active: true)), RefusalKind.NotFound, RefusalCodes.ControllerUnknown, null);
    }

    [Fact]
    public async Task After_a_standstill_nothing_is_sent_before_the_epoch_was_read_and_the_link_stays()
    {
        _club.Database.GoAway();
        _club.Machine.Advance(TimeSpan.FromSeconds(3));
        var waiting = _club.Grain(_board).SetOutput(4, new OutputChange(Active: true));
        await _club.Time.Pass(TimeSpan.FromSeconds(1));
        await _club.Time.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(CommandResult.Unsaved, (await waiting).Expect().Result);
        Assert.Empty(_board.Commands);
        Assert.Equal(LinkState.Live, (await _club.Grain(_board).GetState()).Expect().Link.State);

        _club.Database.ComeBack();
        await _club.Time.Pass(TimeSpan.FromSeconds(1));
        await _club.UntilAsync(_board, state => state.Find(4) is { Drift: Drift.None, Reported.Active: true });
    }

    [Fact]
    public async Task One_that_was_taken_over_while_it_stood_still_sends_nothing_when_it_goes_on()
    {
        await TakeOverAsync();
        _club.Machine.Advance(TimeSpan.FromSeconds(3));
        Refused(await _club.Grain(_board).SetOutput(4, new OutputChange(Active: true)), RefusalKind.Unavailable, RefusalCodes.OwnerMoved, null);
        Assert.Empty(_board.Commands);
    }

    private async Task TakeOverAsync()
    {
        _rival = await _club.StartRivalAsync();
        await _rival.UntilLiveAsync(_board);
    }

    private Task<long> EpochAsync() => StoredAsync(database => database.Owners.Where(row => row.Grain == GrainKeys.Owner(_board.Id)).Select(row => row.Epoch).SingleAsync());

    private Task<T> StoredAsync<T>(Func<RailHubDb, Task<T>> read) => _club.ReadStoredAsync(read);
}

public sealed class TwoOwnersOnSqlite() : TwoOwnersTests(DatabaseProvider.Sqlite);

public sealed class TwoOwnersOnPostgres() : TwoOwnersTests(DatabaseProvider.Postgres);
