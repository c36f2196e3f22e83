using RailHub.Contracts;

namespace RailHub.Gateway.Tests.Screens;

[Collection(SharedGateway.Name)]
public sealed class ScreenTests(TestGateway gateway)
{
    [Fact]
    public async Task A_screen_is_let_in_by_its_digits_looks_at_one_layout_and_does_nothing_there()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var other = await gateway.LayoutAsync();
        using var screen = new TestBrowser(gateway.Address);
        var code = (await screen.PostAsync("/api/screens")).Expect<ScreenCode>(200);
        Assert.Matches("^[0-9]{6}$", code.Code);
        Assert.Null((await AskAsync(screen, code)).Expect<ScreenEntry>(200).Layout);
        (await screen.GetAsync($"/api/layouts/{layout.Id}")).ExpectProblem(401, RefusalCodes.SignInNeeded);

        (await gateway.Api.PostAsync($"/api/layouts/{layout.Id}/screens", $$"""{"code":"{{code.Code[..3]}} {{code.Code[3..]}}","name":"Hall"}""")).ExpectNoContent();

        Assert.Equal(layout.Id, (await AskAsync(screen, code)).Expect<ScreenEntry>(200).Layout);
        Assert.Equal(layout.Name, (await screen.GetAsync($"/api/layouts/{layout.Id}")).Expect<Layout>(200).Name);
        (await screen.GetAsync($"/api/layouts/{other.Id}")).ExpectProblem(404, RefusalCodes.LayoutUnknown);
        (await screen.PatchAsync($"/api/layouts/{layout.Id}/controllers/{board.Id}/outputs/4", """{"active":true}""")).ExpectProblem(403, RefusalCodes.RightMissing);
        (await AskAsync(screen, code)).ExpectProblem(400, RefusalCodes.CodeInvalid, "key");

        var listed = Assert.Single((await gateway.Api.GetAsync($"/api/layouts/{layout.Id}/screens")).Expect<IReadOnlyList<Screen>>(200));
        Assert.Equal("Hall", listed.Name);
        (await gateway.Api.DeleteAsync($"/api/layouts/{other.Id}/screens/{listed.Id}")).ExpectProblem(404, RefusalCodes.SessionUnknown);
        (await gateway.Api.DeleteAsync($"/api/layouts/{layout.Id}/screens/{listed.Id}")).ExpectNoContent();
        (await screen.GetAsync($"/api/layouts/{layout.Id}")).ExpectProblem(401, RefusalCodes.SignInNeeded);
    }

    [Fact]
    public async Task Wrong_digits_are_tried_a_few_times_and_no_screen_is_let_in_twice()
    {
        await using var own = await TestGateway.StartAsync();
        var layout = await own.LayoutAsync();
        using var screen = new TestBrowser(own.Address);
        var code = (await screen.PostAsync("/api/screens")).Expect<ScreenCode>(200);
        var screens = $"/api/layouts/{layout.Id}/screens";
        (await own.Api.PostAsync(screens, $$"""{"code":"{{code.Code}}","name":" "}""")).ExpectProblem(400, RefusalCodes.NameInvalid, "name");
        (await own.Api.PostAsync(screens, $$"""{"code":"{{code.Code}}","name":"Hall"}""")).ExpectNoContent();
        var wrong = await own.Api.PostAsync(screens, $$"""{"code":"{{code.Code}}","name":"Hall"}""");
        wrong.ExpectProblem(400, RefusalCodes.CodeInvalid, "code");
        for (var tries = 0; wrong.Status == 400 && tries < 30; tries++)
        {
            wrong = await own.Api.PostAsync(screens, """{"code":"1","name":"Hall"}""");
        }

        wrong.ExpectProblem(429, RefusalCodes.TooManyCalls);
    }

    [Fact]
    public async Task Digits_are_void_after_ten_minutes_and_are_not_asked_for_without_end()
    {
        await using var own = await TestGateway.StartAsync();
        var layout = await own.LayoutAsync();
        using var screen = new TestBrowser(own.Address);
        var code = (await screen.PostAsync("/api/screens")).Expect<ScreenCode>(200);
        own.Time.Advance(Gateway.Screens.ScreenDoor.Lasts);
        (await AskAsync(screen, code)).ExpectProblem(400, RefusalCodes.CodeInvalid, "key");
        (await own.Api.PostAsync($"/api/layouts/{layout.Id}/screens", $$"""{"code":"{{code.Code}}","name":"Hall"}""")).ExpectProblem(400, RefusalCodes.CodeInvalid, "code");

        var asked = await screen.PostAsync("/api/screens");
        for (var times = 0; asked.Status == 200 && times < 20; times++)
        {
            asked = await screen.PostAsync("/api/screens");
        }

        asked.ExpectProblem(429, RefusalCodes.TooManyCalls);
    }

    [Fact]
    public async Task Only_owners_let_screens_in()
    {
        var layout = await gateway.LayoutAsync();
        var editor = await gateway.Members.AddAsync($"Editor {Guid.NewGuid():N}", isAdministrator: false, (layout.Id, Role.Editor));
        using var api = new Api(gateway.Address, await gateway.Members.TokenAsync(editor, Role.Editor));
        (await api.PostAsync($"/api/layouts/{layout.Id}/screens", """{"code":"123456","name":"Hall"}""")).ExpectProblem(403, RefusalCodes.RightMissing);
        (await api.GetAsync($"/api/layouts/{layout.Id}/screens")).ExpectProblem(403, RefusalCodes.RightMissing);
    }

    private static Task<Reply> AskAsync(TestBrowser screen, ScreenCode code) => screen.PostAsync("/api/screens/session", $$"""{"key":"{{code.Key}}"}""");
}
