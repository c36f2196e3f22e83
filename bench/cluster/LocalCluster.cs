using System.Diagnostics;
using System.Globalization;

namespace RailHub.Bench.Cluster;

/// <summary>A cluster of this machine, by <c>eng/cluster.sh</c>.</summary>
internal sealed class LocalCluster : IAsyncDisposable
{
    private static readonly string s_root = Root();

    private readonly int _port;

    private LocalCluster(int port) => _port = port;

    /// <summary>The proxy in front of the gateways.</summary>
    public Uri Address => new($"http://127.0.0.1:{_port + 1}");

    /// <summary>What lets programs in: the cookie of its owner.</summary>
    public string Cookie { get; private set; } = "";

    /// <summary>Starts one without boards, waits until all of it is ready, and makes its owner.</summary>
    public static async Task<LocalCluster> StartAsync(int silos, int gateways, int port = 23000)
    {
        var cluster = new LocalCluster(port);
        var output = await cluster.RunAsync("up", $"{silos}", $"{gateways}", "0");
        cluster.Cookie = await ClubKey.EnterAsync(cluster.Address, ClubKey.CodeIn(output));
        return cluster;
    }

    /// <summary>A client of its API.</summary>
    public HttpClient Http(TimeSpan? timeout = null) => ClubKey.Client(Address, Cookie, timeout);

    public Uri Gateway(int number) => new($"http://127.0.0.1:{_port + 40 + number}");

    public Task KillAsync(string name) => RunAsync("kill", name);

    public Task FreezeAsync(string name) => RunAsync("freeze", name);

    public Task ThawAsync(string name) => RunAsync("thaw", name);

    public Task StopAsync(string name) => RunAsync("stop", name);

    public Task StartAsync(string name) => RunAsync("start", name);

    /// <summary>Completes when all that say how they are say that they are ready.</summary>
    public Task UntilReadyAsync() => RunAsync("await");

    /// <summary>How many connections each silo has to status feeds of boards, as the system counts them.</summary>
    public async Task<int[]> LinksAsync(int silos, IReadOnlySet<int> feeds)
    {
        var links = new int[silos];
        for (var silo = 1; silo <= silos; silo++)
        {
            var id = await File.ReadAllTextAsync(Path.Combine(Directory(), $"silo{silo}.pid"));
            var sockets = await OutputAsync("ss", "-tnpH", "state", "established");
            links[silo - 1] = sockets.Split('\n').Count(line =>
                line.Contains($"pid={id.Trim()},", StringComparison.Ordinal)
                && line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, _, var peer, ..]
                && feeds.Contains(int.Parse(peer[(peer.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture)));
        }

        return links;
    }

    public async ValueTask DisposeAsync() => await RunAsync("down");

    private string Directory() => Path.Combine(Path.GetTempPath(), $"railhub-cluster-{_port}");

    private Task<string> RunAsync(params string[] arguments) => OutputAsync(Path.Combine(s_root, "eng/cluster.sh"), arguments);

    private async Task<string> OutputAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            Environment = { ["RAILHUB_CLUSTER_PORT"] = $"{_port}", ["RAILHUB_CLUSTER_BUILT"] = "1" },
        })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {output}");
    }

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "RailHub.Platform.sln")))
        {
            directory = directory.Parent ?? throw new InvalidOperationException("This does not run inside the repository.");
        }

        return directory.FullName;
    }
}
