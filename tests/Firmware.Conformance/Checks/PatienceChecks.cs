using System.Globalization;
using RailHub.Firmware.Conformance.Net;

namespace RailHub.Firmware.Conformance.Checks;

/// <summary>Clients that do not do their part: they are given up, and delay nobody (protocol 8.3.7).</summary>
internal sealed class PatienceChecks(Bench bench)
{
    /// <summary>Longest pause another client may notice. Boards in the field stand still for 5 s here.</summary>
    private const double GapLimit = 2000;

    /// <summary>What is begun and not finished ends after 5 s (protocol 2.1, 3.6); more for network and machine.</summary>
    private static readonly TimeSpan GiveUpLimit = TimeSpan.FromSeconds(8);

    [Proves("8.3", Waits = true)]
    public async Task A_client_that_does_not_read_delays_nobody()
    {
        // Pings it never reads the answers of fill its connection sooner than the status would.
        var deaf = await bench.ListenAsync(receiveBuffer: 1024);
        var pings = Enumerable.Range(0, 40).SelectMany(_ => Frame.Of(Frame.Ping, new string('d', 100))).ToArray();
        var listener = await bench.ListenAsync();
        var pin = bench.Lamp.Pin;
        var longest = 0.0;
        var slowest = 0.0;
        for (var i = 0; i < 5; i++)
        {
            await deaf.Wire.SendAsync(pings);
            var start = bench.Time.GetTimestamp();
            await bench.PostAsync("/api/control", $$"""{"pin":{{pin}},"active":false,"brightness":{{50 + i}}}""");
            slowest = Math.Max(slowest, bench.MillisecondsSince(start));
            longest = Math.Max(longest, await LongestGapAsync(listener, 2));
        }

        bench.Note(string.Create(CultureInfo.InvariantCulture, $"longest gap between two statuses {longest:0} ms, slowest command {slowest:0} ms; tolerated {GapLimit:0}"));
        Expect.True(longest < GapLimit && slowest < GapLimit, $"nobody to wait for {GapLimit:0} ms", bench.Notes);
    }

    [Proves("3.6", Waits = true)]
    public async Task An_unfinished_frame_or_request_is_given_up_and_delays_nobody()
    {
        bench.Http.HangUp();
        var start = bench.Time.GetTimestamp();
        var stuck = await bench.ListenAsync();
        await stuck.Wire.SendAsync(Frame.Head(Frame.Text, 100));
        using var head = await bench.ConnectHttpAsync();
        await head.SendAsync("GET /api/status HTTP/1.1\r\nHost: bo");
        using var body = await bench.ConnectHttpAsync();
        await body.SendAsync(HttpRequestText.Of("POST", "/api/control", null, "Content-Length: 100\r\n") + "{");

        var listener = await bench.ListenAsync();
        var given = Task.WhenAll(
            stuck.ExpectCloseAsync(1002, "for an unfinished frame", GiveUpLimit),
            head.ReadToEndAsync(GiveUpLimit),
            body.ReadToEndAsync(GiveUpLimit));
        var longest = 0.0;
        var slowest = 0.0;
        do
        {
            var asked = bench.Time.GetTimestamp();
            await bench.StatusAsync();
            slowest = Math.Max(slowest, bench.MillisecondsSince(asked));
            longest = Math.Max(longest, await LongestGapAsync(listener, 1));
        }
        while (!given.IsCompleted);

        await given;
        bench.Note(string.Create(CultureInfo.InvariantCulture,
            $"given up after {bench.MillisecondsSince(start) / 1000:0.0} s; meanwhile longest gap {longest:0} ms, slowest answer {slowest:0} ms; tolerated {GapLimit:0}"));
        Expect.True(longest < GapLimit && slowest < GapLimit, $"nobody to wait for {GapLimit:0} ms", bench.Notes);
    }

    private async Task<double> LongestGapAsync(Listener listener, int count)
    {
        var longest = 0.0;
        for (var i = 0; i < count; i++)
        {
            var start = bench.Time.GetTimestamp();
            await listener.ReadStatusAsync();
            longest = Math.Max(longest, bench.MillisecondsSince(start));
        }

        return longest;
    }
}
