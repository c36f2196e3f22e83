using Microsoft.EntityFrameworkCore;
using RailHub.Grains.Controllers;
using RailHub.Grains.Owners;
using RailHub.Persistence;

namespace RailHub.Grains.Tests.Owners;

/// <summary>Live control goes on while the database is in trouble, for as long as that lasts.</summary>
public abstract class OutageTests(DatabaseProvider provider) : IAsyncLifetime
{
    private TestClub _club = null!;
    private TestBoard _board = null!;
    private Layout _layout = null!;
    private Scene _scene = null!;
    private ChasingGroup _group = null!;

    public static TheoryData<DatabaseTrouble> Troubles => [.. Enum.GetValues<DatabaseTrouble>()];

    private ILayoutGrain Grain => _club.Grain(_layout);

    public async ValueTask InitializeAsync()
    {
        _club = await TestClub.StartAsync(provider: provider);
        await _club.Time.WaitBegun(Supervisor.Period);
        _board = await _club.StartBoardAsync(BoardProfile.RailHub8266);
        _layout = await _club.CreateLayoutWithAsync(_board);
        _scene = (await Grain.CreateScene(new SceneDraft("Night", [_board.Target(4, brightness: 20)]))).Expect();
        _group = (await Grain.CreateChasingGroup(new ChasingGroupDraft("Run", 300, [_board.Output(12), _board.Output(13)]))).Expect();
    }

    public async ValueTask DisposeAsync()
    {
        await _club.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task Lamps_scenes_and_chasing_groups_work_for_minutes_and_what_they_came_to_is_kept_when_it_is_over(DatabaseTrouble trouble)
    {
        await _club.BeginAsync(trouble, _board);
        for (var part = 0; part < 3; part++)
        {
            await ControlAsync(isSlow: trouble == DatabaseTrouble.Hung && part == 0, isOn: part % 2 == 0);
            await _club.LetRoundsPassAsync(12, _board);
        }

        await StartAsync(isSlow: false);
        Assert.Equal(LinkState.Live, (await _club.Grain(_board).GetState()).Expect().Link.State);

        _club.Database.ComeBack();
        await _club.LetRoundsPassAsync(2, _board);
        await _club.UntilStoredAsync(database => database.GroupRuns.AnyAsync(run => run.Wanted), "the run to be kept");
        await _club.RestartAsync();
        await _club.UntilAsync(_board, state => state.Groups is [{ State: ChasingState.Running }]);
    }

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task A_short_standstill_meanwhile_does_not_end_it(DatabaseTrouble trouble)
    {
        await _club.BeginAsync(trouble, _board);
        _club.Machine.Advance(TestClub.Harmless - TimeSpan.FromMilliseconds(1));
        await _club.GiveTimeAsync(_club.Grain(_board).SetOutput(5, new OutputChange(Active: true)), BoardStore.Limit);
        await _club.UntilAsync(_board, state => state.Find(5) is { Drift: Drift.None, Reported.Active: true });
    }

    [Fact]
    public async Task Reads_and_recalls_pass_by_an_edit_that_hangs()
    {
        _club.Database.Hang();
        var creating = _club.Club.CreateLayout(new LayoutDraft("Branch"));
        await _club.Database.Waiting();
        var adding = Grain.CreateScene(new SceneDraft("Day", [_board.Target(4)]));

        Assert.Equal([_layout], (await _club.Club.GetRoster()).Layouts);
        Assert.Equal(["Night"], (await Grain.GetScenes()).Expect().Scenes.Select(scene => scene.Name));
        Assert.Equal(CommandResult.Confirmed, Assert.Single((await Grain.RecallScene(_scene.Id)).Expect().Results).Result);
        Assert.False(creating.IsCompleted || adding.IsCompleted);

        Assert.Equal(RefusalCodes.DatabaseAway, (await _club.GiveTimeAsync(creating, OwnedRows.Limit)).Refusal?.Code);
        Assert.Equal(RefusalCodes.DatabaseAway, (await _club.GiveTimeAsync(adding, OwnedRows.Limit)).Refusal?.Code);
        _club.Database.ComeBack();
        (await _club.Club.CreateLayout(new LayoutDraft("Branch"))).Expect();
        (await Grain.CreateScene(new SceneDraft("Day", [_board.Target(4)]))).Expect();
    }

    [Fact]
    public async Task A_save_that_nobody_waits_for_any_more_is_never_committed()
    {
        await _club.PowerOffAsync(_board);
        _club.Database.Hang();
        var waiting = _club.Grain(_board).SetOutput(4, new OutputChange(Active: true));
        await _club.Database.Waiting();
        Assert.Equal(RefusalCodes.DatabaseAway, (await _club.GiveTimeAsync(waiting, BoardStore.Limit)).Refusal?.Code);

        // The next save has its turn when nothing of that one is under way any more.
        _club.Database.ComeBack();
        Assert.Equal(CommandResult.Offline, (await _club.Grain(_board).SetOutput(5, new OutputChange(Active: true))).Expect().Result);
        Assert.Equal([5], await _club.ReadStoredAsync(database => database.Wishes.Select(wish => wish.Pin).ToListAsync()));
    }

    private async Task ControlAsync(bool isSlow, bool isOn)
    {
        Assert.Equal(CommandResult.Confirmed, (await _club.Grain(_board).SetOutput(5, new OutputChange(Active: isOn))).Expect().Result);
        (await _club.Grain(_board).SetOutput(4, new OutputChange(Active: false))).Expect();
        Assert.Equal(CommandResult.Confirmed, Assert.Single((await Grain.RecallScene(_scene.Id)).Expect().Results).Result);
        await StartAsync(isSlow);

        var command = _board.NextCommand();
        var stopping = Grain.StopChasingGroup(_group.Id);
        Assert.Equal("/api/chasing/delete", (await command).Path);
        await _club.LetSecondsPassAsync(1, _board);
        Assert.Equal(ChasingState.Stopped, (await stopping).Expect().State);
    }

    private async Task StartAsync(bool isSlow)
    {
        // So that no wait of somebody else is just as long as that for the database.
        _club.Time.Advance(TimeSpan.FromMilliseconds(1));
        var command = _board.NextCommand();
        var starting = Grain.StartChasingGroup(_group.Id);
        if (isSlow)
        {
            // The first to find out that the database hangs.
            await _club.Time.Pass(BoardStore.Limit);
        }

        Assert.Equal("/api/chasing/create", (await command).Path);
        await _club.LetSecondsPassAsync(1, _board);
        Assert.Equal(ChasingState.Running, (await starting).Expect().State);
    }
}

public sealed class OutageOnSqlite() : OutageTests(DatabaseProvider.Sqlite);

public sealed class OutageOnPostgres() : OutageTests(DatabaseProvider.Postgres);
