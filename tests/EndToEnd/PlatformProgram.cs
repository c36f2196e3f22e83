using System.Diagnostics;
using System.Globalization;

namespace RailHub.EndToEnd.Tests;

/// <summary>A program of the platform as a process, with what it writes.</summary>
internal sealed class PlatformProgram : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private PlatformProgram(Process process) => (_process, _errors) = (process, process.StandardError.ReadToEndAsync());

    /// <summary>All that it has written to standard error, once it has ended.</summary>
    public Task<string> Errors => _errors;

    /// <summary>Starts one.</summary>
    /// <param name="name">The folder of its project in <c>src</c>.</param>
    /// <param name="arguments">Its command line.</param>
    /// <param name="environment">What its environment has beside ours.</param>
    public static PlatformProgram Start(string name, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Built("src", name), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (variable, value) in environment)
        {
            start.Environment[variable] = value;
        }

        return new PlatformProgram(Process.Start(start)!);
    }

    /// <summary>Runs one to its end; gives exit code and what it wrote to standard error.</summary>
    public static async Task<(int ExitCode, string Errors)> RunAsync(
        string name, string[] arguments, params (string Name, string Value)[] environment)
    {
        await using var program = Start(name, arguments, environment);
        var output = program.ReadToEndAsync();
        var exitCode = await program.EndAsync();
        await output;
        return (exitCode, (await program.Errors).Trim());
    }

    /// <summary>The next line of standard output; null at its end.</summary>
    public async Task<string?> ReadLineAsync()
    {
        using var patience = new CancellationTokenSource(s_patience);
        return await _process.StandardOutput.ReadLineAsync(patience.Token);
    }

    /// <summary>The rest of standard output, once it has ended.</summary>
    public Task<string> ReadToEndAsync() => _process.StandardOutput.ReadToEndAsync();

    /// <summary>Sends a signal, by its name without SIG.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits for its end; gives the exit code.</summary>
    public Task<int> EndAsync() => _process.EndAsync(s_patience);

    public async ValueTask DisposeAsync()
    {
        await _process.KillAsync();
        await _errors;
    }

    /// <summary>What a project was built into, in the configuration of these tests.</summary>
    /// <param name="part"><c>src</c> or <c>tests</c>.</param>
    /// <param name="name">The folder of its project there.</param>
    public static string Built(string part, string name) => Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory,
        "../../../../..",
        part,
        name,
        "bin",
        new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name,
        $"net10.0/RailHub.{name}.dll"));
}
