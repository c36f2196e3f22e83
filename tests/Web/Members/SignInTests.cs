using System.Net.Http.Headers;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;
using RailHub.Contracts;
using RailHub.Web.Resources;
using RailHub.Web.Shell;

namespace RailHub.Web.Tests.Members;

/// <summary>The door: what is shown to whom, and how one gets in.</summary>
public sealed class SignInTests : WebTest
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly SignInState s_out = new(SignInStatus.SignedOut, CanEnterDemo: false, null, null);

    private SignInState _state = s_out;
    private int _pages;
    private Func<HttpRequestMessage, HttpResponseMessage> _answer = _ => FakeGateway.Json(Sample.Anna);

    public SignInTests() => Gateway.Answer = asked => asked.Method == HttpMethod.Get && asked.RequestUri!.AbsolutePath == "/api/session" ? FakeGateway.Json(_state) : _answer(asked);

    [Fact]
    public async Task A_page_comes_as_soon_as_somebody_is_signed_in()
    {
        var page = await OutsideAsync();
        Assert.Empty(page.FindAll(Of("body")));

        page.Find(Of("user-name")).Input(" anna ");
        page.Find(Of("password")).Input("three blind mice");
        page.Find(Of("sign-in")).Submit();

        page.WaitForElement(Of("body"), s_patience);
        Assert.Empty(page.FindAll(Of("sign-in-page")));
        Assert.Equal("""{"userName":"anna","password":"three blind mice"}""", Gateway.Bodies[^1]);
    }

    [Fact]
    public async Task A_wall_screen_finds_from_the_door_where_it_shows_its_digits()
    {
        var link = (await OutsideAsync()).Find(Of("to-screen"));

        Assert.Equal((Texts.Screen_Here, "screen", "_top"), (link.TextContent.Trim(), link.GetAttribute("href"), link.GetAttribute("target")));
    }

    [Fact]
    public async Task Who_was_signed_out_signs_in_over_their_page_which_is_as_they_left_it()
    {
        var page = Page();
        Assert.Single(page.FindAll(Of("body")));

        await page.InvokeAsync(SignIn.RefreshAsync);
        var dialog = page.WaitForElement(Of("sign-in-dialog"), s_patience);
        Assert.Contains(Texts.SignedOut_Text, dialog.TextContent, StringComparison.Ordinal);
        Assert.Equal("anna", page.Find(Of("user-name")).GetAttribute("value"));
        page.Find(Of("password")).Input("three blind mice");
        page.Find(Of("sign-in")).Submit();

        page.WaitForAssertion(() => Assert.Empty(page.FindAll(Of("sign-in-dialog"))), s_patience);
        Assert.Equal(1, _pages);
    }

    [Fact]
    public async Task Who_does_not_go_on_leaves_their_page()
    {
        var page = Page();
        await page.InvokeAsync(SignIn.RefreshAsync);

        page.WaitForElement(Of("sign-in-give-up"), s_patience).Click();

        Assert.Single(page.FindAll(Of("sign-in-page")));
        Assert.Empty(page.FindAll(Of("body")));
    }

    [Fact]
    public async Task Nothing_is_sent_before_it_is_filled_in()
    {
        var page = await OutsideAsync();
        Gateway.Asked.Clear();

        page.Find(Of("sign-in")).Submit();

        Assert.Equal(2, page.FindAll(".field-problem").Count);
        Assert.Empty(page.FindAll(Of("sign-in-passkey")));
        Assert.Empty(Gateway.Asked);
    }

    [Fact]
    public async Task A_wrong_password_is_told_without_saying_what_was_wrong_and_the_name_stays()
    {
        _answer = _ => FakeGateway.Refuse(401, "signInFailed");
        var page = await OutsideAsync();

        Submit(page);

        Assert.Contains(Texts.Refusal_signInFailed, page.WaitForElement(Of("sign-in-error"), s_patience).TextContent, StringComparison.Ordinal);
        Assert.Equal("anna", page.Find(Of("user-name")).GetAttribute("value"));
        Assert.Empty(page.FindAll(".field-problem"));
    }

    [Fact]
    public async Task Who_tried_too_often_sees_the_seconds_go_and_can_send_only_then()
    {
        _answer = _ => Refuse429(3);
        var page = await OutsideAsync();
        Submit(page);

        Assert.Contains("3", page.WaitForElement(Of("sign-in-wait"), s_patience).TextContent, StringComparison.Ordinal);
        var asked = Gateway.Asked.Count;
        page.Find(Of("sign-in")).Submit();
        Assert.Equal(asked, Gateway.Asked.Count);

        Time.Advance(TimeSpan.FromSeconds(2));
        page.WaitForAssertion(() => Assert.Equal(Words.Count("SignIn_Wait", 1), page.Find(Of("sign-in-wait")).TextContent.Trim()), s_patience);
        Time.Advance(TimeSpan.FromSeconds(1));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(Of("sign-in-wait"))), s_patience);
        page.Find(Of("sign-in")).Submit();
        Assert.Equal(asked + 1, Gateway.Asked.Count);
    }

    [Fact]
    public async Task A_code_makes_a_password_and_a_wrong_one_is_told_at_its_field()
    {
        _answer = _ => FakeGateway.Refuse(400, "codeInvalid");
        var page = await OutsideAsync();
        page.Find(Of("user-name")).Input("bert");
        page.Find(Of("sign-in-other")).Click();
        Assert.Equal("bert", page.Find(Of("user-name")).GetAttribute("value"));
        page.Find(Of("code")).Input("K7QM-2FXA-9TRC");
        page.Find(Of("new-password")).Input("short");
        page.Find(Of("sign-in")).Submit();
        Assert.Equal(Texts.Refusal_passwordWeak, page.Find(".field-problem").TextContent);

        page.Find(Of("new-password")).Input("four and twenty blackbirds");
        page.Find(Of("sign-in")).Submit();

        page.WaitForAssertion(() => Assert.Equal(Texts.Refusal_codeInvalid, page.Find(".field-problem").TextContent), s_patience);
        Assert.Equal("true", page.Find(Of("code")).GetAttribute("aria-invalid"));
        Assert.Equal("POST /api/password", Gateway.Asked[^1]);
    }

    [Fact]
    public async Task A_password_is_shown_on_demand_and_password_managers_know_the_fields()
    {
        var page = await OutsideAsync();
        Assert.Equal("password", page.Find(Of("password")).GetAttribute("type"));

        page.Find(Of("password-show")).Click();

        Assert.Equal("text", page.Find(Of("password")).GetAttribute("type"));
        Assert.Equal("username", page.Find(Of("user-name")).GetAttribute("autocomplete"));
        Assert.Equal("current-password", page.Find(Of("password")).GetAttribute("autocomplete"));
        page.Find(Of("sign-in-other")).Click();
        Assert.Equal("one-time-code", page.Find(Of("code")).GetAttribute("autocomplete"));
        Assert.Equal("new-password", page.Find(Of("new-password")).GetAttribute("autocomplete"));
    }

    [Fact]
    public async Task A_passkey_is_offered_where_the_browser_has_them_and_signs_in()
    {
        JSInterop.Setup<bool>("railhub.offersPasskeys").SetResult(true);
        JSInterop.SetupModule("./js/passkeys.js").Setup<string?>("ask", """{"challenge":"x"}""").SetResult("""{"id":"k"}""");
        _answer = asked => asked.RequestUri!.AbsolutePath.EndsWith("/options", StringComparison.Ordinal)
            ? FakeGateway.Json(System.Net.HttpStatusCode.OK, """{"challenge":"x"}""")
            : FakeGateway.Json(Sample.Anna);
        var page = await OutsideAsync();
        page.Find(Of("sign-in-passkey")).Click();

        page.WaitForElement(Of("body"), s_patience);
        Assert.Equal("""{"credential":"{\u0022id\u0022:\u0022k\u0022}"}""", Gateway.Bodies[^1]);
    }

    [Fact]
    public async Task Who_is_known_elsewhere_gets_in_by_that()
    {
        _state = s_out with { Provider = "Verein" };
        var link = (await OutsideAsync()).Find(Of("sign-in-provider"));

        Assert.Equal(Texts.SignIn_ByProvider.With("Verein"), link.TextContent);
        Assert.Equal("api/session/provider?returnUrl=%2F", link.GetAttribute("href"));
        Assert.Equal("_top", link.GetAttribute("target"));
    }

    [Fact]
    public async Task Without_a_provider_there_is_no_button() => Assert.Empty((await OutsideAsync()).FindAll(Of("sign-in-provider")));

    [Fact]
    public async Task Who_comes_back_from_elsewhere_in_vain_hears_why_once_and_comes_to_the_same_page()
    {
        _state = s_out with { Provider = "Verein" };
        var navigation = Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("layouts/harz?wall=1&problem=providerStranger");
        var page = await OutsideAsync();

        Assert.Equal(Texts.Refusal_providerStranger, page.Find(Of("sign-in-returned")).TextContent);
        Assert.EndsWith("/layouts/harz?wall=1", navigation.Uri, StringComparison.Ordinal);
        Assert.Equal("api/session/provider?returnUrl=%2Flayouts%2Fharz%3Fwall%3D1", page.Find(Of("sign-in-provider")).GetAttribute("href"));

        page.Find(Of("user-name")).Input("anna");
        Assert.Empty(page.FindAll(Of("sign-in-returned")));
    }

    [Fact]
    public async Task What_an_address_says_beside_that_is_not_said()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("?problem=lastAdministrator");

        Assert.Empty((await OutsideAsync()).FindAll(Of("sign-in-returned")));
    }

    [Fact]
    public void Who_has_left_the_demo_may_go_back()
    {
        SignedIn demo = new(ActorKind.Demo, string.Empty, null, null, null, IsAdministrator: true, []);
        Enter(demo);
        _answer = asked => asked.Method == HttpMethod.Delete ? new HttpResponseMessage(System.Net.HttpStatusCode.NoContent) : FakeGateway.Json(demo);
        _state = s_out with { CanEnterDemo = true };
        var page = Page();
        Assert.Equal(Texts.Demo, page.Find($"{Of("you")} .mark").TextContent);
        Assert.Empty(page.FindAll(Of("to-account")));

        page.Find(Of("sign-out")).Click();
        page.WaitForElement(Of("enter-demo"), s_patience).Click();

        page.WaitForElement(Of("body"), s_patience);
    }

    [Fact]
    public async Task A_club_without_an_owner_has_its_set_up_page_only_and_what_is_wrong_is_told_at_its_field()
    {
        _state = new SignInState(SignInStatus.Unfounded, CanEnterDemo: false, null, null);
        JSInterop.Setup<string?>("railhub.code").SetResult("K7QM-2FXA-9TRC");
        _answer = _ => FakeGateway.Refuse(409, "userNameTaken");
        var page = await OutsideAsync();
        Assert.Empty(page.FindAll(Of("body")));
        Assert.Equal("K7QM-2FXA-9TRC", page.Find(Of("code")).GetAttribute("value"));
        page.Find(Of("founding")).Submit();
        Assert.Equal(3, page.FindAll(".field-problem").Count);

        page.Find(Of("member-user-name")).Input("anna");
        page.Find(Of("member-display-name")).Input("Anna");
        page.Find(Of("new-password")).Input("three blind mice");
        page.Find(Of("member-language")).Change("de");
        page.Find(Of("founding")).Submit();
        page.WaitForAssertion(() => Assert.Equal(Texts.Refusal_userNameTaken, page.Find(".field-problem").TextContent), s_patience);
        Assert.Equal("""{"code":"K7QM-2FXA-9TRC","userName":"anna","displayName":"Anna","password":"three blind mice","language":"de"}""", Gateway.Bodies[^1]);

        _answer = _ => FakeGateway.Json(Sample.Anna);
        page.Find(Of("founding")).Submit();

        page.WaitForElement(Of("body"), s_patience);
        JSInterop.VerifyInvoke("railhub.spendCode");
    }

    [Fact]
    public async Task A_club_that_has_lost_its_owners_gets_another_one_where_the_first_was_made()
    {
        var navigation = Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("welcome");

        var page = await OutsideAsync();

        Assert.Contains(Texts.Founding_Again_Text, page.Find(Of("founding-page")).TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(Of("sign-in-page")));
        page.Find(Of("code")).Input("K7QM-2FXA-9TRC");
        page.Find(Of("member-user-name")).Input("anna");
        page.Find(Of("member-display-name")).Input("Anna");
        page.Find(Of("new-password")).Input("three blind mice");
        page.Find(Of("founding")).Submit();
        page.WaitForElement(Of("body"), s_patience);
        Assert.Equal(navigation.BaseUri, navigation.Uri);
    }

    [Fact]
    public void A_member_takes_the_chosen_language_along()
    {
        _answer = _ => FakeGateway.Json(Sample.Anna with { Language = "fr" });
        var menu = Render<SettingsMenu>();

        menu.Find(Of("language-fr")).Click();

        Assert.Equal("PATCH /api/me", Gateway.Asked[^1]);
        Assert.Equal("""{"language":"fr"}""", Gateway.Bodies[^1]);
        JSInterop.VerifyInvoke("railhub.chooseLanguage");
    }

    private static HttpResponseMessage Refuse429(int seconds)
    {
        var answer = FakeGateway.Refuse(429, "tooManyCalls");
        answer.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(seconds));
        return answer;
    }

    private static void Submit(IRenderedComponent<MainLayout> page)
    {
        page.Find(Of("user-name")).Input("anna");
        page.Find(Of("password")).Input("three blind mice");
        page.Find(Of("sign-in")).Submit();
    }

    // As somebody who opens a page: nobody was in here.
    private async Task<IRenderedComponent<MainLayout>> OutsideAsync()
    {
        await SignIn.RefreshAsync();
        SignIn.GiveUp();
        return Page();
    }

    private IRenderedComponent<MainLayout> Page() => Render<MainLayout>(parameters => parameters.Add(layout => layout.Body, builder =>
    {
        builder.OpenComponent<TopBar>(0);
        builder.AddComponentParameter(1, nameof(TopBar.Title), "Title");
        builder.CloseComponent();
        builder.OpenComponent<Body>(2);
        builder.AddComponentParameter(3, nameof(Body.OnMade), () => { _pages++; });
        builder.CloseComponent();
    }));

    /// <summary>A page that tells when it is made.</summary>
    private sealed class Body : ComponentBase
    {
        [Parameter]
        public Action OnMade { get; set; } = () => { };

        protected override void OnInitialized() => OnMade();

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddMarkupContent(0, """<p data-testid="body"></p>""");
    }
}
