using System.Net.Http.Json;
using System.Text.Json;
using RailHub.Bench.Load;

namespace RailHub.EndToEnd.Tests;

/// <summary>Standalone as a person runs it: a process, a directory, an address.</summary>
internal sealed class StandaloneProcess : IAsyncDisposable
{
    private readonly PlatformProgram _program;
    private readonly Task<string> _output;

    private StandaloneProcess(PlatformProgram program, Uri address, string cookie)
    {
        (_program, _output, Address, Cookie) = (program, program.ReadToEndAsync(), address, cookie);
        Http = ClubKey.Client(address, cookie);
    }

    public Uri Address { get; }

    /// <summary>What lets programs in: the cookie of its owner, or of whoever tries the demo.</summary>
    public string Cookie { get; }

    public HttpClient Http { get; }

    /// <summary>Starts it and waits until it says that it is ready. Port 0 takes a free one.</summary>
    public static Task<StandaloneProcess> StartAsync(string data, int port = 0, params string[] options) =>
        UntilReadyAsync(PlatformProgram.Start("Standalone", ["--data", data, "--urls", $"http://127.0.0.1:{port}", .. options]));

    /// <summary>Waits until a started one says that it is ready.</summary>
    public static async Task<StandaloneProcess> UntilReadyAsync(PlatformProgram program)
    {
        while (await program.ReadLineAsync() is { } line)
        {
            if (line.Contains("ready", StringComparison.Ordinal))
            {
                var address = new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..].Trim());
                return new StandaloneProcess(program, address, await ClubKey.EnterAsync(address, await FindCodeAsync(program)));
            }
        }

        throw new InvalidOperationException($"Standalone ended before it was ready: {await program.Errors}");
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

    /// <summary>What it wrote after it was ready, on standard output and standard error, once it has ended.</summary>
    public async Task<string> LogAsync() => await _output + await _program.Errors;

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

    // It comes after the address, and nothing comes after this.
    private static async Task<string?> FindCodeAsync(PlatformProgram program)
    {
        string? code = null;
        while (await program.ReadLineAsync() is { } line && !line.Contains("Ctrl-C", StringComparison.Ordinal))
        {
            code ??= ClubKey.CodeIn(line);
        }

        return code;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _program.DisposeAsync();
        await _output;
    }
}
