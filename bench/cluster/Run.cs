namespace RailHub.Bench.Cluster;

/// <summary>A cluster with two gateways, a club on it, and what is watched there.</summary>
internal sealed class Run : IAsyncDisposable
{
    private Run(LocalCluster cluster, Club club, Watch watch) => (Cluster, Club, Watch) = (cluster, club, watch);

    public LocalCluster Cluster { get; }

    public Club Club { get; }

    public Watch Watch { get; }

    /// <summary>Starts all of it; completes when all boards are live.</summary>
    /// <param name="silos">How many silos.</param>
    /// <param name="stopped">Those of them that are stopped before there are boards.</param>
    /// <param name="boards">How many boards, ten in a layout.</param>
    /// <param name="viewers">How many viewers, each of one layout.</param>
    /// <param name="settings">Settings of the cluster and its processes, as variables of the environment.</param>
    public static async Task<Run> StartAsync(
        int silos, string[]? stopped = null, int boards = 300, int viewers = 60, IReadOnlyDictionary<string, string>? settings = null)
    {
        var cluster = await LocalCluster.StartAsync(silos, gateways: 2, settings: settings);
        foreach (var silo in stopped ?? [])
        {
            await cluster.StopAsync(silo);
        }

        Watch? watch = null;
        var club = await Club.MakeAsync(cluster.Address, cluster.Cookie, boards, viewers, options => options with { Taken = command => watch?.Note(options.Mac, command) });
        watch = new Watch(club.Boards);
        Console.WriteLine($"{silos - (stopped?.Length ?? 0)} silos, 2 gateways, {boards} boards in {club.Layouts.Count} layouts, {viewers} viewers");
        return new Run(cluster, club, watch);
    }

    public async ValueTask DisposeAsync()
    {
        await Watch.DisposeAsync();
        await Club.DisposeAsync();
        await Cluster.DisposeAsync();
    }
}
