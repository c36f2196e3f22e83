using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RailHub.EndToEnd.Tests;

/// <summary>How people get into a club, and what each of them finds there.</summary>
[Collection(nameof(DemoClub))]
public sealed class SignInTests(DemoClub club) : IAsyncLifetime
{
    private const string BertsPassword = "four and twenty blackbirds";

    private readonly TempDirectory _data = new();
    private StandaloneProcess _platform = null!;
    private string _layout = null!;

    public async ValueTask InitializeAsync()
    {
        _platform = await StandaloneProcess.StartAsync(_data.Path, options: "--no-demo");
        _layout = (await _platform.PostAsync("api/layouts", new { name = "Altstadt" })).GetProperty("id").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        await _platform.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task An_empty_club_is_founded_by_the_link_on_its_console_with_the_keyboard_alone()
    {
        using var data = new TempDirectory();
        await using var platform = await StandaloneProcess.UntilServedAsync(
            PlatformProgram.Start("Standalone", ["--data", data.Path, "--urls", "http://127.0.0.1:0", "--no-demo"]));
        await using var dashboard = await Dashboard.OpenAsync(club.Browser, platform.Address, new Uri(platform.Welcome!).PathAndQuery + new Uri(platform.Welcome!).Fragment);
        var page = dashboard.Page;

        // Nobody reads the code over a shoulder, or finds it in the history.
        await Expect(page.GetByTestId("code")).ToHaveValueAsync(new Uri(platform.Welcome!).Fragment[1..]);
        Assert.DoesNotContain("#", page.Url, StringComparison.Ordinal);

        await TabToAsync(page, "member-user-name");
        await page.Keyboard.TypeAsync("anna");
        await TabToAsync(page, "member-display-name");
        await page.Keyboard.TypeAsync("Anna");
        await TabToAsync(page, "new-password");
        await page.Keyboard.TypeAsync("short");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".field-problem")).ToHaveCountAsync(1);
        await Expect(page.GetByTestId("new-password")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(" and twenty mice");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.GetByTestId("layouts-empty")).ToBeVisibleAsync();
        await TabToAsync(page, "settings-menu");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("you")).ToHaveTextAsync("Anna");
        await TabToAsync(page, "sign-out");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.GetByTestId("user-name")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("anna");
        await TabToAsync(page, "password");
        await page.Keyboard.TypeAsync("short and twenty mice");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("layouts-empty")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Whoever_signs_in_is_where_they_wanted_to_go_and_a_wrong_password_keeps_them_out()
    {
        await using var dashboard = await Dashboard.OpenAsync(club.Browser, _platform.Address, $"l/{_layout}/scenes", "phone");
        var page = dashboard.Page;
        await Expect(page.GetByTestId("sign-in-page")).ToBeVisibleAsync();

        await SignInAsync(page, StandaloneProcess.Owner, "a wrong password");
        await Expect(page.GetByTestId("sign-in-error")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("user-name")).ToHaveValueAsync(StandaloneProcess.Owner);

        await SignInAsync(page, StandaloneProcess.Owner, StandaloneProcess.Password);
        await Expect(page.GetByTestId("page-title")).ToHaveTextAsync("Altstadt");
        await Expect(page.GetByTestId("scenes-empty")).ToBeVisibleAsync();

        await page.GetByTestId("settings-menu").ClickAsync();
        await page.GetByTestId("sign-out").ClickAsync();
        await Expect(page.GetByTestId("sign-in-page")).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Expect(page.GetByTestId("sign-in-page")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_invited_member_makes_a_password_sees_what_they_may_at_once_and_goes_on_typing_after_being_signed_out()
    {
        await using var owner = await Dashboard.OpenAsync(club.Browser, _platform.Address, "members", prepare: _platform.SignInAsync);
        await owner.Page.GetByTestId("member-invite").ClickAsync();
        await owner.Page.GetByTestId("member-user-name").FillAsync("bert");
        await owner.Page.GetByTestId("member-display-name").FillAsync("Bert");
        await owner.Page.GetByTestId("invite-role").SelectOptionAsync("Viewer");
        await owner.Page.GetByTestId("dialog-submit").ClickAsync();
        var code = await owner.Page.GetByTestId("the-code").TextContentAsync();
        await Expect(owner.Page.GetByTestId("code-message")).ToContainTextAsync(_platform.Address.ToString());

        await using var member = await Dashboard.OpenAsync(club.Browser, _platform.Address, $"l/{_layout}");
        var page = member.Page;
        await page.GetByTestId("sign-in-other").ClickAsync();
        await page.GetByTestId("user-name").FillAsync("bert");
        await page.GetByTestId("code").FillAsync(code!.ToLowerInvariant());
        await page.GetByTestId("new-password").FillAsync(BertsPassword);
        await page.GetByTestId("sign-in-submit").ClickAsync();
        await Expect(page.GetByTestId("lamps-empty")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("tab-setup")).ToHaveCountAsync(0);

        await owner.GoAsync($"l/{_layout}/setup");
        await owner.Page.GetByTestId("to-people").ClickAsync();
        await owner.Page.Locator("[data-member=bert]").GetByTestId("person-role").SelectOptionAsync("Editor");
        await page.GetByTestId("tab-setup").ClickAsync();
        await page.GetByTestId("layout-rename").ClickAsync();
        await page.GetByTestId("layout-name").FillAsync("Altstadt am Berg");

        await owner.GoAsync("members");
        await owner.Page.Locator("[data-member=bert]").GetByTestId("member-menu").ClickAsync();
        await owner.Page.Locator("[data-member=bert]").GetByTestId("member-sign-out").ClickAsync();
        await Expect(page.GetByTestId("sign-in-dialog")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("user-name")).ToHaveValueAsync("bert");
        await member.CheckAsync("signed-out");
        await page.GetByTestId("password").FillAsync(BertsPassword);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("sign-in-dialog")).ToHaveCountAsync(0);
        await Expect(page.GetByTestId("layout-name")).ToHaveValueAsync("Altstadt am Berg");
        await member.SubmitAsync();
        await Expect(page.GetByTestId("page-title")).ToHaveTextAsync("Altstadt am Berg");
    }

    [Fact]
    public async Task A_browser_that_makes_passkeys_signs_in_with_one()
    {
        // No browser makes one for an address of numbers.
        await using var dashboard = await Dashboard.OpenAsync(club.Browser, new UriBuilder(_platform.Address) { Host = "localhost" }.Uri, "account");
        var page = dashboard.Page;
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("WebAuthn.enable");
        await session.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new { protocol = "ctap2", transport = "internal", hasResidentKey = true, hasUserVerification = true, isUserVerified = true },
        });
        await SignInAsync(page, StandaloneProcess.Owner, StandaloneProcess.Password);
        await page.GetByTestId("passkey-add").ClickAsync();
        await page.GetByTestId("passkey-name").FillAsync("This test");
        await dashboard.SubmitAsync();
        await Expect(page.GetByTestId("passkey-row")).ToContainTextAsync("This test");

        await page.GetByTestId("settings-menu").ClickAsync();
        await page.GetByTestId("sign-out").ClickAsync();
        await page.GetByTestId("sign-in-passkey").ClickAsync();

        await Expect(page.GetByTestId("passkey-row")).ToContainTextAsync("This test");
    }

    [Theory]
    [InlineData("phone", ColorScheme.Dark)]
    [InlineData("phone", ColorScheme.Light)]
    [InlineData("tablet", ColorScheme.Light)]
    [InlineData("wall", ColorScheme.Dark)]
    public async Task Every_page_of_members_is_accessible_and_fits_its_screen(string size, ColorScheme scheme)
    {
        var look = $"{size}-{scheme.ToString().ToLowerInvariant()}";
        await _platform.PostAsync("api/members", new { userName = "bert", displayName = "Bert Lokführer-Oberbahnhofsvorsteher", isAdministrator = false, roles = new[] { new { layout = _layout, role = "operator" } } });
        await _platform.PostAsync("api/me/tokens", new { name = "Station clock", role = "viewer" });

        await using (var outside = await Dashboard.OpenAsync(club.Browser, _platform.Address, "", size, scheme))
        {
            await outside.CheckAsync($"sign-in-{look}");
            await outside.Page.GetByTestId("sign-in-other").ClickAsync();
            await outside.Page.GetByTestId("sign-in-submit").ClickAsync();
            await outside.CheckAsync($"sign-in-code-{look}");
            await outside.GoAsync("welcome");
            await Expect(outside.Page.GetByTestId("founding-page")).ToBeVisibleAsync();
            await outside.CheckAsync($"founding-{look}");
        }

        await using var dashboard = await Dashboard.OpenAsync(club.Browser, _platform.Address, "account", size, scheme, prepare: _platform.SignInAsync);
        var page = dashboard.Page;
        await Expect(page.GetByTestId("token-row")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("session-row").First).ToBeVisibleAsync();
        await dashboard.CheckAsync($"account-{look}");
        await page.GetByTestId("token-add").ClickAsync();
        await dashboard.CheckAsync($"token-{look}");
        await page.GetByTestId("token-name").FillAsync("Script");
        await page.GetByTestId("dialog-submit").ClickAsync();
        await Expect(page.GetByTestId("token-secret")).ToBeVisibleAsync();
        await dashboard.CheckAsync($"token-made-{look}");
        await page.GetByTestId("dialog-close").ClickAsync();
        await page.GetByTestId("settings-menu").ClickAsync();
        await dashboard.CheckAsync($"person-{look}");
        await page.GetByTestId("to-members").ClickAsync();
        await Expect(page.GetByTestId("member-row")).ToHaveCountAsync(2);
        await dashboard.CheckAsync($"members-{look}");
        await page.GetByTestId("member-invite").ClickAsync();
        await dashboard.CheckAsync($"invite-{look}");
        await page.GetByTestId("dialog-close").ClickAsync();
        await page.Locator("[data-member=bert]").GetByTestId("member-menu").ClickAsync();
        await dashboard.CheckAsync($"member-menu-{look}");
        await page.Locator("[data-member=bert]").GetByTestId("member-code").ClickAsync();
        await page.GetByTestId("dialog-submit").ClickAsync();
        await Expect(page.GetByTestId("the-code")).ToBeVisibleAsync();
        await dashboard.CheckAsync($"code-{look}");
        await dashboard.GoAsync($"l/{_layout}/setup/people");
        await Expect(page.GetByTestId("person-row")).ToHaveCountAsync(2);
        await dashboard.CheckAsync($"people-{look}");
        await dashboard.GoAsync("audit");
        await Expect(page.GetByTestId("audit-event").First).ToBeVisibleAsync();
        await dashboard.CheckAsync($"audit-{look}");
    }

    [Theory]
    [InlineData("phone", ColorScheme.Dark)]
    [InlineData("tablet", ColorScheme.Light)]
    [InlineData("wall", ColorScheme.Dark)]
    public async Task Every_page_of_an_exhibition_is_accessible_and_fits_its_screen(string size, ColorScheme scheme)
    {
        var look = $"{size}-{scheme.ToString().ToLowerInvariant()}";
        await using var dashboard = await Dashboard.OpenAsync(club.Browser, club.Platform.Address, $"l/{await club.Platform.LayoutAsync("Mill Valley")}/setup/guests", size, scheme);
        var page = dashboard.Page;
        await page.GetByTestId("guest-link-add").ClickAsync();
        await page.GetByTestId("guest-name").FillAsync("Weihnachtsausstellung");
        await page.GetByTestId("guest-search").FillAsync("a");
        await page.GetByTestId("guest-pick").First.ClickAsync();
        await dashboard.CheckAsync($"guest-link-{look}");
        await dashboard.SubmitAsync();

        // What was made is to be printed next.
        await Expect(page.GetByTestId("poster-code")).ToBeVisibleAsync();
        await dashboard.CheckAsync($"poster-{look}");
        await dashboard.GoAsync($"l/{await club.Platform.LayoutAsync("Mill Valley")}/setup/guests");
        await Expect(page.GetByTestId("guest-link").First).ToBeVisibleAsync();
        await dashboard.CheckAsync($"guest-links-{look}");
        await dashboard.GoAsync($"l/{await club.Platform.LayoutAsync("Mill Valley")}/setup");
        await page.GetByTestId("screen-add").ClickAsync();
        await dashboard.CheckAsync($"screen-add-{look}");
    }

    [Theory]
    [InlineData("phone", 320)]
    [InlineData("phone", 390)]
    public async Task Every_page_of_members_fits_its_screen_in_German_and_with_letters_of_twice_the_size(string size, int width)
    {
        await _platform.PostAsync("api/members", new { userName = "bert", displayName = "Bert Lokführer-Oberbahnhofsvorsteher", isAdministrator = false, roles = Array.Empty<object>() });
        await using var outside = await Dashboard.OpenAsync(club.Browser, _platform.Address, "", size, ColorScheme.Light, "de", width);
        await FitsAsync(outside, "sign-in", width);
        await outside.GoAsync("welcome");
        await FitsAsync(outside, "founding", width);
        await using var dashboard = await Dashboard.OpenAsync(club.Browser, _platform.Address, "", size, ColorScheme.Light, "de", width, _platform.SignInAsync);
        foreach (var path in (string[])["account", "members", $"l/{_layout}/setup/people"])
        {
            await dashboard.GoAsync(path);
            await Expect(dashboard.Page.Locator(".loading")).ToHaveCountAsync(0);
            await FitsAsync(dashboard, path[(path.LastIndexOf('/') + 1)..], width);
        }
    }

    private static async Task FitsAsync(Dashboard dashboard, string name, int width)
    {
        await dashboard.ScreenshotAsync($"de-{name}-{width}");
        Assert.Empty((await dashboard.MisfitsAsync()).Select(misfit => $"{name}: {misfit}"));
        await dashboard.EnlargeAsync(true);
        await dashboard.ScreenshotAsync($"large-{name}-{width}");
        Assert.Empty((await dashboard.MisfitsAsync()).Select(misfit => $"{name}, large: {misfit}"));
        await dashboard.EnlargeAsync(false);
    }

    private static async Task SignInAsync(IPage page, string userName, string password)
    {
        await page.GetByTestId("user-name").FillAsync(userName);
        await page.GetByTestId("password").FillAsync(password);
        await page.GetByTestId("sign-in-submit").ClickAsync();
    }

    /// <summary>Goes on by the Tab key, as far as it takes.</summary>
    private static async Task TabToAsync(IPage page, string testId)
    {
        var target = page.GetByTestId(testId);
        await Expect(target).ToBeVisibleAsync();
        for (var press = 0; press < 40; press++)
        {
            if (await target.EvaluateAsync<bool>("target => target.contains(document.activeElement)"))
            {
                return;
            }

            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"The Tab key does not lead to {testId}.");
    }
}
