using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace RailHub.Deploy.Tests.Programs;

/// <summary>The first owner of a club that a test has started, made as a person makes it: by the code in the log.</summary>
internal static partial class Owner
{
    /// <summary>Makes it.</summary>
    /// <param name="club">A gateway.</param>
    /// <param name="logs">What the processes have written of which one has the code.</param>
    /// <returns>What a program sends that may do everything.</returns>
    public static async Task<AuthenticationHeaderValue> FoundAsync(Uri club, params IEnumerable<string> logs)
    {
        var code = Assert.Single(logs.SelectMany(log => Code().Matches(log))).Groups["code"].Value;
        using var http = new HttpClient { BaseAddress = club };
        await PostAsync(http, "api/founding", new { code, userName = "owner", displayName = "Owner", password = "signals at danger" });
        var made = await PostAsync(http, "api/me/tokens", new { name = "Test", role = "owner", isAdministrator = true });
        return new AuthenticationHeaderValue("Bearer", made.GetProperty("secret").GetString());
    }

    private static async Task<JsonElement> PostAsync(HttpClient http, string path, object body)
    {
        using var answer = await http.PostAsJsonAsync(path, body);
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    [GeneratedRegex(@"welcome#(?<code>\S+)")]
    private static partial Regex Code();
}
