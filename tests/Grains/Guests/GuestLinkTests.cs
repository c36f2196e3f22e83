using RailHub.Grains.Guests;
using RailHub.Persistence;

namespace RailHub.Grains.Tests.Guests;

public abstract class GuestLinkTests(DatabaseProvider provider) : IAsyncLifetime
{
    private static readonly GuestSecret s_secret = new(new string('A', 64), "kept");
    private static readonly Guid s_one = new("019672d0-1c00-7000-8000-000000000001");
    private static readonly Guid s_other = new("019672d0-1c00-7000-8000-000000000002");

    private readonly Deaf _observer = new();
    private TestClub _club = null!;
    private TestBoard _board = null!;
    private Layout _layout = null!;
    private Scene _night = null!;

    private ILayoutGrain Grain => _club.Grain(_layout);

    public async ValueTask InitializeAsync()
    {
        _club = await TestClub.StartAsync(provider: provider);
        _board = await _club.StartBoardAsync(BoardProfile.RailHub8266);
        _layout = await _club.CreateLayoutWithAsync(_board);
        _night = (await Grain.CreateScene(new SceneDraft("Night", [new SceneTarget(_board.Id, 4, true, 30)]))).Expect();
    }

    public async ValueTask DisposeAsync()
    {
        await _club.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_link_is_told_with_the_roster_to_gateways_outlives_a_restart_and_is_gone_when_it_is_ended()
    {
        var link = await MakeAsync();
        await _club.RestartAsync();

        var door = Assert.Single((await Grain.GetRoster()).Expect().GuestLinks);
        Assert.Equal((link.Id, "Fair", s_secret.Hash), (door.Link.Id, door.Link.Name, door.Hash));
        Assert.Equal(_night.Id, Assert.Single(door.Link.Buttons).Scene);
        Assert.Equal(s_secret, (await Grain.GetGuestSecret(link.Id)).Expect());

        (await Grain.EndGuestLink(link.Id)).Expect();
        Assert.Empty((await Grain.GetRoster()).Expect().GuestLinks);
        Assert.Equal(RefusalCodes.GuestLinkUnknown, (await Grain.TakeGuestTurn(link.Id, s_one)).Refusal?.Code);
        Assert.Equal(RefusalCodes.GuestLinkUnknown, (await Grain.GetGuestSecret(link.Id)).Refusal?.Code);
        Assert.Equal(RefusalCodes.GuestLinkUnknown, (await Grain.EndGuestLink(link.Id)).Refusal?.Code);
        Assert.Equal([HistoryKind.GuestLinkEnded, HistoryKind.GuestLinkMade], (await Grain.GetHistory()).Expect().Events.Take(2).Select(happened => happened.Kind));
    }

    [Fact]
    public async Task After_a_press_all_wait_for_a_while_and_who_pressed_for_longer()
    {
        var link = await MakeAsync();
        Assert.Equal(new GuestTurn(0, false), (await Grain.GetGuestTurn(link.Id, s_one)).Expect());
        Assert.Equal(new GuestTurn(10_000, true), (await Grain.TakeGuestTurn(link.Id, s_one)).Expect());

        Assert.Equal(new GuestTurn(5_000, false), (await Grain.GetGuestTurn(link.Id, s_other)).Expect());
        var refusal = (await Grain.TakeGuestTurn(link.Id, s_other)).Refusal!;
        Assert.Equal((RefusalKind.TooMany, RefusalCodes.GuestTurn, 5), (refusal.Kind, refusal.Code, refusal.RetryAfter));
        Assert.Equal(RefusalCodes.GuestPause, (await Grain.TakeGuestTurn(link.Id, s_one)).Refusal?.Code);

        _club.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(new GuestTurn(5_000, true), (await Grain.GetGuestTurn(link.Id, s_one)).Expect());
        (await Grain.TakeGuestTurn(link.Id, s_other)).Expect();
        _club.Time.Advance(TimeSpan.FromSeconds(5));
        (await Grain.TakeGuestTurn(link.Id, s_one)).Expect();
    }

    [Fact]
    public async Task When_nobody_has_pressed_for_a_while_the_fallback_comes_once()
    {
        var link = await MakeAsync(draft => draft with { Fallback = _night.Id, FallbackAfter = 10 });
        await RenewAsync();
        (await Grain.TakeGuestTurn(link.Id, s_one)).Expect();
        _club.Time.Advance(TimeSpan.FromMinutes(9.9));
        await RenewAsync();
        Assert.DoesNotContain((await Grain.GetHistory()).Expect().Events, happened => happened.Kind == HistoryKind.SceneRecalled);

        _club.Time.Advance(TimeSpan.FromMinutes(0.1));
        await RenewAsync();
        await RecallsAsync(1);
        _club.Time.Advance(TimeSpan.FromMinutes(60));
        await RenewAsync();
        await RecallsAsync(1);
    }

    [Fact]
    public async Task The_fallback_leaves_alone_what_somebody_who_has_the_controls_wants()
    {
        var link = await MakeAsync(draft => draft with { Fallback = _night.Id, FallbackAfter = 1 });
        (await Grain.TakeGuestTurn(link.Id, s_one)).Expect();
        Caller.Actor = new Actor(ActorKind.Member, "Anna", s_other, null);
        (await Grain.ControlClaim(new ClaimOrder(ClaimAct.Take))).Expect();
        _club.Time.Advance(TimeSpan.FromMinutes(1));
        await RenewAsync();
        await RecallsAsync(0);
    }

    [Fact]
    public async Task A_link_that_is_changed_keeps_its_secret_over_a_restart_and_who_waits_goes_on_waiting_by_the_new_pauses()
    {
        var link = await MakeAsync();
        (await Grain.TakeGuestTurn(link.Id, s_one)).Expect();
        var draft = Draft() with { Name = "Night fair", CommonPause = 20, OwnPause = 40, Fallback = _night.Id, FallbackAfter = 1 };
        Assert.Equal(RefusalCodes.Outdated, (await Grain.ReplaceGuestLink(link.Id, draft, new IfVersion([7]))).Refusal?.Code);
        Assert.Equal("until", (await Grain.ReplaceGuestLink(link.Id, draft with { Until = _club.Time.GetUtcNow() }, null)).Refusal?.Field);

        var changed = (await Grain.ReplaceGuestLink(link.Id, draft, new IfVersion([1]))).Expect();
        Assert.Equal((link.Id, 2, link.From, link.CreatedAt), (changed.Id, changed.Version, changed.From, changed.CreatedAt));
        Assert.Equal(new GuestTurn(40_000, true), (await Grain.GetGuestTurn(link.Id, s_one)).Expect());
        Assert.Equal(new GuestTurn(20_000, false), (await Grain.GetGuestTurn(link.Id, s_other)).Expect());
        _club.Time.Advance(TimeSpan.FromMinutes(1));
        await RenewAsync();
        await RecallsAsync(1);

        await _club.RestartAsync();
        var door = Assert.Single((await Grain.GetRoster()).Expect().GuestLinks);
        Assert.Equal(("Night fair", 2, s_secret.Hash), (door.Link.Name, door.Link.Version, door.Hash));
        Assert.Equal(s_secret, (await Grain.GetGuestSecret(link.Id)).Expect());
        (await Grain.EndGuestLink(link.Id)).Expect();
        Assert.Equal(RefusalCodes.GuestLinkUnknown, (await Grain.ReplaceGuestLink(link.Id, draft, null)).Refusal?.Code);
    }

    [Fact]
    public async Task A_draft_that_breaks_a_rule_names_the_member()
    {
        var now = _club.Time.GetUtcNow();
        await RefusedAsync(draft => draft with { Name = " " }, "name");
        await RefusedAsync(draft => draft with { Buttons = [] }, "buttons");
        await RefusedAsync(draft => draft with { Buttons = [.. Enumerable.Repeat(draft.Buttons[0], GuestRules.MostButtons + 1)] }, "buttons");
        await RefusedAsync(draft => draft with { Buttons = [null!] }, "buttons[0]");
        await RefusedAsync(draft => draft with { Buttons = [draft.Buttons[0], new GuestButton()] }, "buttons[1]");
        await RefusedAsync(draft => draft with { Buttons = [draft.Buttons[0] with { Show = new ShowId(s_one) }] }, "buttons[0]");
        await RefusedAsync(draft => draft with { Buttons = [draft.Buttons[0] with { HasLevel = true }] }, "buttons[0].hasLevel");
        await RefusedAsync(draft => draft with { Buttons = [draft.Buttons[0] with { Label = new string('x', 61) }] }, "buttons[0].label");
        await RefusedAsync(draft => draft with { Buttons = [new GuestButton(Scene: new SceneId(s_one))] }, "buttons[0].scene");
        await RefusedAsync(draft => draft with { Buttons = [new GuestButton(Show: new ShowId(s_one))] }, "buttons[0].show");
        await RefusedAsync(draft => draft with { Buttons = [new GuestButton(Output: new OutputAddress(new MacAddress(7), 4))] }, "buttons[0].output.controller");
        await RefusedAsync(draft => draft with { Buttons = [new GuestButton(Output: _board.Output(-1))] }, "buttons[0].output.pin");
        await RefusedAsync(draft => draft with { Until = now }, "until");
        await RefusedAsync(draft => draft with { From = now.AddDays(3), Until = now.AddDays(2) }, "until");
        await RefusedAsync(draft => draft with { Until = now.AddDays(401) }, "until");
        await RefusedAsync(draft => draft with { Daily = new DailyHours(new TimeOnly(10, 0), new TimeOnly(10, 0), "UTC") }, "daily.until");
        await RefusedAsync(draft => draft with { Daily = new DailyHours(new TimeOnly(10, 0), new TimeOnly(18, 0), "Middle/Earth") }, "daily.timeZone");
        await RefusedAsync(draft => draft with { CommonPause = 0 }, "commonPause");
        await RefusedAsync(draft => draft with { CommonPause = 20, OwnPause = 10 }, "ownPause");
        await RefusedAsync(draft => draft with { Fallback = new SceneId(s_one) }, "fallback");
        await RefusedAsync(draft => draft with { Fallback = _night.Id, FallbackAfter = 0 }, "fallbackAfter");
        Assert.Empty((await Grain.GetRoster()).Expect().GuestLinks);

        async Task RefusedAsync(Func<GuestLinkDraft, GuestLinkDraft> change, string field) =>
            Assert.Equal(field, (await Grain.CreateGuestLink(change(Draft()), s_secret)).Refusal?.Field);
    }

    private GuestLinkDraft Draft() => new("Fair", [new GuestButton(Scene: _night.Id)], _club.Time.GetUtcNow().AddDays(1));

    private async Task<GuestLink> MakeAsync(Func<GuestLinkDraft, GuestLinkDraft>? change = null) =>
        (await Grain.CreateGuestLink(change is null ? Draft() : change(Draft()), s_secret)).Expect();

    private async Task RecallsAsync(int count)
    {
        if (count > 0)
        {
            await _club.UntilAsync(_board, state => state.Find(4)!.Reported is { Active: true, Brightness: 30 });
            await TestClub.PollAsync(async () => await CountAsync() == count, "the recall to be told");
        }

        Assert.Equal(count, await CountAsync());

        async Task<int> CountAsync() => (await Grain.GetHistory()).Expect().Events.Count(happened => happened.Kind == HistoryKind.SceneRecalled);
    }

    /// <summary>What a gateway does every few seconds.</summary>
    private async Task RenewAsync()
    {
        Caller.Actor = null;
        await Grain.Subscribe(_club.Client.CreateObjectReference<ILayoutObserver>(_observer), 0, 0, 0);
    }
}

public sealed class GuestLinkOnSqlite() : GuestLinkTests(DatabaseProvider.Sqlite);

public sealed class GuestLinkOnPostgres() : GuestLinkTests(DatabaseProvider.Postgres);
