using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace RailHub.EndToEnd.Tests;

/// <summary>Standalone as a person runs it: a process, a directory, an address.</summary>
internal sealed class StandaloneProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private StandaloneProcess(Process process, Task<string> errors, Uri address) =>
        (_process, _errors, Address, Http) = (process, errors, address, new HttpClient { BaseAddress = address });

    public Uri Address { get; }

    public HttpClient Http { get; }

    private static string Program { get; } = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory,
        "../../../../../src/Standalone/bin",
        new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name,
        "net10.0/RailHub.Standalone.dll"));

    /// <summary>Starts it and waits until it says that it is ready. Port 0 takes a free one.</summary>
    public static async Task<StandaloneProcess> StartAsync(string data, int port = 0, params string[] options)
    {
        var process = Start(["--data", data, "--urls", $"http://127.0.0.1:{port}", .. options]);
        var errors = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(s_patience);
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.Contains("ready", StringComparison.Ordinal))
            {
                var address = new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..].Trim());
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new StandaloneProcess(process, errors, address);
            }
        }

        throw new InvalidOperationException($"Standalone ended before it was ready: {await errors}");
    }

    /// <summary>Runs it to its end; gives exit code and what it wrote to standard error.</summary>
    public static async Task<(int ExitCode, string Errors)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        using var patience = new CancellationTokenSource(s_patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = await process.StandardError.ReadToEndAsync(patience.Token);
        await output;
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, errors.Trim());
    }

    /// <summary>SIGKILL: nothing is said good-bye to.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Ctrl-C; gives the exit code.</summary>
    public async Task<int> StopAsync()
    {
        using var signal = Process.Start("kill", ["-INT", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        using var patience = new CancellationTokenSource(s_patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

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
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        await _errors;
        _process.Dispose();
    }

    private static Process Start(string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", [Program, .. arguments])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
