using System.Net;
using System.Text.Json;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using RailHub.Contracts;
using RailHub.Contracts.Serialization;
using RailHub.Web.Members;
using RailHub.Web.Resources;
using RailHub.Web.Shell;

namespace RailHub.Web.Tests.Members;

public sealed class AccountTests : WebTest
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly Session s_here = new(SessionId.Create(Sample.Noon), "Firefox, Linux", "192.168.1.7", Sample.Noon, Sample.Noon, IsThis: true);
    private static readonly Session s_phone = new(SessionId.Create(Sample.Noon), "Chrome, Android", null, Sample.Noon, Sample.Noon - TimeSpan.FromHours(2), IsThis: false);
    private static readonly Token s_clock = new(TokenId.Create(Sample.Noon), "Clock", Role.Viewer, [Sample.LayoutId], Sample.Noon, Sample.Noon.AddDays(30), null);

    private IReadOnlyList<Session> _sessions = [s_here, s_phone];
    private IReadOnlyList<Token> _tokens = [s_clock];
    private IReadOnlyList<Passkey> _passkeys = [];
    private ProviderLink _link = new();
    private Func<HttpRequestMessage, HttpResponseMessage> _change = _ => new HttpResponseMessage(HttpStatusCode.NoContent);

    public AccountTests() => Gateway.Answer = asked => (asked.Method.Method, asked.RequestUri!.AbsolutePath) switch
    {
        ("GET", "/api/me/sessions") => FakeGateway.Json(_sessions),
        ("GET", "/api/me/tokens") => FakeGateway.Json(_tokens),
        ("GET", "/api/me/passkeys") => FakeGateway.Json(_passkeys),
        ("GET", "/api/me/provider") => FakeGateway.Json(_link),
        ("GET", "/api/session") => FakeGateway.Json(new SignInState(SignInStatus.SignedIn, CanEnterDemo: false, "Verein", Sample.Anna)),
        ("GET", "/api/layouts") => FakeGateway.Json<IReadOnlyList<Layout>>([Sample.Layout, new Layout(new LayoutId(Guid.Empty), "Hafen", 1)]),
        _ => _change(asked),
    };

    [Fact]
    public void A_new_name_is_saved_and_shown_everywhere()
    {
        _change = _ => FakeGateway.Json(Sample.Anna with { Name = "Anna Bell" });
        var page = Render<AccountPage>();
        page.Find(Of("own-name")).Input("Anna Bell ");

        page.Find($"{Of("own-part")} form").Submit();

        page.WaitForAssertion(() => Assert.Equal("Anna Bell", page.Find($"{Of("own-part")} h2").TextContent), s_patience);
        Assert.Equal("""{"displayName":"Anna Bell"}""", Gateway.Bodies[^1]);
        Assert.Equal("Anna Bell", page.Find(Of("you")).TextContent);
    }

    [Fact]
    public void A_language_applies_at_once_and_that_of_the_browser_can_be_had_again()
    {
        _change = _ => FakeGateway.Json(Sample.Anna with { Language = "it" });
        var page = Render<AccountPage>();
        Assert.Equal(["", .. Browser.Languages], page.FindAll($"{Of("member-language")} option").Select(option => option.GetAttribute("value")));

        page.Find(Of("member-language")).Change("it");
        page.Find(Of("member-language")).Change("");

        Assert.Equal(["""{"language":"it"}""", """{"language":""}"""], Gateway.Bodies.Where(body => body.Contains("language", StringComparison.Ordinal)));
        Assert.Equal(["it", ""], JSInterop.Invocations["railhub.chooseLanguage"].Select(call => call.Arguments[0]));
    }

    [Fact]
    public void A_password_is_changed_by_who_knows_it()
    {
        _change = _ => FakeGateway.Refuse(400, "passwordWrong");
        var page = Render<AccountPage>();
        var part = $"{Of("password-part")} ";
        page.Find(part + Of("password")).Input("a wrong password");
        page.Find(part + Of("new-password")).Input("four and twenty blackbirds");
        page.Find(part + "form").Submit();
        page.WaitForAssertion(() => Assert.Equal(Texts.Refusal_passwordWrong, page.Find(part + ".field-problem").TextContent), s_patience);

        _change = _ => new HttpResponseMessage(HttpStatusCode.NoContent);
        page.Find(part + "form").Submit();

        page.WaitForAssertion(() => Assert.Equal(Texts.Password_Changed, Assert.Single(Toasts.Toasts).Text), s_patience);
        Assert.Equal("", page.Find(part + Of("password")).GetAttribute("value"));
        Assert.Equal("""{"current":"a wrong password","password":"four and twenty blackbirds"}""", Gateway.Bodies[^1]);
    }

    [Fact]
    public async Task Without_a_provider_nothing_is_told_of_one()
    {
        Assert.Empty(Render<AccountPage>().FindAll(Of("provider-part")));

        await SignIn.RefreshAsync();
        Assert.Single(Render<AccountPage>().FindAll(Of("provider-part")));
    }

    [Fact]
    public async Task Who_links_themselves_goes_on_to_the_provider()
    {
        await SignIn.RefreshAsync();
        _change = _ => FakeGateway.Json(new ProviderVisit("https://login.example/authorize?state=1"));
        var page = Render<AccountPage>();
        Assert.Empty(page.FindAll(Of("provider-unlink")));

        page.Find(Of("provider-link")).Click();

        var navigation = Services.GetRequiredService<NavigationManager>();
        page.WaitForAssertion(() => Assert.Equal("https://login.example/authorize?state=1", navigation.Uri), s_patience);
        Assert.Equal("POST /api/me/provider", Gateway.Asked[^1]);
    }

    [Fact]
    public async Task Who_comes_back_unlinked_hears_why()
    {
        await SignIn.RefreshAsync();
        var navigation = Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("account?problem=providerTaken");

        var page = Render<AccountPage>();

        Assert.Equal(Texts.Refusal_providerTaken, page.WaitForElement(Of("provider-problem"), s_patience).TextContent);
        Assert.EndsWith("/account", navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_linked_sees_with_whom_and_ends_it()
    {
        await SignIn.RefreshAsync();
        _link = new ProviderLink("anna@verein.example", "https://login.verein.example/realms/club");
        var page = Render<AccountPage>();
        Assert.Equal(Texts.Provider_Linked.With("anna@verein.example", "login.verein.example"), page.WaitForElement(Of("provider-account"), s_patience).TextContent);
        Assert.Empty(page.FindAll(Of("provider-link")));

        page.Find(Of("provider-unlink")).Click();
        _link = new ProviderLink();
        page.Find($"{Of("provider-unlink-dialog")} form").Submit();

        page.WaitForElement(Of("provider-link"), s_patience);
        Assert.Contains("DELETE /api/me/provider", Gateway.Asked);
        Assert.Equal(Texts.Provider_Unlinked.With("Verein"), Assert.Single(Toasts.Toasts).Text);
    }

    [Fact]
    public void One_session_is_ended_or_all_others_and_never_the_one_that_asks()
    {
        var page = Render<AccountPage>();
        var rows = page.FindAll(Of("session-row"));
        Assert.Contains(Texts.Session_This, rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("192.168.1.7", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("12:00", rows[1].TextContent, StringComparison.Ordinal);

        page.Find(Of("session-end")).Click();
        page.WaitForAssertion(() => Assert.Contains($"DELETE /api/me/sessions/{s_phone.Id}", Gateway.Asked), s_patience);
        _sessions = [s_here];
        page.Find(Of("sessions-end-others")).Click();

        page.WaitForAssertion(() => Assert.Single(page.FindAll(Of("session-row"))), s_patience);
        Assert.Contains("DELETE /api/me/sessions", Gateway.Asked);
        Assert.Empty(page.FindAll(Of("session-end")));
        Assert.Empty(page.FindAll(Of("sessions-end-others")));
    }

    [Fact]
    public void A_token_is_made_for_chosen_layouts_and_shown_once()
    {
        _change = _ => FakeGateway.Json(new MadeToken(s_clock with { Name = "Script" }, "rh_secret"));
        var page = Render<AccountPage>();
        Assert.Contains("Altstadt", page.Find(Of("token-row")).TextContent, StringComparison.Ordinal);
        page.Find(Of("token-add")).Click();
        page.Find($"{Of("token-dialog")} form").Submit();
        Assert.Single(page.FindAll($"{Of("token-dialog")} .field-problem"));

        page.Find(Of("token-name")).Input("Script");
        page.Find(Of("token-role")).Change("Editor");
        page.Find(Of("token-days")).Change("30");
        page.Find(Of("token-all")).Change(false);
        page.FindAll(Of("token-layout"))[0].Change(true);
        page.Find($"{Of("token-dialog")} form").Submit();

        Assert.Equal("rh_secret", page.WaitForElement(Of("token-secret"), s_patience).TextContent);
        var draft = JsonSerializer.Deserialize(Gateway.Bodies.Single(body => body.Contains("Script", StringComparison.Ordinal)), ContractsJson.Default.TokenDraft)!;
        Assert.Equal(("Script", Role.Editor, Sample.Noon.AddDays(30)), (draft.Name, draft.Role, draft.ExpiresAt));
        Assert.Equal([Sample.LayoutId], draft.Layouts!);
        page.Find($"{Of("token-made")} {Of("dialog-close")}").Click();
        Assert.DoesNotContain("rh_secret", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_is_revoked_after_a_question()
    {
        var page = Render<AccountPage>();

        page.Find(Of("token-revoke")).Click();
        Assert.DoesNotContain(Gateway.Asked, asked => asked.StartsWith("DELETE", StringComparison.Ordinal));
        _tokens = [];
        page.Find($"{Of("token-revoke-dialog")} form").Submit();

        page.WaitForAssertion(() => Assert.Empty(page.FindAll(Of("token-row"))), s_patience);
        Assert.Contains($"DELETE /api/me/tokens/{s_clock.Id}", Gateway.Asked);
    }

    [Fact]
    public void What_is_told_once_is_copied_where_browsers_let_a_page_do_that_and_taken_by_hand_elsewhere()
    {
        var plain = Render<Secret>(parameters => parameters.Add(secret => secret.Label, "Token").Add(secret => secret.Text, "rh_secret"));
        Assert.Contains(Texts.Copy_ByHand, plain.Markup, StringComparison.Ordinal);

        JSInterop.Setup<bool>("railhub.isSecure").SetResult(true);
        var secure = Render<Secret>(parameters => parameters.Add(secret => secret.Label, "Token").Add(secret => secret.Text, "rh_secret"));
        secure.Find(Of("secret-copy")).Click();

        Assert.Equal(Texts.Copied, secure.Find(Of("secret-copy")).TextContent);
        Assert.Equal("rh_secret", JSInterop.VerifyInvoke("railhub.copy").Arguments[0]);
    }

    [Fact]
    public void Where_there_are_no_passkeys_it_is_said_why()
    {
        var page = Render<AccountPage>();

        Assert.Contains(Texts.Passkeys_NotHere, page.Find(Of("passkeys-part")).TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(Of("passkey-add")));
    }

    [Fact]
    public void A_passkey_is_made_and_removed_and_a_browser_that_made_none_is_told_of()
    {
        JSInterop.Setup<bool>("railhub.offersPasskeys").SetResult(true);
        var made = JSInterop.SetupModule("./js/passkeys.js").Setup<string?>("make", _ => true);
        made.SetResult(null);
        _change = asked => asked.RequestUri!.AbsolutePath.EndsWith("/options", StringComparison.Ordinal)
            ? FakeGateway.Json(HttpStatusCode.OK, "{}")
            : FakeGateway.Json(new Passkey("key", "Phone", Sample.Noon));
        var page = Render<AccountPage>();
        page.Find(Of("passkey-add")).Click();
        page.Find(Of("passkey-name")).Input("Phone");
        page.Find($"{Of("passkey-dialog")} form").Submit();
        Assert.Contains(Texts.Refusal_passkeyFailed, page.WaitForElement(Of("dialog-error"), s_patience).TextContent, StringComparison.Ordinal);

        made.SetResult("""{"id":"key"}""");
        _passkeys = [new Passkey("key", "Phone", Sample.Noon)];
        page.Find($"{Of("passkey-dialog")} form").Submit();
        page.WaitForElement(Of("passkey-remove"), s_patience).Click();
        page.Find($"{Of("passkey-remove-dialog")} form").Submit();

        page.WaitForAssertion(() => Assert.Contains("DELETE /api/me/passkeys/key", Gateway.Asked), s_patience);
    }

    [Fact]
    public void The_demo_has_no_account()
    {
        Enter(new SignedIn(ActorKind.Demo, string.Empty, null, null, null, IsAdministrator: true, []));

        Assert.Single(Render<AccountPage>().FindAll(Of("account-none")));
    }
}
