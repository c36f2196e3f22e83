using System.Net.Http.Json;
using System.Text.Json;

namespace RailHub.EndToEnd.Tests;

/// <summary>The demo club, into which this machine's browsers come without an account.</summary>
[Collection(nameof(DemoClub))]
public sealed class DemoTests(DemoClub club)
{
    [Fact]
    public async Task Whoever_is_in_the_demo_stays_however_many_come_after_them()
    {
        for (var visitor = 0; visitor < 60; visitor++)
        {
            using var browser = new HttpClient { BaseAddress = club.Platform.Address };
            browser.DefaultRequestHeaders.Add("Origin", club.Platform.Address.GetLeftPart(UriPartial.Authority));
            using var entered = await browser.PostAsync(new Uri("api/session/demo", UriKind.Relative), null);
            Assert.True(entered.IsSuccessStatusCode, await entered.Content.ReadAsStringAsync());

            // Who comes later is in: what was ended to let them in would be out by now.
            Assert.Equal("signedIn", (await browser.GetFromJsonAsync<JsonElement>("api/session")).GetProperty("status").GetString());
        }

        Assert.Equal("signedIn", (await club.Platform.GetAsync("api/session")).GetProperty("status").GetString());
    }
}
