namespace RailHub.Bench.Scale;

/// <summary>
/// How long boards and commands keep one channel of Wi-Fi busy, computed and not measured: 802.11n at 2.4 GHz, 20 MHz, one stream, long guard
/// interval, protected by CCMP; each frame by itself, at its first attempt, after half of the smallest contention window; nobody else on the air.
/// </summary>
/// <param name="Name">What is told.</param>
/// <param name="BitsPerSymbol">Data bits of a symbol of 4 us: 26 at 6.5 Mbit/s, 156 at 39, 260 at 65.</param>
internal sealed record Air(string Name, int BitsPerSymbol)
{
    // The longest and the shorter status of the protocol's examples, with their WebSocket header; a command and its answer over HTTP.
    private const int LargeStatus = 1312 + 4;
    private const int SmallStatus = 880 + 4;
    private const int Command = 220;
    private const int Answer = 130;
    private const double StatusesPerSecond = 2;

    // DIFS, half of 15 slots, preamble of HT mixed, SIFS, and the acknowledgement at 24 Mbit/s.
    private const double PerFrame = 28 + 67.5 + 36 + 10 + 28;
    private const int LargestSegment = 1460;

    // MAC header of QoS, FCS, CCMP, LLC and SNAP, IPv4 and TCP.
    private const int Headers = 26 + 4 + 16 + 8 + 40;

    private double Acknowledgement => Frame(0);

    public void Tell()
    {
        var (large, small) = (Send(LargeStatus) + Acknowledgement, Send(SmallStatus) + Acknowledgement);
        var command = Send(Command) + Send(Answer) + Acknowledgement;

        // Connecting takes three frames, and ending four.
        var alone = command + (7 * Acknowledgement);
        Console.WriteLine($"  {Name}: a status {large:F0} us of a RailHub32, {small:F0} of a RailHub8266; a command {command:F0} us on an open connection, {alone:F0} on its own, and the status that follows");
        Console.WriteLine($"    a board {large * StatusesPerSecond / 10_000:F2} and {small * StatusesPerSecond / 10_000:F2} % of a channel; half of it is taken by {500_000 / (large * StatusesPerSecond):F0} and {500_000 / (small * StatusesPerSecond):F0} of them");
    }

    private double Send(int bytes)
    {
        var time = 0.0;
        for (var left = bytes; left > 0; left -= LargestSegment)
        {
            time += Frame(Math.Min(left, LargestSegment));
        }

        return time;
    }

    // Service and tail are 22 bits.
    private double Frame(int bytes) => PerFrame + (Math.Ceiling((22 + (8.0 * (bytes + Headers))) / BitsPerSymbol) * 4);
}
