using RailHub.Persistence;
using static RailHub.Grains.Tests.Controllers.RosterTests;

namespace RailHub.Grains.Tests.Areas;

public abstract class AreaTests(DatabaseProvider provider) : IAsyncLifetime
{
    private TestClub _club = null!;
    private TestBoard _board = null!;
    private Layout _layout = null!;

    private ILayoutGrain Grain => _club.Grain(_layout);

    public async ValueTask InitializeAsync()
    {
        _club = await TestClub.StartAsync(provider: provider);
        _board = await _club.StartBoardAsync(BoardProfile.RailHub8266);
        _layout = await _club.CreateLayoutWithAsync(_board);
    }

    public async ValueTask DisposeAsync()
    {
        await _club.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Areas_stand_in_the_order_that_they_were_given_also_after_a_restart()
    {
        var station = await MakeAsync("Station");
        var town = await MakeAsync(" Old  town ");
        var harbour = await MakeAsync("Harbour", position: 0);
        Assert.Equal("Old town", town.Name);
        (await Grain.ReplaceArea(station.Id, new AreaDraft("Main station", Position: 99), ifVersion: 1)).Expect();

        Assert.Equal(["Harbour", "Old town", "Main station"], await NamesAsync());
        await _club.RestartAsync();
        Assert.Equal(["Harbour", "Old town", "Main station"], await NamesAsync());
        (await Grain.ReplaceArea(harbour.Id, new AreaDraft("Port"), ifVersion: 1)).Expect();
        Assert.Equal(["Port", "Old town", "Main station"], await NamesAsync());
    }

    [Fact]
    public async Task The_lamps_of_a_deleted_area_are_unsorted_and_keep_all_else()
    {
        var area = await MakeAsync("Station");
        var edit = new LampEdit(_board.Id, 4, Alias: new Became<string>("Hall"), Area: new Became<AreaId?>(area.Id));
        var version = (await Grain.EditLamps(new LampEdits([edit]), null)).Expect().Version;
        (await Grain.DeleteArea(area.Id, ifVersion: 1)).Expect();

        var lamps = (await Grain.GetRoster()).Expect().Lamps;
        Assert.Equal(new Lamp(_board.Id, 4, "Hall"), Assert.Single(lamps.Lamps));
        Assert.True(lamps.Version > version);
        await _club.RestartAsync();
        Assert.Equal(lamps.Lamps, (await Grain.GetRoster()).Expect().Lamps.Lamps);
        Refused(await Grain.DeleteArea(area.Id, null), RefusalKind.NotFound, RefusalCodes.AreaUnknown, null);
    }

    [Fact]
    public async Task An_area_that_breaks_a_rule_names_its_field()
    {
        var area = await MakeAsync("Station");
        Refused(await Grain.CreateArea(new AreaDraft("STATION")), RefusalKind.Conflict, RefusalCodes.NameTaken, "name");
        Refused(await Grain.CreateArea(new AreaDraft(" ")), RefusalKind.Invalid, RefusalCodes.NameInvalid, "name");
        Refused(await Grain.CreateArea(new AreaDraft("Town", -1)), RefusalKind.Invalid, RefusalCodes.OrderInvalid, "position");
        Refused(await Grain.ReplaceArea(area.Id, new AreaDraft("Town"), ifVersion: 7), RefusalKind.Outdated, RefusalCodes.Outdated, null);
        Refused(await Grain.ReplaceArea(new AreaId(Guid.NewGuid()), new AreaDraft("Town"), null), RefusalKind.NotFound, RefusalCodes.AreaUnknown, null);
        var nowhere = _club.Grain(new Layout(new LayoutId(Guid.NewGuid()), "Nowhere", 1));
        Refused(await nowhere.CreateArea(new AreaDraft("Town")), RefusalKind.NotFound, RefusalCodes.LayoutUnknown, null);
    }

    private async Task<Area> MakeAsync(string name, int? position = null) => (await Grain.CreateArea(new AreaDraft(name, position))).Expect();

    private async Task<IEnumerable<string>> NamesAsync() => (await Grain.GetRoster()).Expect().Areas.Select(area => area.Name);
}

public sealed class AreaOnSqlite() : AreaTests(DatabaseProvider.Sqlite);

public sealed class AreaOnPostgres() : AreaTests(DatabaseProvider.Postgres);
