using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RailHub.EndToEnd.Tests;

/// <summary>The dashboard as a thing that is installed: it is there when its server is not, and it becomes new by itself.</summary>
[Collection(nameof(DemoClub))]
public sealed class InstallTests(DemoClub club)
{
    [Fact]
    public async Task A_browser_is_told_all_that_it_needs_to_install_it()
    {
        await using var dashboard = await Dashboard.OpenAsync(club.Browser, club.Platform.Address);
        await using var session = new Session(await dashboard.Page.Context.NewCDPSessionAsync(dashboard.Page));

        var answer = await session.Cdp.SendAsync("Page.getAppManifest");
        var manifest = JsonDocument.Parse(answer!.Value.GetProperty("data").GetString()!).RootElement;

        Assert.Equal(0, answer.Value.GetProperty("errors").GetArrayLength());
        Assert.Equal("standalone", manifest.GetProperty("display").GetString());
        foreach (var icon in manifest.GetProperty("icons").EnumerateArray())
        {
            using var file = await club.Platform.Http.GetAsync(new Uri(icon.GetProperty("src").GetString()!, UriKind.Relative));
            Assert.Equal(icon.GetProperty("type").GetString(), file.EnsureSuccessStatusCode().Content.Headers.ContentType?.MediaType);
        }
    }

    [Fact]
    public async Task While_the_server_is_away_a_page_says_so_in_the_readers_language_and_leads_to_the_wanted_one_when_it_is_back()
    {
        using var data = new TempDirectory();
        var platform = await StandaloneProcess.StartAsync(data.Path, options: "--no-demo");
        await using (var dashboard = await Dashboard.OpenAsync(club.Browser, platform.Address, language: "de", prepare: platform.SignInAsync))
        {
            var (page, port) = (dashboard.Page, platform.Address.Port);
            await page.EvaluateAsync("navigator.serviceWorker.ready.then(() => true)");
            var layout = (await platform.PostAsync("api/layouts", new { name = "Away" })).GetProperty("id").GetString();
            await platform.StopAsync();
            await platform.DisposeAsync();

            await page.GotoAsync(new Uri(platform.Address, $"l/{layout}").ToString());
            await Expect(page.GetByTestId("server-away")).ToContainTextAsync("RailHub ist nicht zu erreichen");
            await dashboard.ScreenshotAsync("server-away");

            // Of the club it keeps nothing that could be old.
            Assert.Equal(0, await page.EvaluateAsync<int>("caches.keys().then(keys => keys.length)"));

            platform = await StandaloneProcess.StartAsync(data.Path, port, "--no-demo");
            await Expect(page.GetByTestId("page-title")).ToHaveTextAsync("Away");
        }

        await platform.DisposeAsync();
    }

    [Fact]
    public async Task A_new_version_is_offered_on_a_page_and_taken_by_the_wall()
    {
        var layout = await club.Platform.LayoutAsync("Mill Valley");
        await using var dashboard = await OpenOldAsync($"l/{layout}");
        await Expect(dashboard.Page.GetByTestId("new-version")).ToBeVisibleAsync();
        await dashboard.ScreenshotAsync("new-version");
        await dashboard.Page.GetByTestId("version-load").ClickAsync();
        await Expect(dashboard.Page.Locator("html")).Not.ToHaveAttributeAsync("data-version", "old");
        await Expect(dashboard.Page.GetByTestId("area").First).ToBeVisibleAsync();
        await Expect(dashboard.Page.GetByTestId("new-version")).ToHaveCountAsync(0);

        await using var wall = await OpenOldAsync($"wall/{layout}");
        await Expect(wall.Page.Locator("html")).Not.ToHaveAttributeAsync("data-version", "old");
        await Expect(wall.Page.GetByTestId("wall")).ToBeVisibleAsync();
        await Expect(wall.Page.GetByTestId("new-version")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task On_plain_http_the_settings_say_what_browsers_do_not_do_there()
    {
        using var data = new TempDirectory();
        var (playwright, browser) = await DemoClub.LaunchAsync("--host-resolver-rules=MAP club.test 127.0.0.1");
        using var closing = playwright;
        await using var closingBrowser = browser;
        await using var platform = await StandaloneProcess.StartAsync(data.Path, options: ["--no-demo", "--host-names", "club.test"]);

        await using var plain = await Dashboard.OpenAsync(browser, new UriBuilder(platform.Address) { Host = "club.test" }.Uri);
        await plain.Page.GetByTestId("settings-menu").ClickAsync();
        await Expect(plain.Page.GetByTestId("not-secure")).ToBeVisibleAsync();

        await using var own = await Dashboard.OpenAsync(browser, platform.Address);
        await own.Page.GetByTestId("settings-menu").ClickAsync();
        await Expect(own.Page.GetByTestId("theme-dark")).ToBeVisibleAsync();
        await Expect(own.Page.GetByTestId("not-secure")).ToHaveCountAsync(0);
    }

    /// <summary>A page of an older dashboard: it says so until it is loaded again.</summary>
    private Task<Dashboard> OpenOldAsync(string path) => Dashboard.OpenAsync(club.Browser, club.Platform.Address, path, prepare: page => page.AddInitScriptAsync(
        """
        if (!sessionStorage.getItem('loaded')) {
          sessionStorage.setItem('loaded', 'once');
          addEventListener('DOMContentLoaded', () => document.documentElement.dataset.version = 'old');
        }
        """));

    private sealed class Session(ICDPSession cdp) : IAsyncDisposable
    {
        public ICDPSession Cdp => cdp;

        public async ValueTask DisposeAsync() => await cdp.DetachAsync();
    }
}
