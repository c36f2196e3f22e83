using RailHub.Persistence;
using static RailHub.Grains.Tests.Controllers.RosterTests;

namespace RailHub.Grains.Tests.Layouts;

public abstract class ClubTests(DatabaseProvider provider) : IAsyncLifetime
{
    private TestClub _club = null!;

    public async ValueTask InitializeAsync() => _club = await TestClub.StartAsync(provider: provider);

    public async ValueTask DisposeAsync()
    {
        await _club.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_layout_whose_grain_was_overtaken_can_be_deleted()
    {
        var layout = await _club.CreateLayoutAsync("Overtaken");
        (await _club.Grain(layout).GetRoster()).Expect();
        await _club.TakeOverAsync(GrainKeys.Owner(layout.Id));
        (await _club.Club.DeleteLayout(layout.Id, null)).Expect();
    }

    [Fact]
    public async Task Layouts_stand_in_the_order_they_were_made_also_after_a_restart()
    {
        var first = await _club.CreateLayoutAsync("Main line");
        var second = await _club.CreateLayoutAsync("Branch line");
        await _club.RestartAsync();
        Assert.Equal([first, second], (await _club.Club.GetRoster()).Layouts);
    }

    [Fact]
    public async Task A_name_is_taken_without_regard_to_case_and_padding()
    {
        await _club.CreateLayoutAsync("Straße");
        Refused(await _club.Club.CreateLayout(new LayoutDraft(" STRAßE ")), RefusalKind.Conflict, RefusalCodes.NameTaken, "name");
        Refused(await _club.Club.CreateLayout(new LayoutDraft(" ")), RefusalKind.Invalid, RefusalCodes.NameInvalid, "name");
    }

    [Fact]
    public async Task Names_that_look_equal_are_taken_and_are_kept_as_they_look()
    {
        var layout = await _club.CreateLayoutAsync(" Ho\u0308llen\u00ADtal\u200B ");
        Assert.Equal("Höllental", layout.Name);
        Refused(await _club.Club.CreateLayout(new LayoutDraft("HÖLLENTAL\uFEFF")), RefusalKind.Conflict, RefusalCodes.NameTaken, "name");

        var board = await _club.StartBoardAsync(BoardProfile.RailHub8266);
        await _club.AddAsync(layout, board);
        var grain = _club.Grain(layout);
        Assert.Equal("Süd", (await grain.EditController(board.Id, new ControllerEdit(Name: "Su\u0308d\u200E"), null)).Expect().Name);
        Assert.Equal("Süd", (await grain.CreateScene(new SceneDraft("Su\u0308d", [board.Target(4)]))).Expect().Name);
        Refused(
            await grain.CreateScene(new SceneDraft("sü\u200Bd", [board.Target(4)])), RefusalKind.Conflict, RefusalCodes.NameTaken, "name");
        Assert.Equal(
            "Lampe", (await _club.Grain(board).SetOutput(4, new OutputChange(Name: "Lam\u00ADpe"))).Expect().Output!.Reported.Name);
        Assert.Equal("LAMPE 👨\u200D👩", (await grain.CaptureScene(new SceneCapture("LAMPE 👨\u200D👩\u200D"))).Expect().Name);
    }

    [Fact]
    public async Task A_layout_is_renamed_by_who_knows_its_version()
    {
        var layout = await _club.CreateLayoutAsync();
        Refused(await _club.Club.RenameLayout(layout.Id, new LayoutDraft("Branch"), ifVersion: 2), RefusalKind.Outdated, RefusalCodes.Outdated, null);
        Assert.Equal(layout with { Name = "Branch", Version = 2 }, (await _club.Club.RenameLayout(layout.Id, new LayoutDraft("Branch"), 1)).Expect());
        Assert.Equal("BRANCH", (await _club.Club.RenameLayout(layout.Id, new LayoutDraft("BRANCH"), null)).Expect().Name);
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        var nowhere = new LayoutId(Guid.NewGuid());
        Refused(await _club.Club.RenameLayout(nowhere, new LayoutDraft("x"), null), RefusalKind.NotFound, RefusalCodes.LayoutUnknown, null);
        Refused(await _club.Club.DeleteLayout(nowhere, null), RefusalKind.NotFound, RefusalCodes.LayoutUnknown, null);
    }

    [Fact]
    public async Task A_deleted_layout_lets_its_boards_go()
    {
        var board = await _club.StartBoardAsync(BoardProfile.RailHub8266);
        var layout = await _club.CreateLayoutWithAsync(board);
        (await _club.Grain(layout).CreateScene(new SceneDraft("Night", [board.Target(4)]))).Expect();
        Refused(await _club.Club.DeleteLayout(layout.Id, ifVersion: 9), RefusalKind.Outdated, RefusalCodes.Outdated, null);

        (await _club.Club.DeleteLayout(layout.Id, ifVersion: 1)).Expect();
        Assert.Empty((await _club.Club.GetRoster()).Layouts);
        Refused(await _club.Grain(layout).GetRoster(), RefusalKind.NotFound, RefusalCodes.LayoutUnknown, null);
        Refused(await _club.Grain(layout).CreateScene(new SceneDraft("Day", [board.Target(4)])), RefusalKind.NotFound, RefusalCodes.LayoutUnknown, null);
        Refused(await _club.Grain(board).GetState(), RefusalKind.NotFound, RefusalCodes.ControllerUnknown, null);

        _club.Time.Advance(TimeSpan.FromMilliseconds(1));
        await _club.AddAsync(await _club.CreateLayoutAsync("Main line"), board);
    }

    [Fact]
    public async Task Two_layouts_know_nothing_of_each_other()
    {
        var here = await _club.StartBoardAsync(BoardProfile.RailHub8266);
        var there = await _club.StartBoardAsync(BoardProfile.RailHub8266);
        var main = await _club.CreateLayoutAsync("Main line");
        var branch = await _club.CreateLayoutAsync("Branch line");
        await _club.AddAsync(main, here);
        await _club.AddAsync(branch, there);

        var scene = (await _club.Grain(main).CreateScene(new SceneDraft("Night", [here.Target(4)]))).Expect();
        (await _club.Grain(branch).CreateScene(new SceneDraft("Night", [there.Target(4)]))).Expect();
        Refused(
            await _club.Grain(branch).CreateScene(new SceneDraft("Other", [there.Target(4), here.Target(5)])),
            RefusalKind.Invalid,
            RefusalCodes.ControllerElsewhere,
            "targets[1].controller");
        Refused(await _club.Grain(branch).RecallScene(scene.Id), RefusalKind.NotFound, RefusalCodes.SceneUnknown, null);
        Assert.Equal([there.Id], (await _club.Grain(branch).GetRoster()).Expect().Controllers.Select(controller => controller.Id));
    }
}

public sealed class ClubOnSqlite() : ClubTests(DatabaseProvider.Sqlite);

public sealed class ClubOnPostgres() : ClubTests(DatabaseProvider.Postgres);
