using RailHub.Persistence;
using static RailHub.Grains.Tests.Controllers.RosterTests;

namespace RailHub.Grains.Tests.Lamps;

public abstract class LampTests(DatabaseProvider provider) : IAsyncLifetime
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
    public async Task What_is_known_of_lamps_is_kept_whole()
    {
        var area = (await Grain.CreateArea(new AreaDraft("Station"))).Expect();
        var changed = await EditAsync(
            new LampEdit(
                _board.Id, 4, new Became<string>("  Bahnhofsuhr 🕰 "), new Became<AreaId?>(area.Id), LampKind.Sign, true, 30, new Became<PlanPlace>(new PlanPlace(0.25, 1))),
            new LampEdit(_board.Id, 5, Order: 2));

        Lamp[] expected =
        [
            new(_board.Id, 4, "Bahnhofsuhr 🕰", area.Id, LampKind.Sign, true, 30, new PlanPlace(0.25, 1)),
            new(_board.Id, 5, Order: 2),
        ];
        Assert.Equal(expected, changed.Lamps);
        Assert.Equal(expected, (await LampsAsync()).Lamps);
        await _club.RestartAsync();
        var kept = await LampsAsync();
        Assert.Equal(changed.Version, kept.Version);
        Assert.Equal(expected, kept.Lamps.OrderBy(lamp => lamp.Pin));
    }

    [Fact]
    public async Task What_an_edit_does_not_name_stays_and_what_became_none_is_none()
    {
        await EditAsync(new LampEdit(_board.Id, 4, new Became<string>("Hall"), Kind: LampKind.Signal, Place: new Became<PlanPlace>(new PlanPlace(0, 0))));
        var changed = await EditAsync(new LampEdit(_board.Id, 4, Alias: new Became<string>(null), Place: new Became<PlanPlace>(null)));
        Assert.Equal([new Lamp(_board.Id, 4, Kind: LampKind.Signal)], changed.Lamps);
    }

    [Fact]
    public async Task An_edit_that_changes_nothing_keeps_the_version()
    {
        var version = (await EditAsync(new LampEdit(_board.Id, 4, new Became<string>("Hall")))).Version;
        var again = await EditAsync(new LampEdit(_board.Id, 4, new Became<string>(" Hall ")));
        Assert.Equal(version, again.Version);
        Assert.Empty(again.Lamps);
    }

    [Fact]
    public async Task Of_many_edits_all_are_done_or_none()
    {
        Refused(
            await Grain.EditLamps(
                new LampEdits([new LampEdit(_board.Id, 4, new Became<string>("Hall")), new LampEdit(_board.Id, 5, Order: -1)]), null),
            RefusalKind.Invalid,
            RefusalCodes.OrderInvalid,
            "lamps[1].order");
        Assert.Empty((await LampsAsync()).Lamps);
    }

    [Fact]
    public async Task Who_builds_on_an_older_version_of_the_lamps_is_told()
    {
        var version = (await EditAsync(new LampEdit(_board.Id, 4, Hidden: true))).Version;
        var edits = new LampEdits([new LampEdit(_board.Id, 4, Hidden: false)]);
        Assert.Equal(version, Refused(await Grain.EditLamps(edits, version - 1), RefusalKind.Outdated, RefusalCodes.Outdated, null).CurrentVersion);
        (await Grain.EditLamps(edits, version)).Expect();
    }

    [Fact]
    public async Task An_edit_that_breaks_a_rule_names_its_field()
    {
        await RefusedAsync(new LampEdit(_board.Id, 4), RefusalCodes.NothingToChange, "lamps[0]");
        await RefusedAsync(new LampEdit(new MacAddress(7), 4, Hidden: true), RefusalCodes.ControllerElsewhere, "lamps[0].controller");
        await RefusedAsync(new LampEdit(_board.Id, 256, Hidden: true), RefusalCodes.PinUnknown, "lamps[0].pin");
        await RefusedAsync(new LampEdit(_board.Id, 4, new Became<string>(new string('a', 61))), RefusalCodes.NameInvalid, "lamps[0].alias");
        await RefusedAsync(new LampEdit(_board.Id, 4, new Became<string>("a\u0007")), RefusalCodes.NameInvalid, "lamps[0].alias");
        await RefusedAsync(new LampEdit(_board.Id, 4, Area: new Became<AreaId?>(new AreaId(Guid.NewGuid()))), RefusalCodes.AreaUnknown, "lamps[0].area");
        await RefusedAsync(new LampEdit(_board.Id, 4, Place: new Became<PlanPlace>(new PlanPlace(1.01, 0))), RefusalCodes.PlaceInvalid, "lamps[0].place");
        await RefusedAsync(new LampEdit(_board.Id, 4, Place: new Became<PlanPlace>(new PlanPlace(0, double.NaN))), RefusalCodes.PlaceInvalid, "lamps[0].place");
        Refused(await Grain.EditLamps(new LampEdits([]), null), RefusalKind.Invalid, RefusalCodes.NothingToChange, "lamps");
        Refused(
            await Grain.EditLamps(new LampEdits([.. Enumerable.Repeat(new LampEdit(_board.Id, 4, Hidden: true), 501)]), null),
            RefusalKind.Invalid,
            RefusalCodes.TooMany,
            "lamps");
        Refused(
            await Grain.EditLamps(new LampEdits([new LampEdit(_board.Id, 4, Hidden: true), new LampEdit(_board.Id, 4, Order: 1)]), null),
            RefusalKind.Invalid,
            RefusalCodes.OutputTwice,
            "lamps[1]");
    }

    private async Task RefusedAsync(LampEdit edit, string code, string field) =>
        Refused(await Grain.EditLamps(new LampEdits([edit]), null), RefusalKind.Invalid, code, field);

    private async Task<LampList> EditAsync(params LampEdit[] edits) => (await Grain.EditLamps(new LampEdits(edits), null)).Expect();

    private async Task<LampList> LampsAsync() => (await Grain.GetRoster()).Expect().Lamps;
}

public sealed class LampOnSqlite() : LampTests(DatabaseProvider.Sqlite);

public sealed class LampOnPostgres() : LampTests(DatabaseProvider.Postgres);
