using System.Diagnostics;
using RailHub.Firmware.Virtual;

namespace RailHub.Bench.Cluster;

/// <summary>Every silo and every gateway is restarted in good order, one after the other, while lamps are switched.</summary>
internal static class Rolling
{
    private const int Silos = 3;
    private const int Gateways = 2;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    // Ten seconds until silos have settled, thirty that a grain lives somewhere before it moves, and rounds of moves.
    private static readonly TimeSpan s_movesHome = TimeSpan.FromSeconds(60);

    public static async Task RunAsync()
    {
        await using var run = await Run.StartAsync(Silos);
        var (cluster, club, watch) = (run.Cluster, run.Club, run.Watch);
        await using var links = new Gaps<VirtualBoard>(club.Boards, board => board.StatusClients > 0);
        await using var views = new Gaps<Viewer>(club.Viewers, viewer => viewer.View is not null);
        await using var somebody = new Operators(club, watch, 4, s_pause);
        await Task.Delay(TimeSpan.FromSeconds(3));
        links.Take();
        views.Take();
        foreach (var name in Enumerable.Range(1, Silos).Select(number => $"silo{number}").Concat(Enumerable.Range(1, Gateways).Select(number => $"gateway{number}")))
        {
            var (began, answers) = (Stopwatch.GetTimestamp(), somebody.Answers);
            await cluster.RestartAsync(name);
            var replaced = Stopwatch.GetElapsedTime(began);
            await cluster.UntilReadyAsync();
            var ready = Stopwatch.GetElapsedTime(began);
            var seen = await club.UntilSeenAsync(began);
            Console.WriteLine($"  {name}: another process after {replaced.TotalSeconds:F1} s, ready after {ready.TotalSeconds:F1} s, each viewer shows a fresh touch of each of its boards after {seen?.Last ?? double.NaN:F1} s");
            Tell(answers);
        }

        Console.WriteLine($"  the next {s_movesHome.TotalSeconds:F0} s, in which boards go home");
        var last = somebody.Answers;
        await Task.Delay(s_movesHome);
        Tell(last);
        Console.WriteLine($"    links of silos: {string.Join(", ", await cluster.LinksAsync(Silos, club.Feeds))}");

        await somebody.RestAsync(true);
        Console.WriteLine($"  asked {somebody.Asked}, promised {somebody.Promised}; promised lamps that were lost: {await somebody.LostAsync()}; outputs shown wrong at rest: {await club.WrongAsync()}");
        Console.WriteLine($"  commands at a wrong board: {watch.Strange} of {watch.Commands}; two links for {watch.LongestDouble:F2} s at most; longest answer {somebody.Longest.TotalSeconds:F1} s");

        void Tell(IReadOnlyDictionary<string, int> since)
        {
            Console.WriteLine($"    {links.Say("links")}");
            Console.WriteLine($"    {views.Say("viewers")}");
            Console.WriteLine($"    answers: {somebody.Say(since)}");
        }
    }
}
