using System.Diagnostics;
using System.Globalization;

namespace RailHub.Bench.Cluster;

/// <summary>A cluster of this machine, by <c>eng/cluster.sh</c>.</summary>
internal sealed class LocalCluster : IAsyncDisposable
{
    private static readonly string s_root = Root();

    private readonly int _port;

    private readonly IReadOnlyDictionary<string, string> _settings;

    private LocalCluster(int port, IReadOnlyDictionary<string, string> settings) => (_port, _settings) = (port, settings);

    /// <summary>The proxy in front of the gateways.</summary>
    public Uri Address => new($"http://127.0.0.1:{_port + 1}");

    /// <summary>What lets programs in: the cookie of its owner.</summary>
    public string Cookie { get; private set; } = "";

    /// <summary>The directory of its database's files.</summary>
    public string DatabaseFiles => Path.Combine(Directory(), "postgres");

    /// <summary>Starts one without boards, waits until all of it is ready, and makes its owner.</summary>
    /// <param name="silos">How many silos.</param>
    /// <param name="gateways">How many gateways.</param>
    /// <param name="port">The first of its ports.</param>
    /// <param name="settings">Its settings and those of its processes, as variables of the environment.</param>
    public static async Task<LocalCluster> StartAsync(int silos, int gateways, int port = 23000, IReadOnlyDictionary<string, string>? settings = null)
    {
        var cluster = new LocalCluster(port, settings ?? new Dictionary<string, string>());
        var output = await cluster.RunAsync("up", $"{silos}", $"{gateways}", "0");
        cluster.Cookie = await ClubKey.EnterAsync(cluster.Address, ClubKey.CodeIn(output));
        return cluster;
    }

    /// <summary>A client of its API.</summary>
    public HttpClient Http(TimeSpan? timeout = null) => ClubKey.Client(Address, Cookie, timeout);

    public Uri Gateway(int number) => new($"http://127.0.0.1:{_port + 40 + number}");

    /// <summary>Where a silo tells how it is.</summary>
    public Uri Silo(int number) => new($"http://127.0.0.1:{_port + 10 + number}");

    public Task KillAsync(string name) => RunAsync("kill", name);

    public Task FreezeAsync(string name) => RunAsync("freeze", name);

    public Task ThawAsync(string name) => RunAsync("thaw", name);

    public Task StopAsync(string name) => RunAsync("stop", name);

    public Task StartAsync(string name) => RunAsync("start", name);

    /// <summary>Ends it in good order; completes when another process has taken its place, which need not be ready.</summary>
    public async Task RestartAsync(string name)
    {
        var before = await IdAsync(name);
        await RunAsync("restart", name);
        while (await IdAsync(name) == before)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    /// <summary>Adds a second Postgres, which follows the first one.</summary>
    public Task AddStandbyAsync() => RunAsync("standby");

    /// <summary>Lets the second Postgres take edits.</summary>
    public Task PromoteAsync() => RunAsync("promote");

    /// <summary>Asks the database; gives the rows as lines, with | between columns.</summary>
    public async Task<string[]> SqlAsync(string query) => (await RunAsync("sql", query)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What one of its processes has written so far.</summary>
    public async Task<string[]> LogAsync(string name)
    {
        await using var log = new FileStream(Path.Combine(Directory(), $"{name}.log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(log);
        return (await reader.ReadToEndAsync()).Split('\n');
    }

    /// <summary>How much time of a processor one of its processes has taken since its start.</summary>
    public async Task<TimeSpan> CpuAsync(string name)
    {
        using var process = Process.GetProcessById(int.Parse(await IdAsync(name), CultureInfo.InvariantCulture));
        return process.TotalProcessorTime;
    }

    /// <summary>Completes when all that say how they are say that they are ready.</summary>
    public Task UntilReadyAsync() => RunAsync("await");

    /// <summary>How many connections each silo has to status feeds of boards, as the system counts them.</summary>
    public async Task<int[]> LinksAsync(int silos, IReadOnlySet<int> feeds)
    {
        var links = new int[silos];
        for (var silo = 1; silo <= silos; silo++)
        {
            var id = await IdAsync($"silo{silo}");
            var sockets = await OutputAsync("ss", "-tnpH", "state", "established");
            links[silo - 1] = sockets.Split('\n').Count(line =>
                line.Contains($"pid={id},", StringComparison.Ordinal)
                && line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, _, var peer, ..]
                && feeds.Contains(int.Parse(peer[(peer.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture)));
        }

        return links;
    }

    public async ValueTask DisposeAsync() => await RunAsync("down");

    private async Task<string> IdAsync(string name) => (await File.ReadAllTextAsync(Path.Combine(Directory(), $"{name}.pid"))).Trim();

    private string Directory() => Path.Combine(Path.GetTempPath(), $"railhub-cluster-{_port}");

    private Task<string> RunAsync(params string[] arguments) => OutputAsync(Path.Combine(s_root, "eng/cluster.sh"), arguments);

    private async Task<string> OutputAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            Environment =
            {
                ["RAILHUB_CLUSTER_PORT"] = $"{_port}",
                ["RAILHUB_CLUSTER_BUILT"] = "1",

                // Hundreds of boards are added one after the other, which no person does.
                ["Gateway__EditsPerSecond"] = "100000",
            },
        };
        foreach (var (key, value) in _settings)
        {
            start.Environment[key] = value;
        }

        using var process = Process.Start(start)!;
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
