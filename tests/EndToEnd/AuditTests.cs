using System.Net.Http.Json;
using System.Text.Json;

namespace RailHub.EndToEnd.Tests;

/// <summary>Who did what, as it is told of a whole club that ends and begins again.</summary>
public sealed class AuditTests
{
    [Fact]
    public async Task Who_switched_a_lamp_is_told_also_after_a_restart_and_as_a_table()
    {
        using var data = new TempDirectory();
        string layout;
        await using (var platform = await StandaloneProcess.StartAsync(data.Path))
        {
            using var http = await EnterAsync(platform.Address);
            layout = (await http.GetFromJsonAsync<JsonElement>("api/layouts")).EnumerateArray().First().GetProperty("id").GetString()!;
            var board = (await http.GetFromJsonAsync<JsonElement>($"api/layouts/{layout}/controllers")).EnumerateArray().First()
                .GetProperty("controller").GetProperty("id").GetString();
            using var answer = await http.PatchAsJsonAsync($"api/layouts/{layout}/controllers/{board}/outputs/5", new { active = true });
            answer.EnsureSuccessStatusCode();

            // Told at the end at the latest.
            Assert.Equal(0, await platform.StopAsync());
        }

        await using (var platform = await StandaloneProcess.StartAsync(data.Path))
        {
            using var http = await EnterAsync(platform.Address);
            var told = (await http.GetFromJsonAsync<JsonElement>($"api/layouts/{layout}/audit?topic=touches")).GetProperty("events").EnumerateArray().Last();
            Assert.Equal(
                ("outputSet", "demo", "127.0.0.1", """{"active":true}"""),
                (told.GetProperty("kind").GetString(), told.GetProperty("by").GetProperty("kind").GetString(),
                    told.GetProperty("by").GetProperty("address").GetString(), told.GetProperty("value").GetString()));

            var table = await http.GetStringAsync(new Uri("api/audit?format=csv&topic=touches", UriKind.Relative));
            Assert.Contains(",demo,,127.0.0.1,outputSet,", table, StringComparison.Ordinal);
        }
    }

    private static async Task<HttpClient> EnterAsync(Uri address)
    {
        var http = new HttpClient { BaseAddress = address };
        using var entering = new HttpRequestMessage(HttpMethod.Post, "api/session/demo");
        entering.Headers.Add("Origin", address.GetLeftPart(UriPartial.Authority));
        using var entered = await http.SendAsync(entering);
        entered.EnsureSuccessStatusCode();
        return http;
    }
}
