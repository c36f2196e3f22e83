using RailHub.Contracts;
using RailHub.TestKit;

namespace RailHub.Gateway.Tests.Guests;

[Collection(SharedGateway.Name)]
public sealed class GuestTests(TestGateway gateway)
{
    [Fact]
    public async Task A_visitor_comes_in_sees_the_buttons_and_nothing_else_and_presses_a_lamp()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var made = await MakeAsync(layout, $$"""[{"label":"Station","output":{"controller":"{{board.Id}}","pin":4},"hasLevel":true}]""");
        using var visitor = new TestBrowser(gateway.Address);

        var view = (await EnterAsync(visitor, made)).Expect<GuestView>(200);
        Assert.Equal((layout.Name, 0L, made.Link.Until), (view.Layout, view.Turn.Wait, view.OpenUntil));
        Assert.Equal(("Station", GuestButtonKind.Lamp, false, false), view.Buttons.Select(button => (button.Label, button.Kind, button.IsOn, button.IsAway)).Single());

        var pressed = (await visitor.PostAsync("/api/guest/press", """{"button":0,"brightness":40}""")).Expect<GuestView>(200);
        Assert.True(pressed.Turn is { IsYours: true, Wait: > 0 });
        await gateway.Club.UntilAsync(board, state => state.Find(4)!.Reported is { Active: true, Brightness: 40 });
        Assert.Equal((true, 40), (pressed.Buttons[0].IsOn, pressed.Buttons[0].Level!.Value));

        foreach (var closed in (string[])["/api/layouts", $"/api/layouts/{layout.Id}", $"/api/layouts/{layout.Id}/guest-links", $"/api/layouts/{layout.Id}/history"])
        {
            (await visitor.GetAsync(closed)).ExpectProblem(401, RefusalCodes.SignInNeeded);
        }

        (await visitor.PatchAsync($"/api/layouts/{layout.Id}/controllers/{board.Id}/outputs/5", """{"active":true}""")).ExpectProblem(401, RefusalCodes.SignInNeeded);
    }

    [Fact]
    public async Task Others_wait_for_their_turn_and_who_scans_the_code_once_more_goes_on_waiting()
    {
        var (made, _) = await WithSceneAsync();
        using TestBrowser first = new(gateway.Address), second = new(gateway.Address);
        await EnterAsync(first, made);
        await EnterAsync(second, made);
        (await first.PostAsync("/api/guest/press", """{"button":0}""")).Expect<GuestView>(200);

        var refused = await second.PostAsync("/api/guest/press", """{"button":0}""");
        Assert.InRange(refused.ExpectProblem(429, RefusalCodes.GuestTurn).GetProperty("retryAfter").GetInt32(), 1, 5);
        Assert.NotNull(refused.RetryAfter);
        Assert.False((await second.GetAsync("/api/guest")).Expect<GuestView>(200).Turn.IsYours);
        var again = (await EnterAsync(first, made)).Expect<GuestView>(200);
        Assert.True(again.Turn is { IsYours: true, Wait: > 5_000 });
    }

    [Fact]
    public async Task A_link_that_is_ended_lets_nobody_press_any_more_at_once()
    {
        var (made, _) = await WithSceneAsync();
        using var visitor = new TestBrowser(gateway.Address);
        (await EnterAsync(visitor, made)).Expect<GuestView>(200);
        (await gateway.Api.DeleteAsync($"/api/layouts/{made.Link.Layout}/guest-links/{made.Link.Id}")).ExpectNoContent();

        (await visitor.PostAsync("/api/guest/press", """{"button":0}""")).ExpectProblem(401, RefusalCodes.GuestLinkClosed);
        (await EnterAsync(visitor, made)).ExpectProblem(401, RefusalCodes.GuestLinkClosed);
        Assert.DoesNotContain(
            (await gateway.Api.GetAsync($"/api/layouts/{made.Link.Layout}/history")).Expect<IReadOnlyList<HistoryEvent>>(200),
            happened => happened.Kind == HistoryKind.SceneRecalled);
    }

    [Fact]
    public async Task A_wrong_secret_and_a_link_outside_its_hours_are_told_apart_by_nobody()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var target = $$"""{"controller":"{{board.Id}}","pin":4,"active":true,"brightness":30}""";
        var scene = (await gateway.Api.PostAsync($"/api/layouts/{layout.Id}/scenes", $$"""{"name":"Night","targets":[{{target}}]}""")).Expect<Scene>(201);
        var later = await MakeAsync(layout, $$"""[{"scene":"{{scene.Id}}"}]""", gateway.Time.GetUtcNow().AddHours(1));
        using var visitor = new TestBrowser(gateway.Address);
        Assert.Equal(
            (await EnterAsync(visitor, later)).ExpectProblem(401, RefusalCodes.GuestLinkClosed).GetProperty("detail").GetString(),
            (await visitor.PostAsync("/api/guest", """{"token":"AAAAAAAAAAAAAAAAAAAAAA"}""")).ExpectProblem(401, RefusalCodes.GuestLinkClosed).GetProperty("detail").GetString());
        using var forger = new Api(gateway.Address);
        (await forger.GetAsync("/api/guest", ("Cookie", "railhub.guest=CfDJ8forged"))).ExpectProblem(401, RefusalCodes.GuestLinkClosed);
        (await visitor.GetAsync("/api/guest")).ExpectProblem(401, RefusalCodes.GuestLinkClosed);
    }

    [Fact]
    public async Task Phones_that_wait_for_the_doors_to_open_are_told_that_they_are_closed_however_many_and_let_in_then()
    {
        await using var own = await TestGateway.StartAsync();
        var (layout, board) = await own.LayoutWithBoardAsync();
        var made = (await own.Api.PostAsync(
            $"/api/layouts/{layout.Id}/guest-links",
            $$"""{"name":"Fair","buttons":[{"output":{"controller":"{{board.Id}}","pin":4} }],"from":"{{own.Time.GetUtcNow().AddHours(1):O}}","until":"{{own.Club.Time.GetUtcNow().AddDays(9):O}}"}""")).Expect<MadeGuestLink>(201);
        await own.RenewAsync();
        using var visitor = new TestBrowser(own.Address);
        for (var question = 0; question < 1100; question++)
        {
            (await EnterAsync(visitor, made)).ExpectProblem(401, RefusalCodes.GuestLinkClosed);
        }

        own.Time.Advance(TimeSpan.FromHours(1));
        (await EnterAsync(visitor, made)).Expect<GuestView>(200);
        for (var scan = 0; scan < 30; scan++)
        {
            (await EnterAsync(visitor, made)).Expect<GuestView>(200);
        }

        // Who is in and scans without end is slowed as any guest, and nobody else by it.
        (await EnterAsync(visitor, made)).ExpectProblem(429, RefusalCodes.TooManyCalls);
        using var other = new TestBrowser(own.Address);
        (await EnterAsync(other, made)).Expect<GuestView>(200);
    }

    [Fact]
    public async Task Guests_who_come_in_from_one_address_within_a_minute_are_one_line_of_the_history()
    {
        var (made, _) = await WithSceneAsync();
        for (var phone = 0; phone < 3; phone++)
        {
            using var visitor = new TestBrowser(gateway.Address);
            await EnterAsync(visitor, made);
            await EnterAsync(visitor, made);
        }

        var told = await History.AuditTests.UntilAsync(
            gateway, $"/api/layouts/{made.Link.Layout}/audit?topic=signIns", events => events.Any(done => done.Times == 3));
        Assert.Equal((HistoryKind.GuestLetIn, ActorKind.Guest, "Fair"), told.Select(done => (done.Kind, done.By.Kind, done.By.Name)).Single());
    }

    [Fact]
    public async Task A_press_that_is_not_offered_is_refused_and_costs_no_turn()
    {
        var (made, _) = await WithSceneAsync();
        using var visitor = new TestBrowser(gateway.Address);
        await EnterAsync(visitor, made);
        (await visitor.PostAsync("/api/guest/press", """{"button":1}""")).ExpectProblem(400, RefusalCodes.GuestButtonsInvalid, "button");
        (await visitor.PostAsync("/api/guest/press", """{"button":0,"brightness":50}""")).ExpectProblem(400, RefusalCodes.BrightnessInvalid, "brightness");
        (await visitor.PostAsync("/api/guest/press", """{"button":0}""")).Expect<GuestView>(200);
    }

    [Fact]
    public async Task Guests_press_on_while_somebody_has_the_controls_and_a_scene_that_is_on_says_so()
    {
        var (made, board) = await WithSceneAsync();
        (await gateway.Api.PostAsync($"/api/layouts/{made.Link.Layout}/claim/take")).Expect<Claim>(200);
        await gateway.RenewAsync();
        using var visitor = new TestBrowser(gateway.Address);
        Assert.False((await EnterAsync(visitor, made)).Expect<GuestView>(200).Buttons[0].IsOn);
        (await visitor.PostAsync("/api/guest/press", """{"button":0}""")).Expect<GuestView>(200);
        await gateway.Club.UntilAsync(board, state => state.Find(4)!.Reported is { Active: true, Brightness: 30 });
        Assert.True((await visitor.GetAsync("/api/guest")).Expect<GuestView>(200).Buttons[0].IsOn);
        var recalled = (await gateway.Api.GetAsync($"/api/layouts/{made.Link.Layout}/history")).Expect<IReadOnlyList<HistoryEvent>>(200);
        Assert.Equal("Night", recalled.First(happened => happened.Kind == HistoryKind.SceneRecalled).Subject);
    }

    [Fact]
    public async Task A_scene_that_was_deleted_is_shown_as_away()
    {
        var (made, _) = await WithSceneAsync();
        (await gateway.Api.DeleteAsync($"/api/layouts/{made.Link.Layout}/scenes/{made.Link.Buttons[0].Scene}")).ExpectNoContent();
        await gateway.RenewAsync();
        using var visitor = new TestBrowser(gateway.Address);
        Assert.True((await EnterAsync(visitor, made)).Expect<GuestView>(200).Buttons[0].IsAway);
        (await visitor.PostAsync("/api/guest/press", """{"button":0}""")).ExpectProblem(404, RefusalCodes.SceneUnknown);
    }

    [Fact]
    public async Task Owners_make_links_and_print_them_again_and_others_do_not_see_them()
    {
        var (made, _) = await WithSceneAsync();
        var links = $"/api/layouts/{made.Link.Layout}/guest-links";
        Assert.Equal(made.Path, (await gateway.Api.GetAsync($"{links}/{made.Link.Id}/path")).Expect<GuestPath>(200).Path);
        Assert.Equal(made.Link.Id, Assert.Single((await gateway.Api.GetAsync(links)).Expect<IReadOnlyList<GuestLink>>(200)).Id);

        var code = await gateway.Api.GetAsync($"{links}/{made.Link.Id}/qr?origin=http://railhub.local:8080");
        Assert.Equal((200, "image/svg+xml"), (code.Status, code.ContentType?.MediaType));
        Assert.StartsWith("<svg", code.Text, StringComparison.Ordinal);
        (await gateway.Api.GetAsync($"{links}/{made.Link.Id}/qr?origin=javascript:alert(1)")).ExpectProblem(400, RefusalCodes.HostInvalid, "origin");

        var editor = await gateway.Members.AddAsync($"Editor {Guid.NewGuid():N}", isAdministrator: false, (made.Link.Layout, Role.Editor));
        using var api = new Api(gateway.Address, await gateway.Members.TokenAsync(editor, Role.Editor));
        (await api.GetAsync(links)).ExpectProblem(403, RefusalCodes.RightMissing);
        (await api.GetAsync($"{links}/{made.Link.Id}/path")).ExpectProblem(403, RefusalCodes.RightMissing);
        (await api.DeleteAsync($"{links}/{made.Link.Id}")).ExpectProblem(403, RefusalCodes.RightMissing);
        (await gateway.Api.GetAsync($"/api/layouts/{(await gateway.LayoutAsync()).Id}/guest-links/{made.Link.Id}/path")).ExpectProblem(404, RefusalCodes.GuestLinkUnknown);
    }

    [Fact]
    public async Task A_link_that_is_changed_keeps_its_code_and_who_is_in_sees_the_change_and_presses_what_is_there_now()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        string Lamp(int pin) => $$$"""{"label":"Lamp {{{pin}}}","output":{"controller":"{{{board.Id}}}","pin":{{{pin}}}}}""";
        var made = await MakeAsync(layout, $"[{Lamp(4)},{Lamp(5)}]");
        using var visitor = new TestBrowser(gateway.Address);
        var before = (await EnterAsync(visitor, made)).Expect<GuestView>(200);
        var printed = (await gateway.Api.GetAsync($"{Address(made)}/qr?origin=http://railhub.local")).Text;

        var changed = await ChangeAsync(made, $"[{Lamp(12)},{Lamp(4)}]", "Fair in May");
        Assert.Equal(("Fair in May", 2, made.Link.CreatedAt, made.Link.From), (changed.Name, changed.Version, changed.CreatedAt, changed.From));

        var view = (await visitor.GetAsync("/api/guest")).Expect<GuestView>(200);
        Assert.Equal(["Lamp 12", "Lamp 4"], view.Buttons.Select(button => button.Label));
        Assert.Equal(before.Buttons[0].Key, view.Buttons[1].Key);

        // A phone that has not looked since: what it means is pressed, wherever that is now; and what is not offered any more costs no turn.
        var gone = await visitor.PostAsync("/api/guest/press", $$"""{"button":1,"key":"{{before.Buttons[1].Key}}"}""");
        Assert.NotEmpty(gone.ExpectProblem(409, RefusalCodes.GuestButtonGone).GetProperty("detail").GetString()!);
        (await visitor.PostAsync("/api/guest/press", $$"""{"button":0,"key":"{{before.Buttons[0].Key}}"}""")).Expect<GuestView>(200);
        await gateway.Club.UntilAsync(board, state => state.Find(4)!.Reported.Active);
        Assert.False((await gateway.Club.UntilAsync(board, _ => true)).Find(12)!.Reported.Active);

        using var late = new TestBrowser(gateway.Address);
        Assert.Equal(2, (await EnterAsync(late, made)).Expect<GuestView>(200).Buttons.Count);
        Assert.Equal(printed, (await gateway.Api.GetAsync($"{Address(made)}/qr?origin=http://railhub.local")).Text);
        Assert.Equal(
            (HistoryKind.GuestLinkEdited, "Fair in May"),
            (await gateway.Api.GetAsync($"/api/layouts/{layout.Id}/history")).Expect<IReadOnlyList<HistoryEvent>>(200)
                .Select(happened => (happened.Kind, happened.Subject!)).First(happened => happened.Kind is HistoryKind.GuestLinkEdited or HistoryKind.GuestLinkMade));
    }

    [Fact]
    public async Task The_new_hours_and_pauses_count_at_once_for_who_is_in()
    {
        var (made, _) = await WithSceneAsync();
        using var visitor = new TestBrowser(gateway.Address);
        await EnterAsync(visitor, made);
        (await visitor.PostAsync("/api/guest/press", """{"button":0}""")).Expect<GuestView>(200);
        var buttons = $$"""[{"scene":"{{made.Link.Buttons[0].Scene}}"}]""";

        await ChangeAsync(made, buttons, "Fair", ""","commonPause":60,"ownPause":120""");
        Assert.InRange((await visitor.GetAsync("/api/guest")).Expect<GuestView>(200).Turn.Wait, 61_000, 120_000);
        using var other = new TestBrowser(gateway.Address);
        Assert.InRange((await EnterAsync(other, made)).Expect<GuestView>(200).Turn.Wait, 11_000, 60_000);

        // The cookie lasts as long as the link does now, without anybody coming in anew.
        var until = gateway.Club.Time.GetUtcNow().AddDays(90);
        await ChangeAsync(made, buttons, "Fair", until: until);
        Assert.Equal(until, (await visitor.GetAsync("/api/guest")).Expect<GuestView>(200).OpenUntil);
        Assert.Contains(until.ToString("ddd, dd MMM yyyy", System.Globalization.CultureInfo.InvariantCulture), visitor.CookieAttributes, StringComparison.Ordinal);

        await ChangeAsync(made, buttons, "Fair", $""","from":"{gateway.Time.GetUtcNow().AddHours(1):O}" """);
        (await visitor.GetAsync("/api/guest")).ExpectProblem(401, RefusalCodes.GuestLinkClosed);
        (await visitor.PostAsync("/api/guest/press", """{"button":0}""")).ExpectProblem(401, RefusalCodes.GuestLinkClosed);
    }

    [Fact]
    public async Task A_change_names_the_version_that_it_builds_on_and_breaks_no_rule()
    {
        var (made, _) = await WithSceneAsync();
        var read = await gateway.Api.GetAsync(Address(made));
        Assert.Equal(("\"1\"", "Fair"), (read.ETag, read.Expect<GuestLink>(200).Name));
        var body = Body($$"""[{"scene":"{{made.Link.Buttons[0].Scene}}"}]""", "Night fair");

        Assert.Equal("\"2\"", (await gateway.Api.PutAsync(Address(made), body, "\"1\"")).ETag);
        (await gateway.Api.PutAsync(Address(made), body, "\"1\"")).ExpectProblem(412, RefusalCodes.Outdated);
        (await gateway.Api.PutAsync(Address(made), Body("[]", "Fair"))).ExpectProblem(400, RefusalCodes.GuestButtonsInvalid, "buttons");
        (await gateway.Api.PutAsync($"/api/layouts/{made.Link.Layout}/guest-links/{Guid.NewGuid()}", body)).ExpectProblem(404, RefusalCodes.GuestLinkUnknown);
        (await gateway.Api.PutAsync($"/api/layouts/{(await gateway.LayoutAsync()).Id}/guest-links/{made.Link.Id}", body)).ExpectProblem(404, RefusalCodes.GuestLinkUnknown);
        Assert.Equal("Night fair", (await gateway.Api.GetAsync(Address(made))).Expect<GuestLink>(200).Name);
    }

    [Fact]
    public async Task The_page_of_guests_is_small_and_tells_its_address_to_no_other_site()
    {
        using var http = new HttpClient { BaseAddress = gateway.Address };
        using var page = await http.GetAsync("/g/AAAAAAAAAAAAAAAAAAAAAA");
        Assert.Equal("same-origin", page.Headers.GetValues("Referrer-Policy").Single());
        var text = await page.Content.ReadAsStringAsync();
        Assert.Contains("js/guest.js", text, StringComparison.Ordinal);
        Assert.DoesNotContain("blazor", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_looks_at_the_layout_hears_nothing_of_its_guest_links()
    {
        var (made, _) = await WithSceneAsync();
        await using var viewer = await gateway.ViewerAsync();
        await viewer.WatchAsync(new Layout(made.Link.Layout, "", 1));
        Assert.DoesNotContain(made.Link.Id.ToString(), System.Text.Json.JsonSerializer.Serialize(viewer.View, Contracts.Serialization.ContractsJson.Default.LayoutSnapshot), StringComparison.Ordinal);
    }

    private async Task<(MadeGuestLink Made, TestBoard Board)> WithSceneAsync()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var scene = (await gateway.Api.PostAsync(
            $"/api/layouts/{layout.Id}/scenes",
            $$"""{"name":"Night","targets":[{"controller":"{{board.Id}}","pin":4,"active":true,"brightness":30}]}""")).Expect<Scene>(201);
        return (await MakeAsync(layout, $$"""[{"scene":"{{scene.Id}}"}]"""), board);
    }

    private async Task<MadeGuestLink> MakeAsync(Layout layout, string buttons, DateTimeOffset? from = null)
    {
        var made = (await gateway.Api.PostAsync(
            $"/api/layouts/{layout.Id}/guest-links",
            $$"""{"name":"Fair","buttons":{{buttons}},"from":"{{from ?? gateway.Time.GetUtcNow().AddHours(-1):O}}","until":"{{gateway.Club.Time.GetUtcNow().AddDays(9):O}}"}""")).Expect<MadeGuestLink>(201);
        await gateway.RenewAsync();
        return made;
    }

    private static string Address(MadeGuestLink made) => $"/api/layouts/{made.Link.Layout}/guest-links/{made.Link.Id}";

    private string Body(string buttons, string name, string more = "", DateTimeOffset? until = null) =>
        $$"""{"name":"{{name}}","buttons":{{buttons}},"until":"{{until ?? gateway.Club.Time.GetUtcNow().AddDays(9):O}}"{{more}}}""";

    private async Task<GuestLink> ChangeAsync(MadeGuestLink made, string buttons, string name, string more = "", DateTimeOffset? until = null)
    {
        var changed = (await gateway.Api.PutAsync(Address(made), Body(buttons, name, more, until))).Expect<GuestLink>(200);
        await gateway.RenewAsync();
        return changed;
    }

    private static Task<Reply> EnterAsync(TestBrowser visitor, MadeGuestLink made) =>
        visitor.PostAsync("/api/guest", $$"""{"token":"{{made.Path["/g/".Length..]}}"}""");
}
