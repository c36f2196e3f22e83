using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace RailHub.EndToEnd.Tests;

/// <summary>Standalone as a person runs it: a process, a directory, an address.</summary>
internal sealed class StandaloneProcess : IAsyncDisposable
{
    /// <summary>Who founds the clubs of the tests.</summary>
    public const string Owner = "anna";

    /// <summary>Their password.</summary>
    public const string Password = "three mice and a lamp";

    private readonly PlatformProgram _program;
    private readonly Task<string> _output;
    private readonly string _greeting;
    private readonly CookieContainer _cookies = new();

    private StandaloneProcess(PlatformProgram program, Uri address, string? welcome, string greeting)
    {
        (_program, _output, Address, Welcome, _greeting) = (program, program.ReadToEndAsync(), address, welcome, greeting);
        Http = new HttpClient(new HttpClientHandler { CookieContainer = _cookies }) { BaseAddress = address };
    }

    public Uri Address { get; }

    /// <summary>The link by which the first owner is made, as its console shows it; null when it shows none.</summary>
    public string? Welcome { get; }

    /// <summary>What lets programs in, once this is in: <c>name=value</c>.</summary>
    public string Cookie => _cookies.GetCookieHeader(Address);

    /// <summary>Calls it, once in as whoever runs the club.</summary>
    public HttpClient Http { get; }

    /// <summary>Starts it, waits until it says that it is ready, and gets in. Port 0 takes a free one.</summary>
    public static Task<StandaloneProcess> StartAsync(string data, int port = 0, params string[] options) =>
        UntilReadyAsync(PlatformProgram.Start("Standalone", ["--data", data, "--urls", $"http://127.0.0.1:{port}", .. options]));

    /// <summary>Waits until a started one says that it is ready, and gets in.</summary>
    public static async Task<StandaloneProcess> UntilReadyAsync(PlatformProgram program)
    {
        var platform = await UntilServedAsync(program);
        await platform.EnterAsync();
        return platform;
    }

    /// <summary>Waits until a started one says that it is ready; nobody is in yet.</summary>
    public static async Task<StandaloneProcess> UntilServedAsync(PlatformProgram program)
    {
        Uri? address = null;
        string? welcome = null;
        var greeting = new StringBuilder();
        while (await program.ReadLineAsync() is { } line)
        {
            greeting.AppendLine(line);
            if (line.Contains("ready", StringComparison.Ordinal) && line.IndexOf("http", StringComparison.Ordinal) is var at and >= 0)
            {
                address ??= new Uri(line[at..].Trim());
            }
            else if (line.Contains("/welcome#", StringComparison.Ordinal))
            {
                welcome = line[line.IndexOf("http", StringComparison.Ordinal)..].Trim();
            }
            else if (address is not null && line.Contains("Ctrl-C", StringComparison.Ordinal))
            {
                return new StandaloneProcess(program, address, welcome, greeting.ToString());
            }
        }

        throw new InvalidOperationException($"Standalone ended before it was ready: {await program.Errors}");
    }

    /// <summary>Brings the session of <see cref="Http"/> into a browser, before it opens a page.</summary>
    public Task SignInAsync(IPage page) => page.Context.AddCookiesAsync(_cookies.GetCookies(Address).Select(cookie => new Microsoft.Playwright.Cookie
    {
        Name = cookie.Name,
        Value = cookie.Value,
        Url = Address.ToString(),
        HttpOnly = true,
        SameSite = SameSiteAttribute.Lax,
    }));

    // Into the demo as its page does, as the first owner of a new club, or as that owner again.
    private async Task EnterAsync()
    {
        var state = await GetAsync("api/session");
        var (path, body) = state switch
        {
            _ when state.GetProperty("canEnterDemo").GetBoolean() => ("api/session/demo", (object?)null),
            _ when state.GetProperty("status").GetString() == "unfounded" =>
                ("api/founding", new { code = Regex.Match(Welcome!, "(?<=#).+").Value, userName = Owner, displayName = "Anna", password = Password }),
            _ => ("api/session", new { userName = Owner, password = Password }),
        };
        using var asked = new HttpRequestMessage(HttpMethod.Post, path) { Content = body is null ? null : JsonContent.Create(body) };
        asked.Headers.Add("Origin", Address.GetLeftPart(UriPartial.Authority));
        using var answer = await Http.SendAsync(asked);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>SIGKILL: nothing is said good-bye to.</summary>
    public async Task KillAsync()
    {
        await _program.SignalAsync("KILL");
        await _program.EndAsync();
    }

    /// <summary>Ctrl-C, or another signal by its name without SIG; gives the exit code.</summary>
    public async Task<int> StopAsync(string signal = "INT")
    {
        await _program.SignalAsync(signal);
        return await _program.EndAsync();
    }

    /// <summary>What it wrote on standard output and standard error, once it has ended.</summary>
    public async Task<string> LogAsync() => _greeting + await _output + await _program.Errors;

    public async Task<JsonElement> GetAsync(string path) => await Http.GetFromJsonAsync<JsonElement>(path);

    public async Task<JsonElement> PostAsync(string path, object body)
    {
        using var answer = await Http.PostAsJsonAsync(path, body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    public async Task<string> LayoutAsync(string name) => (await GetAsync("api/layouts")).EnumerateArray()
        .Single(layout => layout.GetProperty("name").GetString() == name).GetProperty("id").GetString()!;

    public async Task<JsonElement> BoardAsync(string layout, string name) => (await GetAsync($"api/layouts/{layout}/controllers")).EnumerateArray()
        .Single(board => board.GetProperty("controller").GetProperty("name").GetString() == name);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _program.DisposeAsync();
        await _output;
    }
}
