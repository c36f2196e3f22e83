using System.Diagnostics;
using System.Text;

namespace RailHub.Deploy.Tests.Programs;

/// <summary>The program of a container as a process, with the environment and the command line that its files render, and nothing of ours.</summary>
internal sealed class ContainerProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(300);

    // What a system gives to every process, and .NET needs to be found.
    private static readonly string[] s_ofTheSystem = ["PATH", "HOME", "TMPDIR", "DOTNET_ROOT"];

    private readonly Container _container;
    private readonly Process _process;
    private readonly StringBuilder _log = new();

    private ContainerProcess(Container container, Place place)
    {
        (_container, Place) = (container, place);
        _process = Launch(container, place, place.Put(container.WholeArguments));
        _process.OutputDataReceived += Note;
        _process.ErrorDataReceived += Note;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Where it runs.</summary>
    public Place Place { get; }

    /// <summary>Where people and probes reach it.</summary>
    public Uri Address => new($"http://{Place.Host}:{Place.HttpPort}/");

    /// <summary>Whether it runs no more.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>What it has written.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    /// <summary>Starts a container's program.</summary>
    public static ContainerProcess Start(Container container, Place place) => new(container, place);

    /// <summary>Waits until its image's own health check says that it is ready.</summary>
    /// <exception cref="InvalidOperationException">It ended instead, or did not become ready; the message has what it wrote.</exception>
    public async Task UntilHealthyAsync()
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (await CheckHealthAsync() is { ExitCode: not 0 } health)
        {
            if (HasEnded || patience.IsCancellationRequested)
            {
                throw new InvalidOperationException($"{_container.Image.Name} does not become healthy ({health.Said}). It wrote: {Log}");
            }

            await Task.Delay(s_pause, TimeProvider.System);
        }
    }

    /// <summary>Asks it by its image's own health check; gives the exit code and the line that was said.</summary>
    public async Task<(int ExitCode, string Said)> CheckHealthAsync()
    {
        using var check = Launch(_container, Place, Place.Put(_container.Image.HealthCheck.Skip(2)));
        var errors = check.StandardError.ReadToEndAsync();
        var said = await check.StandardOutput.ReadToEndAsync();
        await check.WaitForExitAsync();
        return (check.ExitCode, said.Trim() + await errors);
    }

    /// <summary>Waits for its end; gives the exit code.</summary>
    public Task<int> UntilEndedAsync() => _process.EndAsync(s_patience);

    public async ValueTask DisposeAsync() => await _process.KillAsync();

    private static Process Launch(Container container, Place place, IEnumerable<string> arguments)
    {
        var assembly = Repository.Built(container.Image.Assembly);
        var start = new ProcessStartInfo(container.Image.Entrypoint[0], [assembly, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(assembly),
        };
        foreach (var name in start.Environment.Keys.Except(s_ofTheSystem).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in place.Put(container.WholeEnvironment))
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private void Note(object sender, DataReceivedEventArgs line)
    {
        lock (_log)
        {
            _log.AppendLine(line.Data);
        }
    }
}
