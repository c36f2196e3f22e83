using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace RailHub.EndToEnd.Tests;

/// <summary>A club that speaks https by a certificate that it made for itself.</summary>
public sealed partial class TlsTests
{
    [Fact]
    public async Task A_self_signed_certificate_serves_the_dashboard_and_is_the_same_at_the_next_start()
    {
        using var data = new TempDirectory();
        string fingerprint;
        await using (var first = await StartAsync(data.Path))
        {
            var (playwright, browser) = await DemoClub.LaunchAsync("--ignore-certificate-errors");
            using var closing = playwright;
            await using var closingBrowser = browser;

            // https and wss, and nothing of it against the policies that came with the page.
            await using (var dashboard = await Dashboard.OpenAsync(browser, first.Address))
            {
                Assert.True(await dashboard.Page.EvaluateAsync<bool>("fetch('/api/session/demo', { method: 'POST' }).then(answer => answer.ok)"));
                await dashboard.GoAsync("");
                await Expect(dashboard.LayoutCard("Mill Valley")).ToBeVisibleAsync();
                Assert.True(Assert.Single(await dashboard.Page.Context.CookiesAsync(), cookie => cookie.Name == "railhub") is { Secure: true, HttpOnly: true });
            }

            fingerprint = await StopAsync(first);
        }

        await using var second = await StartAsync(data.Path);
        Assert.Equal(fingerprint, await StopAsync(second));
    }

    private static async Task<StandaloneProcess> StartAsync(string data)
    {
        var club = await StandaloneProcess.UntilServedAsync(
            PlatformProgram.Start("Standalone", ["--data", data, "--urls", "https://localhost:0", "--tls-self-signed"]));
        Assert.Equal(Uri.UriSchemeHttps, club.Address.Scheme);
        return club;
    }

    /// <summary>Ends it; gives the fingerprint that it has printed.</summary>
    private static async Task<string> StopAsync(StandaloneProcess club)
    {
        Assert.Equal(0, await club.StopAsync());
        return Fingerprint().Match(await club.LogAsync()).Value is { Length: > 0 } fingerprint ? fingerprint : throw new InvalidOperationException("No fingerprint was printed.");
    }

    [GeneratedRegex("([0-9A-F]{2}:){31}[0-9A-F]{2}")]
    private static partial Regex Fingerprint();
}
