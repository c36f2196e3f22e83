using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace RailHub.Bench.Load;

/// <summary>Gets programs into a club that was just started, as its owner or as whoever tries its demo: the cookie of a session.</summary>
internal static partial class ClubKey
{
    /// <summary>The owner's password, here and in every club that this process founds.</summary>
    public const string Password = "red lamp over the harbour";

    /// <summary>The owner's name.</summary>
    public const string UserName = "owner";

    // Of all clubs that this process has founded. One that is started again, or brought back elsewhere from a copy, still takes its own.
    private static readonly ConcurrentBag<string> s_known = [];
    private static readonly ConcurrentDictionary<int, string> s_byPort = new();

    /// <summary>The code by which the first owner is made, if a line of a server's output shows one.</summary>
    public static string? CodeIn(string line) => Code().Match(line) is { Success: true } found ? found.Value : null;

    /// <summary>The cookie of the club that was last entered at a port; null when none was.</summary>
    public static string? Of(Uri address) => s_byPort.GetValueOrDefault(address.Port);

    /// <summary>Enters a club.</summary>
    /// <param name="address">Its gateway.</param>
    /// <param name="code">The code of its console; null when it has its owner already, or is a demo.</param>
    /// <returns>The cookie, <c>name=value</c>.</returns>
    public static async Task<string> EnterAsync(Uri address, string? code) => s_byPort[address.Port] = await FindAsync(address, code);

    /// <summary>A client that goes in with the cookie.</summary>
    public static HttpClient Client(Uri address, string cookie, TimeSpan? timeout = null)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = address, Timeout = timeout ?? TimeSpan.FromSeconds(100) };
        http.DefaultRequestHeaders.Add("Cookie", cookie);
        return http;
    }

    private static async Task<string> FindAsync(Uri address, string? code)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
        if (code is not null)
        {
            return await TakeAsync(await http.PostAsJsonAsync(
                "api/founding", new { code, userName = UserName, displayName = "Owner", password = Password }));
        }

        // A program of before sign-in, to compare with.
        using (var state = await http.GetAsync(new Uri("api/session", UriKind.Relative)))
        {
            if (state.StatusCode == HttpStatusCode.NotFound)
            {
                return "railhub=";
            }
        }

        foreach (var known in s_known)
        {
            using var question = new HttpRequestMessage(HttpMethod.Get, "api/session") { Headers = { { "Cookie", known } } };
            using var answer = await http.SendAsync(question);
            if ((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetString() == "signedIn")
            {
                return known;
            }
        }

        using var demo = new HttpRequestMessage(HttpMethod.Post, "api/session/demo") { Headers = { { "Origin", address.GetLeftPart(UriPartial.Authority) } } };
        return await TakeAsync(await http.SendAsync(demo));
    }

    private static async Task<string> TakeAsync(HttpResponseMessage entered)
    {
        using (entered)
        {
            if (entered.StatusCode != HttpStatusCode.OK)
            {
                throw new InvalidOperationException($"The club let nobody in: {(int)entered.StatusCode} {await entered.Content.ReadAsStringAsync()}");
            }

            var cookie = entered.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
            s_known.Add(cookie);
            return cookie;
        }
    }

    [GeneratedRegex("[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}")]
    private static partial Regex Code();
}
