using System.Net;
using System.Text.Json.Nodes;
using RailHub.Deploy.Tests.Programs;

namespace RailHub.Deploy.Tests.Chart;

/// <summary>A pod that runs as a process, and is asked as the cluster asks it.</summary>
internal sealed class RunningPod(RenderedPod pod, ContainerProcess process) : IAsyncDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>Where a port that is given by name or number is on this machine.</summary>
    public int Port(JsonNode port) => pod.Port(port) switch
    {
        8080 => process.Place.HttpPort,
        8443 => process.Place.HttpsPort,
        9464 => process.Place.MetricsPort,
        8100 => process.Place.FirstBoardPort,
        var number => throw new InvalidOperationException($"{pod.Maker} is asked at {port}, which is {number}: nobody is asked there."),
    };

    /// <summary>The address in the place of its own, as it stands in one of http.</summary>
    public string Host => process.Place.Host;

    /// <summary>What it has written.</summary>
    public string Log => process.Log;

    public Uri Address(string port) => new($"http://{Host}:{Port(port)}/");

    /// <summary>Asks by the probes that the pod has, one after the other, until each is answered well.</summary>
    public async Task UntilReadyAsync()
    {
        foreach (var probe in (string[])["startupProbe", "livenessProbe", "readinessProbe"])
        {
            if (pod.Container[probe]?["httpGet"] is { } get)
            {
                await UntilWellAsync(new Uri(Address(get["port"]!.GetValue<string>()), get["path"]!.GetValue<string>()), probe);
            }
        }
    }

    /// <summary>Waits for its end; gives exit code and what it wrote.</summary>
    public async Task<(int ExitCode, string Log)> UntilEndedAsync() => (await process.UntilEndedAsync(), process.Log.Trim());

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await process.DisposeAsync();
    }

    private async Task UntilWellAsync(Uri address, string probe)
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (await AskAsync(address) is { Length: > 0 } trouble)
        {
            if (process.HasEnded || patience.IsCancellationRequested)
            {
                throw new InvalidOperationException($"{pod.Maker} is asked by its {probe} in vain ({trouble}). It wrote: {process.Log}");
            }

            await Task.Delay(s_pause, TimeProvider.System, CancellationToken.None);
        }
    }

    // What is wrong with an answer, as a kubelet sees it; the empty text when nothing is.
    private async Task<string> AskAsync(Uri address)
    {
        try
        {
            using var answer = await _http.GetAsync(address);
            return answer.StatusCode == HttpStatusCode.OK ? "" : $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            return failure.Message;
        }
    }
}
