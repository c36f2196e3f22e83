using System.Diagnostics;
using RailHub.Contracts;

namespace RailHub.Bench.Cluster;

/// <summary>From a change at a board to a viewer, through one process and through two, of the very same changes.</summary>
internal static class Hops
{
    private const int Changes = 600;

    public static async Task RunAsync()
    {
        await using var cluster = await LocalCluster.StartAsync(silos: 1, gateways: 1);
        await using var one = await Platform.StartAsync(Platform.DefaultProgram, "--no-demo");
        await using var club = await Club.MakeAsync(cluster.Gateway(1), cluster.Cookie, boards: 10, viewers: 1);
        var mine = LayoutId.Parse(await one.AddAsync(club.Boards), null);
        await using var beside = await Viewer.WatchAsync(one.Address, one.Cookie, mine);
        await CompareAsync(club, ("one process", beside), ("two processes", club.Viewers[0]));
    }

    /// <summary>Through silo and gateway in plain text, and through two others that prove themselves to each other by TLS.</summary>
    public static async Task TlsAsync()
    {
        using var certificates = new Certificates();
        await using var plain = await LocalCluster.StartAsync(silos: 1, gateways: 1);
        await using var secured = await LocalCluster.StartAsync(silos: 1, gateways: 1, port: 23500, settings: certificates.Settings);
        await using var club = await Club.MakeAsync(plain.Gateway(1), plain.Cookie, boards: 10, viewers: 1);
        using var http = secured.Http();
        await using var beside = await Viewer.WatchAsync(secured.Gateway(1), secured.Cookie, await Club.AddAsync(http, "Hops", club.Boards));
        while (beside.View is not { } view || view.Controllers.Count(state => state.Link.State == LinkState.Live) < club.Boards.Count)
        {
            await Task.Delay(100);
        }

        var before = (Plain: await CpuAsync(plain), Secured: await CpuAsync(secured));
        await CompareAsync(club, ("plain text", club.Viewers[0]), ("mutual TLS", beside));
        Console.WriteLine($"  processor of silo and gateway meanwhile: plain {(await CpuAsync(plain) - before.Plain).TotalSeconds:F2} s, TLS {(await CpuAsync(secured) - before.Secured).TotalSeconds:F2} s");
    }

    private static async Task<TimeSpan> CpuAsync(LocalCluster cluster) => await cluster.CpuAsync("silo1") + await cluster.CpuAsync("gateway1");

    private static async Task CompareAsync(Club club, (string Name, Viewer Viewer) one, (string Name, Viewer Viewer) two)
    {
        var (byOne, byTwo) = (new List<double>(), new List<double>());
        for (var number = 0; number < Changes; number++)
        {
            var board = club.Boards[number % club.Boards.Count];
            var (pin, brightness) = (board.Profile.PinAt(1), 1 + (number % 97));
            var arrivals = (One: Arrival(one.Viewer, board.Mac, brightness), Two: Arrival(two.Viewer, board.Mac, brightness));
            var began = Stopwatch.GetTimestamp();
            await board.ControlAsync(pin, true, brightness);
            byOne.Add(Stopwatch.GetElapsedTime(began, await arrivals.One).TotalMilliseconds);
            byTwo.Add(Stopwatch.GetElapsedTime(began, await arrivals.Two).TotalMilliseconds);
            await Task.Delay(30);
        }

        // The first hundred warm the code.
        var (a, b) = (Quantiles(byOne[100..]), Quantiles(byTwo[100..]));
        Console.WriteLine($"  {one.Name,-14} median {a.Median:F2} ms   p99 {a.P99:F2} ms");
        Console.WriteLine($"  {two.Name,-14} median {b.Median:F2} ms   p99 {b.P99:F2} ms");
        Console.WriteLine($"  difference     median {b.Median - a.Median:F2} ms, of {Changes - 100} changes that both saw");
    }

    private static Task<long> Arrival(Viewer viewer, string mac, int brightness)
    {
        var came = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        viewer.Changed = (view, at) =>
        {
            if (view.Controllers.First(state => state.Controller.Id.ToString() == mac).Outputs[1].Reported.Brightness == brightness)
            {
                came.TrySetResult(at);
            }
        };
        return came.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    private static (double Median, double P99) Quantiles(List<double> all)
    {
        all.Sort();
        return (all[all.Count / 2], all[(int)(all.Count * 0.99)]);
    }
}
