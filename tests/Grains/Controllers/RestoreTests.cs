using Microsoft.EntityFrameworkCore;
using RailHub.Grains.Controllers;
using RailHub.Persistence;
using static RailHub.Grains.Tests.Controllers.RosterTests;

namespace RailHub.Grains.Tests.Controllers;

public abstract class RestoreTests(DatabaseProvider provider) : IAsyncLifetime
{
    private TestClub _club = null!;
    private TestBoard _yard = null!;
    private TestBoard _station = null!;
    private Layout _layout = null!;

    private ILayoutGrain Grain => _club.Grain(_layout);

    public async ValueTask InitializeAsync()
    {
        _club = await TestClub.StartAsync(provider: provider);
        _yard = await _club.StartBoardAsync(BoardProfile.RailHub8266);
        _station = await _club.StartBoardAsync(BoardProfile.RailHub32);
        _layout = await _club.CreateLayoutWithAsync(_yard, _station);
    }

    public async ValueTask DisposeAsync()
    {
        await _club.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_board_that_is_off_comes_back_whole_and_in_its_place()
    {
        var area = (await Grain.CreateArea(new AreaDraft("Station"))).Expect();
        await Grain.EditController(_yard.Id, new ControllerEdit(Name: "Yard"), null);
        await Grain.EditLamps(
            new LampEdits([new LampEdit(_yard.Id, 4, new Became<string>("Hall"), new Became<AreaId?>(area.Id), Place: new Became<PlanPlace>(new PlanPlace(0.5, 0.5)))]), null);
        var scene = (await Grain.CreateScene(new SceneDraft("Night", [_yard.Target(4), _station.Target(18)]))).Expect();
        var chase = (await Grain.CreateChasingGroup(new ChasingGroupDraft("Run", 300, [_yard.Output(12), _yard.Output(13)]))).Expect();
        Assert.Equal(ChasingState.Running, (await Grain.StartChasingGroup(chase.Id)).Expect().State);
        var before = (await Grain.GetRoster()).Expect();
        await _club.PowerOffAsync(_yard);
        (await Grain.RemoveController(_yard.Id, null)).Expect();
        Assert.Equal(_yard.Id, Assert.Single((await Grain.GetRemovedControllers()).Expect().Controllers).Id);

        var restored = (await Grain.RestoreController(_yard.Id)).Expect();

        Assert.Equal(before.Controllers[0] with { Version = restored.Version }, restored);
        Assert.True(restored.Version > before.Controllers[0].Version);
        Assert.NotEqual(LinkState.Live, (await _club.Grain(_yard).GetState()).Expect().Link.State);
        Assert.Empty((await Grain.GetRemovedControllers()).Expect().Controllers);
        await CheckAsync();
        await _club.PowerOnAsync(_yard);
        await _club.UntilAsync(_yard, state => state.Groups is [{ State: ChasingState.Running }]);
        await _club.RestartAsync();
        await CheckAsync();

        async Task CheckAsync()
        {
            var after = (await Grain.GetRoster()).Expect();
            Assert.Equal([_yard.Id, _station.Id], after.Controllers.Select(controller => controller.Id));
            Assert.Equal(before.Lamps.Lamps, after.Lamps.Lamps);
            Assert.Equal(chase.Members, Assert.Single(after.ChasingGroups).Members);
            Assert.Equal(scene.Targets, (await Grain.GetScene(scene.Id)).Expect().Targets);
        }
    }

    [Fact]
    public async Task A_board_that_was_added_since_comes_after_one_that_is_restored()
    {
        (await Grain.RemoveController(_station.Id, null)).Expect();
        var harbour = await _club.StartBoardAsync(BoardProfile.RailHub8266);
        await _club.AddAsync(_layout, harbour);
        (await Grain.RestoreController(_station.Id)).Expect();
        Assert.Equal([_yard.Id, _station.Id, harbour.Id], (await Grain.GetRoster()).Expect().Controllers.Select(controller => controller.Id));
        await _club.RestartAsync();
        Assert.Equal([_yard.Id, _station.Id, harbour.Id], (await Grain.GetRoster()).Expect().Controllers.Select(controller => controller.Id));
    }

    [Fact]
    public async Task A_board_that_is_somewhere_already_is_not_restored()
    {
        (await Grain.RemoveController(_yard.Id, null)).Expect();
        var other = await _club.CreateLayoutAsync("Branch line");
        await _club.AddAsync(other, _yard);
        var taken = Refused(await Grain.RestoreController(_yard.Id), RefusalKind.Conflict, RefusalCodes.ControllerTaken, null);
        Assert.Contains("\"Branch line\"", taken.Detail, StringComparison.Ordinal);
        Refused(await Grain.RestoreController(new MacAddress(7)), RefusalKind.NotFound, RefusalCodes.ControllerUnknown, null);
    }

    [Fact]
    public async Task Adding_a_board_again_takes_its_restore_back_and_keeps_what_is_known_of_its_lamps()
    {
        await Grain.EditLamps(new LampEdits([new LampEdit(_yard.Id, 4, new Became<string>("Hall"))]), null);
        (await Grain.RemoveController(_yard.Id, null)).Expect();
        await _club.AddAsync(_layout, _yard);
        Assert.Empty((await Grain.GetRemovedControllers()).Expect().Controllers);
        Assert.Equal("Hall", Assert.Single((await Grain.GetRoster()).Expect().Lamps.Lamps).Alias);
    }

    [Fact]
    public async Task After_its_time_nothing_is_kept_of_a_board()
    {
        await Grain.EditLamps(new LampEdits([new LampEdit(_yard.Id, 4, Hidden: true)]), null);
        (await Grain.RemoveController(_yard.Id, null)).Expect();
        _club.Time.SetWallClock(RosterEditor.RemovedFor + TimeSpan.FromMinutes(1));

        Assert.Empty((await Grain.GetRemovedControllers()).Expect().Controllers);
        Refused(await Grain.RestoreController(_yard.Id), RefusalKind.NotFound, RefusalCodes.ControllerUnknown, null);
        (await Grain.RemoveController(_station.Id, null)).Expect();
        Assert.Empty((await Grain.GetRoster()).Expect().Lamps.Lamps);
        Assert.False(await _club.ReadStoredAsync(database => database.Lamps.AnyAsync()));
    }

    [Fact]
    public async Task Only_the_last_removals_are_kept()
    {
        await _club.ReadStoredAsync(async database =>
        {
            for (var number = 0; number < RosterEditor.MostRemoved; number++)
            {
                database.RemovedControllers.Add(new RemovedControllerRow
                {
                    LayoutId = _layout.Id,
                    Controller = new MacAddress((ulong)(100 + number)),
                    Name = $"Board {number}",
                    Host = "192.168.1.40",
                    HttpPort = 80,
                    WebSocketPort = 81,
                    Position = 100 + number,
                    Version = 1,
                    RemovedAt = _club.Time.GetUtcNow().ToUnixTimeMilliseconds() - 1000 - number,
                });
            }

            return await database.SaveChangesAsync();
        });
        await _club.RestartAsync();
        (await Grain.RemoveController(_yard.Id, null)).Expect();

        var kept = (await Grain.GetRemovedControllers()).Expect().Controllers;
        Assert.Equal(RosterEditor.MostRemoved, kept.Count);
        Assert.Equal(_yard.Id, kept[0].Id);
        Assert.DoesNotContain(kept, removed => removed.Name == $"Board {RosterEditor.MostRemoved - 1}");
    }
}

public sealed class RestoreOnSqlite() : RestoreTests(DatabaseProvider.Sqlite);

public sealed class RestoreOnPostgres() : RestoreTests(DatabaseProvider.Postgres);
