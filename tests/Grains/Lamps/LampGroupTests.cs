using RailHub.Persistence;
using static RailHub.Grains.Tests.Controllers.RosterTests;

namespace RailHub.Grains.Tests.Lamps;

public abstract class LampGroupTests(DatabaseProvider provider) : IAsyncLifetime
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
    public async Task A_group_is_there_with_its_members_in_order_also_after_a_restart()
    {
        var made = await MakeAsync(" Street ", _station.Output(18), _yard.Output(4), _station.Output(2));
        var replaced = (await Grain.ReplaceLampGroup(made.Id, new LampGroupDraft("Streets", [_yard.Output(5), _station.Output(18)]), ifVersion: 1)).Expect();
        Assert.Equal(("Street", "Streets", 2), (made.Name, replaced.Name, replaced.Version));
        await _club.RestartAsync();
        var kept = (await Grain.GetLampGroup(made.Id)).Expect();
        Assert.Equal([_yard.Output(5), _station.Output(18)], kept.Members);
        Assert.Equal(made.Id, Assert.Single((await Grain.GetRoster()).Expect().LampGroups).Id);
        (await Grain.DeleteLampGroup(made.Id, ifVersion: 2)).Expect();
        Refused(await Grain.GetLampGroup(made.Id), RefusalKind.NotFound, RefusalCodes.LampGroupUnknown, null);
        Refused(await Grain.SetLampGroup(made.Id, new OutputChange(Active: true)), RefusalKind.NotFound, RefusalCodes.LampGroupUnknown, null);
    }

    [Fact]
    public async Task All_lamps_of_a_group_are_set_and_each_answers_for_itself()
    {
        await _club.PowerOffAsync(_station);
        var group = await MakeAsync("Street", _yard.Output(4), _station.Output(18), _yard.Output(99));
        var recall = (await Grain.SetLampGroup(group.Id, new OutputChange(Active: true, Brightness: 40))).Expect();
        Assert.Equal([CommandResult.Confirmed, CommandResult.Offline, CommandResult.Missing], recall.Results.Select(result => result.Result));
        Assert.Equal(new OutputValues(true, 40), (await _club.Grain(_yard).GetState()).Expect().Find(4)!.Shown);
    }

    [Fact]
    public async Task Dimming_a_group_leaves_what_is_off_off()
    {
        await _club.Grain(_yard).SetOutput(4, new OutputChange(Active: true));
        var group = await MakeAsync("Street", _yard.Output(4), _yard.Output(5));
        (await Grain.SetLampGroup(group.Id, new OutputChange(Brightness: 30))).Expect();
        var state = (await _club.Grain(_yard).GetState()).Expect();
        Assert.Equal((true, 30, false), (state.Find(4)!.Shown.Active, state.Find(4)!.Shown.Brightness, state.Find(5)!.Shown.Active));
    }

    [Fact]
    public async Task A_group_that_breaks_a_rule_names_its_field()
    {
        var group = await MakeAsync("Street", _yard.Output(4));
        Refused(await CreateAsync("STREET", _yard.Output(4)), RefusalKind.Conflict, RefusalCodes.NameTaken, "name");
        Refused(await CreateAsync("", _yard.Output(4)), RefusalKind.Invalid, RefusalCodes.NameInvalid, "name");
        Refused(await CreateAsync("Town"), RefusalKind.Invalid, RefusalCodes.LampGroupEmpty, "members");
        Refused(await CreateAsync("Town", _yard.Output(4), _yard.Output(4)), RefusalKind.Invalid, RefusalCodes.OutputTwice, "members[1]");
        Refused(
            await CreateAsync("Town", new OutputAddress(new MacAddress(7), 4)), RefusalKind.Invalid, RefusalCodes.ControllerElsewhere, "members[0].controller");
        Refused(
            await CreateAsync("Town", [.. Enumerable.Range(0, 501).Select(pin => _yard.Output(pin))]), RefusalKind.Invalid, RefusalCodes.TooMany, "members");
        Refused(await Grain.SetLampGroup(group.Id, new OutputChange(Name: "Hall")), RefusalKind.Invalid, RefusalCodes.Malformed, "name");
        Refused(await Grain.SetLampGroup(group.Id, new OutputChange()), RefusalKind.Invalid, RefusalCodes.NothingToChange, "active");
        Refused(await Grain.SetLampGroup(group.Id, new OutputChange(Brightness: 101)), RefusalKind.Invalid, RefusalCodes.BrightnessInvalid, "brightness");
    }

    [Fact]
    public async Task Members_on_a_board_that_left_may_stay()
    {
        var group = await MakeAsync("Street", _yard.Output(4), _station.Output(18));
        (await Grain.RemoveController(_station.Id, null)).Expect();
        (await Grain.ReplaceLampGroup(group.Id, new LampGroupDraft("Streets", group.Members), null)).Expect();
        var recall = (await Grain.SetLampGroup(group.Id, new OutputChange(Active: true))).Expect();
        Assert.Equal([CommandResult.Confirmed, CommandResult.Missing], recall.Results.Select(result => result.Result));
    }

    private Task<Outcome<LampGroup>> CreateAsync(string name, params OutputAddress[] members) => Grain.CreateLampGroup(new LampGroupDraft(name, members));

    private async Task<LampGroup> MakeAsync(string name, params OutputAddress[] members) => (await CreateAsync(name, members)).Expect();
}

public sealed class LampGroupOnSqlite() : LampGroupTests(DatabaseProvider.Sqlite);

public sealed class LampGroupOnPostgres() : LampGroupTests(DatabaseProvider.Postgres);
