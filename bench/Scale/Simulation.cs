using System.Diagnostics;
using System.Net;
using RailHub.Grains;
using RailHub.Grains.Owners;

namespace RailHub.Bench.Scale;

/// <summary>One club: where its boards are at home, what moves when silos come and go, and how much its processes tell each other.</summary>
internal static class Simulation
{
    // How long the name of a board's owner is: controller/ and twelve digits.
    private const int NameLength = 23;

    public static void Run(ClubSize size)
    {
        var households = Enumerable.Range(0, size.Layouts).Select(layout => Household(layout, size.PerLayout)).ToArray();
        var boards = households.Sum(household => household.Boards.Count);
        var silos = Enumerable.Range(1, size.Silos).Select(Silo).ToArray();
        Console.WriteLine();
        Console.WriteLine($"{boards:N0} boards in {size.Layouts:N0} layouts, {size.Silos} silos, {size.Gateways} gateways");

        Spread.Over(households, silos);
        var (began, allocated) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
        var homes = Spread.Over(households, silos);
        var (took, bytes) = (Stopwatch.GetElapsedTime(began), GC.GetAllocatedBytesForCurrentThread() - allocated);
        var loads = silos.Select(silo => households.Sum(household => household.Boards.Count(board => homes[board].Equals(silo)))).ToArray();
        Line("homes", $"computed in {took.TotalMilliseconds:F0} ms, {bytes / 1048576.0:F1} MiB; {loads.Min():N0} to {loads.Max():N0} boards a silo, {(double)boards / size.Silos:N0} were even");

        var period = Supervisor.Period.TotalSeconds;
        if (size.Silos > 1)
        {
            Change("a silo dies", silos[1..], loads[0]);
            Change("a silo joins", [.. silos, Silo(size.Silos + 1)], boards / (size.Silos + 1));
        }

        var perSilo = (double)boards / size.Silos;
        Line("supervision", $"{size.Silos / period:N1} queries/s of {perSilo:N0} epochs ({perSilo * NameLength / 1024:N0} KiB of names each), no call while nothing happens; "
            + $"were each silo to call every board: {size.Silos * boards / period:N0} calls/s");
        var rounds = 1 + (boards / Supervisor.ListedInPeriod);
        Line("the list", $"every {rounds * period:N0} s: {boards / (rounds * period):N0} rows/s each silo, {size.Silos * boards / (rounds * period):N0} in all");
        Line("contact", $"{(size.Silos > 1 ? size.Silos * Math.Min(Lookout.AskedAtOnce, size.Silos - 1) / Lookout.Period.TotalSeconds : 0):N0} pings/s");
        var renewal = Subscriptions.Renewal.TotalSeconds;
        Line("renewals", $"{(boards + size.Layouts) / renewal:N0} calls/s each gateway, {size.Gateways * (boards + size.Layouts) / renewal:N0} in all, {size.Gateways * (boards + size.Layouts) / renewal / size.Silos:N0} each silo");

        void Change(string what, SiloAddress[] others, int least)
        {
            var after = Spread.Over(households, others);
            var moved = homes.Count(entry => !after[entry.Key].Equals(entry.Value));
            var most = silos.Max(silo => homes.Count(entry => entry.Value.Equals(silo) && others.Contains(silo) && !after[entry.Key].Equals(silo)));
            Line(what, $"{moved:N0} grains have another home, of {least:N0} boards that must; those that are alive take {most / (double)Supervisor.MovesInRound * period:N0} s");
        }
    }

    private static void Line(string name, string text) => Console.WriteLine($"  {name,-12} {text}");

    private static SiloAddress Silo(int number) => SiloAddress.New(new IPEndPoint(new IPAddress([10, 0, (byte)(number / 256), (byte)number]), 11111), 1);

    private static Household Household(int layout, int boards) => new(
        GrainId.Create("layout", $"{layout:D8}"), [.. Enumerable.Range(0, boards).Select(board => GrainId.Create("controller", $"{layout:D6}{board:D6}"))], []);
}
