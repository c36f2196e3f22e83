using RailHub.Bench.Scale;

// What placement, supervision and renewals cost a club of any size, by the very rules of the silos and no network: docs/scale.md.
foreach (var size in (ClubSize[])
[
    new(Boards: 10, PerLayout: 10, Silos: 1, Gateways: 1),
    new(Boards: 1_000, PerLayout: 20, Silos: 3, Gateways: 2),
    new(Boards: 10_000, PerLayout: 20, Silos: 8, Gateways: 4),
    new(Boards: 100_000, PerLayout: 20, Silos: 50, Gateways: 20),
])
{
    Simulation.Run(size);
}

Console.WriteLine();
Console.WriteLine("On the air (computed)");
foreach (var air in (Air[])[new("65 Mbit/s", 260), new("39 Mbit/s", 156), new("6.5 Mbit/s", 26)])
{
    air.Tell();
}
