using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RailHub.EndToEnd.Tests;

/// <summary>
/// What a browser makes of the policies that pages come with. Of the dashboard each test here looks at that: a thing that is refused is an error
/// on the console, and a dashboard with errors fails its test.
/// </summary>
[Collection(nameof(DemoClub))]
public sealed class PolicyTests(DemoClub club)
{
    [Fact]
    public async Task The_description_of_the_API_is_shown_and_nothing_of_it_is_refused()
    {
        var page = await club.Browser.NewPageAsync();
        var refused = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
            {
                refused.Add(message.Text);
            }
        };

        await page.GotoAsync(new Uri(club.Platform.Address, "docs").ToString());
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "RailHub Platform" }).First).ToBeVisibleAsync(new() { Timeout = 30_000 });

        Assert.Empty(refused);
        await page.CloseAsync();
    }

    [Fact]
    public async Task A_script_that_somebody_got_into_a_page_does_not_run()
    {
        var page = await club.Browser.NewPageAsync();
        await page.GotoAsync(club.Platform.Address.ToString());

        await page.EvaluateAsync(
            """
            () => {
              const script = document.createElement('script');
              script.textContent = 'window.ran = true';
              document.body.append(script);
              document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="window.ran = true">');
            }
            """);
        await page.EvaluateAsync("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");

        Assert.False(await page.EvaluateAsync<bool>("window.ran === true"));
        await page.CloseAsync();
    }
}
