using RailHub.Contracts;

namespace RailHub.Gateway.Tests.Members;

/// <summary>The ways in, by the door that browsers take.</summary>
public sealed class EntranceTests : IAsyncLifetime
{
    private const string Password = "red lamp over the harbour";

    private TestGateway _gateway = null!;

    public async ValueTask InitializeAsync() => _gateway = await TestGateway.StartAsync(isFounded: false);

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task A_new_club_serves_nothing_but_its_founding_and_that_once()
    {
        using var browser = new TestBrowser(_gateway.Address);
        Assert.Equal(SignInStatus.Unfounded, (await browser.GetAsync("/api/session")).Expect<SignInState>(200).Status);
        (await browser.GetAsync("/api/layouts")).ExpectProblem(403, "clubUnfounded");
        (await browser.PostAsync("/api/session", """{"userName":"anna","password":"red lamp over the harbour"}""")).ExpectProblem(401, "signInFailed");

        var code = await _gateway.Members.OfferCodeAsync(_gateway.Time.GetUtcNow());
        (await FoundAsync(browser, "ABCD-EFGH-JKLM")).ExpectProblem(400, "codeInvalid", "code");
        var typed = code!.Replace("-", " ", StringComparison.Ordinal).ToLowerInvariant();
        var owner = (await FoundAsync(browser, typed)).Expect<SignedIn>(200);

        Assert.True(owner.IsAdministrator);
        Assert.Equal("Anna", owner.Name);
        Assert.Equal(_gateway.Time.GetUtcNow(), Assert.Single((await browser.GetAsync("/api/members")).Expect<IReadOnlyList<Member>>(200)).LastSeenAt);
        Assert.Equal(200, (await browser.GetAsync("/api/layouts")).Status);
        using var other = new TestBrowser(_gateway.Address);
        (await FoundAsync(other, code, "berta")).ExpectProblem(409, "clubFounded");
        Assert.Null(await _gateway.Members.OfferCodeAsync(_gateway.Time.GetUtcNow()));
        Assert.Equal(SignInStatus.SignedOut, (await other.GetAsync("/api/session")).Expect<SignInState>(200).Status);
        (await other.GetAsync("/api/layouts")).ExpectProblem(401, "signInNeeded");
    }

    [Fact]
    public async Task A_code_is_good_for_a_day()
    {
        using var browser = new TestBrowser(_gateway.Address);
        var code = await _gateway.Members.OfferCodeAsync(_gateway.Time.GetUtcNow() - TimeSpan.FromDays(1));

        (await FoundAsync(browser, code!)).ExpectProblem(400, "codeInvalid", "code");
    }

    [Fact]
    public async Task When_all_owners_are_lost_the_servers_command_makes_one_more_or_gives_one_a_new_password()
    {
        using var lost = await FoundedAsync();
        using var browser = new TestBrowser(_gateway.Address);
        var code = await _gateway.Members.ReplaceCodeAsync(_gateway.Time.GetUtcNow());

        var again = (await FoundAsync(browser, code, "ANNA", "another lamp at the station")).Expect<SignedIn>(200);

        Assert.True(again.IsAdministrator);
        Assert.Equal("anna", again.UserName);
        (await lost.GetAsync("/api/layouts")).ExpectProblem(401, "signInNeeded");
        (await SignInAsync(lost, "anna", Password)).ExpectProblem(401, "signInFailed");
        (await SignInAsync(lost, "anna", "another lamp at the station")).Expect<SignedIn>(200);
        (await FoundAsync(browser, code, "clara")).ExpectProblem(409, "clubFounded");
    }

    [Fact]
    public async Task Wrong_names_and_wrong_passwords_are_answered_alike()
    {
        using var owner = await FoundedAsync();
        using var browser = new TestBrowser(_gateway.Address);

        var wrongName = await SignInAsync(browser, "nobody", Password);
        var wrongPassword = await SignInAsync(browser, "anna", "something else");

        Assert.Equal(
            wrongName.ExpectProblem(401, "signInFailed").GetProperty("detail").GetString(),
            wrongPassword.ExpectProblem(401, "signInFailed").GetProperty("detail").GetString());
        Assert.Null(browser.Cookie);
        (await SignInAsync(browser, "  Anna ", Password)).Expect<SignedIn>(200);
        Assert.NotNull(browser.Cookie);
    }

    [Fact]
    public async Task Who_guesses_is_slowed_down_at_their_address_and_the_member_is_not()
    {
        using var owner = await FoundedAsync();
        using var guesser = new TestBrowser(_gateway.Address, "192.168.1.66");
        for (var attempt = 0; attempt < 10; attempt++)
        {
            (await SignInAsync(guesser, "anna", $"guess {attempt} of many")).ExpectProblem(401, "signInFailed");
        }

        var reply = await SignInAsync(guesser, "anna", Password);
        reply.ExpectProblem(429, "tooManyCalls");
        Assert.InRange(reply.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        using var elsewhere = new TestBrowser(_gateway.Address, "192.168.1.67");
        (await SignInAsync(elsewhere, "anna", Password)).Expect<SignedIn>(200);

        _gateway.Time.Advance(reply.RetryAfter.Value);
        (await SignInAsync(guesser, "anna", Password)).Expect<SignedIn>(200);
    }

    [Fact]
    public async Task A_new_member_makes_the_password_by_the_code_and_nobody_else_knows_it()
    {
        using var owner = await FoundedAsync();
        var made = (await owner.PostAsync("/api/members", """{"userName":"berta","displayName":"Berta","isAdministrator":false,"roles":[]}"""))
            .Expect<MadeMember>(200);
        using var browser = new TestBrowser(_gateway.Address);

        (await ResetAsync(browser, "berta", "ABCD-EFGH-JKLM", Password)).ExpectProblem(400, "codeInvalid", "code");
        (await ResetAsync(browser, "nobody", made.Code.Code, Password)).ExpectProblem(400, "codeInvalid", "code");
        (await ResetAsync(browser, "berta", made.Code.Code, "berta12345")).ExpectProblem(400, "passwordWeak", "password");
        var entered = (await ResetAsync(browser, "berta", made.Code.Code, Password)).Expect<SignedIn>(200);

        Assert.Equal("Berta", entered.Name);
        Assert.False(entered.IsAdministrator);
        (await ResetAsync(browser, "berta", made.Code.Code, "another lamp at the station")).ExpectProblem(400, "codeInvalid", "code");
    }

    [Theory]
    [InlineData("short", "passwordWeak")]
    [InlineData("password1234", "passwordWeak")]
    [InlineData("Passw0rd!!!!", "passwordWeak")]
    [InlineData("Eisenbahn2024", "passwordWeak")]
    [InlineData("1234567890123", "passwordWeak")]
    [InlineData("qwertzuiopasdf", "passwordWeak")]
    [InlineData("aaaaaaaaaaaaaaa", "passwordWeak")]
    [InlineData("anna-anna-anna", "passwordWeak")]
    [InlineData("annaanna1234", "passwordWeak")]
    public async Task A_password_that_is_tried_first_is_refused(string password, string code)
    {
        using var browser = new TestBrowser(_gateway.Address);
        var owner = await _gateway.Members.OfferCodeAsync(_gateway.Time.GetUtcNow());

        (await FoundAsync(browser, owner!, password: password)).ExpectProblem(400, code, "password");

        // Nothing was used up by it.
        (await FoundAsync(browser, owner!)).Expect<SignedIn>(200);
    }

    [Theory]
    [InlineData("anna")]
    [InlineData("ANNA")]
    [InlineData("аnnа")] // Cyrillic а
    public async Task A_name_that_looks_like_another_one_is_taken(string userName)
    {
        using var owner = await FoundedAsync();

        (await owner.PostAsync("/api/members", $$"""{"userName":"{{userName}}","displayName":"Other","isAdministrator":false,"roles":[]}"""))
            .ExpectProblem(409, "userNameTaken", "userName");
    }

    [Theory]
    [InlineData("""{"userName":"a","displayName":"A","isAdministrator":false,"roles":[]}""", "userNameInvalid", "userName")]
    [InlineData("""{"userName":"a b c","displayName":"A","isAdministrator":false,"roles":[]}""", "userNameInvalid", "userName")]
    [InlineData("""{"userName":"berta","displayName":" ","isAdministrator":false,"roles":[]}""", "displayNameInvalid", "displayName")]
    [InlineData("""{"userName":"berta","displayName":"B","language":"xx","isAdministrator":false,"roles":[]}""", "languageInvalid", "language")]
    [InlineData("""{"userName":"berta","displayName":"B","isAdministrator":false,"roles":[{"layout":"01900000-0000-7000-8000-000000000000","role":"viewer"}]}""", "layoutUnknown", "roles[0].layout")]
    public async Task A_member_who_cannot_be_is_refused_by_field(string json, string code, string field)
    {
        using var owner = await FoundedAsync();

        (await owner.PostAsync("/api/members", json)).ExpectProblem(400, code, field);
    }

    [Fact]
    public async Task The_last_administrator_stays_one_and_stays()
    {
        using var owner = await FoundedAsync();
        var me = Assert.Single((await owner.GetAsync("/api/members")).Expect<IReadOnlyList<Member>>(200));

        (await owner.PatchAsync($"/api/members/{me.Id}", """{"isAdministrator":false}""")).ExpectProblem(409, "lastAdministrator");
        (await owner.PatchAsync($"/api/members/{me.Id}", """{"isBlocked":true}""")).ExpectProblem(409, "lastAdministrator");
        (await owner.DeleteAsync($"/api/members/{me.Id}")).ExpectProblem(409, "lastAdministrator");
        Assert.Equal(200, (await owner.GetAsync("/api/layouts")).Status);
    }

    [Fact]
    public async Task A_cookie_that_was_changed_or_is_another_clubs_opens_nothing()
    {
        using var owner = await FoundedAsync();
        await using var foreign = await TestGateway.StartAsync(isFounded: false);
        using var stranger = new TestBrowser(foreign.Address);
        (await FoundAsync(stranger, (await foreign.Members.OfferCodeAsync(foreign.Time.GetUtcNow()))!)).Expect<SignedIn>(200);

        using var thief = new TestBrowser(_gateway.Address) { Cookie = stranger.Cookie };
        (await thief.GetAsync("/api/layouts")).ExpectProblem(401, "signInNeeded");
        thief.Cookie = owner.Cookie![..^5] + (owner.Cookie[^5] == 'A' ? 'B' : 'A') + owner.Cookie[^4..];
        (await thief.GetAsync("/api/layouts")).ExpectProblem(401, "signInNeeded");
        thief.Cookie = owner.Cookie;
        Assert.Equal(200, (await thief.GetAsync("/api/layouts")).Status);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_not_only_the_cookie()
    {
        using var owner = await FoundedAsync();
        var cookie = owner.Cookie;

        (await owner.DeleteAsync("/api/session")).ExpectNoContent();

        owner.Cookie = cookie;
        (await owner.GetAsync("/api/layouts")).ExpectProblem(401, "signInNeeded");
    }

    [Fact]
    public async Task The_cookie_is_out_of_reach_for_scripts_and_other_sites()
    {
        using var owner = await FoundedAsync();

        Assert.Contains("httponly", owner.CookieAttributes, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", owner.CookieAttributes, StringComparison.OrdinalIgnoreCase);
        (await owner.SendAsync(HttpMethod.Post, "/api/layouts", """{"name":"Forged"}""", ("Origin", "https://evil.example"))).ExpectProblem(403, "forbidden");
    }

    [Fact]
    public async Task A_password_is_changed_by_who_knows_it_and_other_browsers_are_out()
    {
        using var owner = await FoundedAsync();
        using var phone = new TestBrowser(_gateway.Address);
        (await SignInAsync(phone, "anna", Password)).Expect<SignedIn>(200);
        Assert.Equal(2, (await owner.GetAsync("/api/me/sessions")).Expect<IReadOnlyList<Session>>(200).Count);

        (await owner.PutAsync("/api/me/password", """{"current":"guessed wrongly","password":"another lamp at the station"}"""))
            .ExpectProblem(400, "passwordWrong", "current");
        (await owner.PutAsync("/api/me/password", $$"""{"current":"{{Password}}","password":"another lamp at the station"}""")).ExpectNoContent();

        Assert.Equal(200, (await owner.GetAsync("/api/layouts")).Status);
        (await phone.GetAsync("/api/layouts")).ExpectProblem(401, "signInNeeded");
        (await SignInAsync(phone, "anna", Password)).ExpectProblem(401, "signInFailed");
    }

    [Fact]
    public async Task A_token_is_told_once_lets_a_program_in_and_is_revoked_at_once()
    {
        using var owner = await FoundedAsync();
        (await owner.PostAsync("/api/me/tokens", """{"name":"","role":"operator"}""")).ExpectProblem(400, "tokenNameInvalid", "name");
        (await owner.PostAsync("/api/me/tokens", """{"name":"Clock","role":"operator","expiresAt":"2000-01-01T00:00:00Z"}""")).ExpectProblem(400, "expiryInvalid", "expiresAt");
        var made = (await owner.PostAsync("/api/me/tokens", """{"name":"Clock","role":"operator"}""")).Expect<MadeToken>(200);
        (await owner.PostAsync("/api/me/tokens", """{"name":"clock","role":"viewer"}""")).ExpectProblem(409, "tokenNameTaken", "name");
        using var program = new Api(_gateway.Address, made.Secret);

        Assert.Equal(200, (await program.GetAsync("/api/layouts")).Status);
        (await program.GetAsync("/api/me/tokens")).ExpectProblem(403, "rightMissing");
        (await program.GetAsync("/api/members")).ExpectProblem(403, "rightMissing");
        Assert.Equal(made.Token, Assert.Single((await owner.GetAsync("/api/me/tokens")).Expect<IReadOnlyList<Token>>(200)));
        (await owner.DeleteAsync($"/api/me/tokens/{made.Token.Id}")).ExpectNoContent();
        (await program.GetAsync("/api/layouts")).ExpectProblem(401, "signInNeeded");
    }

    private static Task<Reply> SignInAsync(TestBrowser browser, string userName, string password) =>
        browser.PostAsync("/api/session", $$"""{"userName":"{{userName}}","password":"{{password}}"}""");

    private static Task<Reply> FoundAsync(TestBrowser browser, string code, string userName = "anna", string password = Password) =>
        browser.PostAsync("/api/founding", $$"""{"code":"{{code}}","userName":"{{userName}}","displayName":"Anna","password":"{{password}}"}""");

    private static Task<Reply> ResetAsync(TestBrowser browser, string userName, string code, string password) =>
        browser.PostAsync("/api/password", $$"""{"userName":"{{userName}}","code":"{{code}}","password":"{{password}}"}""");

    private async Task<TestBrowser> FoundedAsync()
    {
        var browser = new TestBrowser(_gateway.Address);
        (await FoundAsync(browser, (await _gateway.Members.OfferCodeAsync(_gateway.Time.GetUtcNow()))!)).Expect<SignedIn>(200);
        return browser;
    }
}
