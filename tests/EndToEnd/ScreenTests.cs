using System.Net.Http.Json;
using Deque.AxeCore.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RailHub.EndToEnd.Tests;

/// <summary>A wall screen on which nobody can type: it shows six digits, and looks at the layout once somebody has typed them on a phone.</summary>
[Collection(nameof(DemoClub))]
public sealed class ScreenTests(DemoClub club)
{
    [Fact]
    public async Task A_screen_shows_six_digits_and_then_the_layout_that_it_was_let_in_to()
    {
        var layout = await club.Platform.LayoutAsync("Harbour Junction");
        await using var screen = await Dashboard.OpenAsync(club.Browser, club.Platform.Address, "screen", "wall", isStranger: true);
        var digits = screen.Page.GetByTestId("digits");
        await Expect(digits).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^[0-9]{3} [0-9]{3}$"));
        Assert.Empty((await screen.Page.RunAxe()).Violations);
        await screen.ScreenshotAsync("screen-digits");

        using var letIn = await club.Platform.Http.PostAsJsonAsync(
            new Uri(club.Platform.Address, $"api/layouts/{layout}/screens"), new { code = await digits.InnerTextAsync(), name = "Hall" });
        Assert.True(letIn.IsSuccessStatusCode, await letIn.Content.ReadAsStringAsync());
        await Expect(screen.Page).ToHaveURLAsync(new Uri(club.Platform.Address, $"wall/{layout}").ToString());
        await Expect(screen.Page.GetByTestId("page-title")).ToBeVisibleAsync();
        await screen.ScreenshotAsync("screen-let-in");
    }
}
