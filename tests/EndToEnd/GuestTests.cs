using System.Net.Http.Json;
using System.Text.Json;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RailHub.EndToEnd.Tests;

/// <summary>A guest link, opened as a visitor would: the code is scanned, and something is pressed.</summary>
[Collection(nameof(DemoClub))]
public sealed class GuestTests(DemoClub club)
{
    private const string Harbour = "Harbour Junction";

    [Theory]
    [InlineData("light", "en")]
    [InlineData("dark", "de")]
    public async Task A_visitor_presses_a_lamp_on_a_phone_and_others_wait_for_their_turn(string scheme, string language)
    {
        var (layout, path, id) = await MakeLinkAsync();
        var colours = scheme == "dark" ? ColorScheme.Dark : ColorScheme.Light;
        await using var visitor = await Dashboard.OpenAsync(club.Browser, club.Platform.Address, path, "phone", colours, language, isStranger: true);
        var page = visitor.Page;
        var presses = page.GetByTestId("press");
        await Expect(presses).ToHaveCountAsync(2);
        await Expect(visitor.Page.GetByTestId("page-title")).ToHaveTextAsync(Harbour);

        // The secret has left the address bar, and the page comes back by itself.
        await Expect(page).ToHaveURLAsync(new Uri(club.Platform.Address, "g").ToString());
        await page.ReloadAsync();
        await Expect(presses).ToHaveCountAsync(2);
        Assert.Empty(await visitor.MisfitsAsync());
        Assert.Empty((await page.RunAxe()).Violations);
        await visitor.ScreenshotAsync($"guest-free-{scheme}");

        await using var other = await Dashboard.OpenAsync(club.Browser, club.Platform.Address, path, "tablet", colours, language, isStranger: true);
        await Expect(other.Page.GetByTestId("press")).ToHaveCountAsync(2);
        var wasOn = await presses.First.GetAttributeAsync("aria-pressed");
        await presses.First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(presses.First).ToHaveAttributeAsync("aria-pressed", wasOn == "true" ? "false" : "true");
        await Expect(other.Page.GetByTestId("press").First).ToHaveAttributeAsync("aria-disabled", "true");
        await Expect(other.Page.GetByTestId("turn")).ToContainTextAsync(language == "de" ? "jemand anders" : "somebody else");
        Assert.Empty((await other.Page.RunAxe()).Violations);
        await other.ScreenshotAsync($"guest-waits-{scheme}");
        await visitor.ScreenshotAsync($"guest-pressed-{scheme}");
        await Expect(other.Page.GetByTestId("press").First).ToHaveAttributeAsync("aria-disabled", "false");

        // Ended at once: nothing can be pressed any more.
        using var ended = await club.Platform.Http.DeleteAsync(new Uri(club.Platform.Address, $"api/layouts/{layout}/guest-links/{id}"));
        ended.EnsureSuccessStatusCode();
        await Expect(presses).ToHaveCountAsync(0);
        await Expect(page.GetByTestId("turn")).ToContainTextAsync(language == "de" ? "nichts drücken" : "Nothing can be pressed");
        await visitor.ScreenshotAsync($"guest-closed-{scheme}");
    }

    [Fact]
    public async Task A_visitor_sees_what_an_owner_changes_without_reloading()
    {
        var (layout, path, id) = await MakeLinkAsync();
        await using var visitor = await Dashboard.OpenAsync(club.Browser, club.Platform.Address, path, "phone", ColorScheme.Light, "en", isStranger: true);
        var presses = visitor.Page.GetByTestId("press");
        await Expect(presses).ToHaveCountAsync(2);

        var board = (await club.Platform.BoardAsync(layout, "Cranes")).GetProperty("controller").GetProperty("id").GetString();
        using var changed = await club.Platform.Http.PutAsJsonAsync(new Uri(club.Platform.Address, $"api/layouts/{layout}/guest-links/{id}"), new
        {
            name = "Fair",
            buttons = new object[] { new { label = "Other lamp", output = new { controller = board, pin = 12 } } },
            until = TimeProvider.System.GetUtcNow().AddHours(3),
            commonPause = 1,
            ownPause = 1,
        });
        changed.EnsureSuccessStatusCode();

        await Expect(presses).ToHaveCountAsync(1);
        await Expect(presses).ToContainTextAsync("Other lamp");
        await presses.ClickAsync();
        await Expect(presses).ToHaveAttributeAsync("aria-pressed", "true");

        // A press of what this phone still saw and is not there any more: the page says so, and goes on.
        await visitor.Page.RouteAsync("**/api/guest/press", route => route.ContinueAsync(new RouteContinueOptions { PostData = System.Text.Encoding.UTF8.GetBytes("""{"button":0,"key":"0000000000000000"}""") }));
        await Expect(presses).ToHaveAttributeAsync("aria-disabled", "false");
        await presses.ClickAsync();
        await Expect(visitor.Page.GetByTestId("turn")).ToContainTextAsync("not offered here any more");
        await Expect(visitor.Page.GetByTestId("turn")).ToContainTextAsync("Press something!");
    }

    private async Task<(string Layout, string Path, string Id)> MakeLinkAsync()
    {
        var layout = await club.Platform.LayoutAsync(Harbour);
        var board = (await club.Platform.BoardAsync(layout, "Cranes")).GetProperty("controller").GetProperty("id").GetString();
        using var made = await club.Platform.Http.PostAsJsonAsync(new Uri(club.Platform.Address, $"api/layouts/{layout}/guest-links"), new
        {
            name = "Fair",
            buttons = new object[]
            {
                new { label = "Crane light", output = new { controller = board, pin = 4 } },
                new { label = "Harbour lamp", output = new { controller = board, pin = 5 }, hasLevel = true },
            },
            until = TimeProvider.System.GetUtcNow().AddHours(3),
            commonPause = 3,
            ownPause = 3,
        });
        var link = await made.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(made.IsSuccessStatusCode, link.ToString());
        return (layout, link.GetProperty("path").GetString()!.TrimStart('/'), link.GetProperty("link").GetProperty("id").GetString()!);
    }
}
