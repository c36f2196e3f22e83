using System.Globalization;
using RailHub.Firmware.Conformance.Documents;
using RailHub.Firmware.Conformance.Net;

namespace RailHub.Firmware.Conformance.Checks;

/// <summary>
/// When the status is sent (protocol 3.3). The network between adds delays that are not the board's: the limits here are
/// wider than the seed's 50 ms, and the figures go into the report.
/// </summary>
internal sealed class FeedChecks(Bench bench)
{
    private const double Period = 500;

    /// <summary>How far the median may be off: the seed's ±50 and as much for network and clock.</summary>
    private const double PeriodTolerance = 100;

    /// <summary>How late an event may be: half a period, so that the periodic status is not taken for it.</summary>
    private const double EventLimit = 250;

    /// <summary>How often an event may be late before it counts: a busy machine or a repeated packet is not the board's doing.</summary>
    private const int Attempts = 3;

    private readonly int _pin = bench.Lamp.Pin;

    [Proves("3.3", Waits = true)]
    public async Task The_status_comes_every_500_ms()
    {
        var listener = await bench.ListenAsync();
        await listener.ReadStatusAsync();
        var gaps = new List<double>();
        var start = bench.Time.GetTimestamp();
        while (gaps.Count < 3 || (gaps.Count < 7 && bench.MillisecondsSince(start) < 5000))
        {
            var before = listener.Heard;
            await listener.ReadStatusAsync();
            gaps.Add(bench.Time.GetElapsedTime(before, listener.Heard).TotalMilliseconds);
        }

        gaps.Sort();
        var median = gaps[gaps.Count / 2];
        bench.Note(string.Create(CultureInfo.InvariantCulture,
            $"median {median:0} ms, {gaps[0]:0} to {gaps[^1]:0}; the seed asks for 500 ± 50, tolerated is ± {PeriodTolerance:0} for the network"));

        // Steps of the club's own groups are told too, so that the gaps get shorter but never longer.
        var least = bench.Found.Groups is { Count: > 0 } ? 0 : Period - PeriodTolerance;
        Expect.True(median >= least && median <= Period + PeriodTolerance, "a median period of 500 ms ± 100", bench.Notes);
    }

    [Proves("3.3")]
    public async Task A_control_is_told_at_once() => await CheckEventAsync(
        attempt => bench.PostAsync("/api/control", $$"""{"pin":{{_pin}},"active":false,"brightness":{{41 + attempt}}}"""),
        (status, attempt) => status.Output(_pin).Brightness == 41 + attempt);

    [Proves("3.3")]
    public async Task A_name_is_told_at_once() => await CheckEventAsync(
        attempt => bench.PostAsync("/api/name", $$"""{"pin":{{_pin}},"name":"Event {{attempt}}"}"""),
        (status, attempt) => status.Output(_pin).Name == $"Event {attempt}");

    [Proves("3.3")]
    public async Task An_interval_is_told_at_once() => await CheckEventAsync(
        attempt => bench.PostAsync("/api/interval", $$"""{"pin":{{_pin}},"interval":{{1001 + attempt}}}"""),
        (status, attempt) => status.Output(_pin).Interval == 1001 + attempt);

    [Proves("3.3", NeedsGroups = true)]
    public async Task The_creation_of_a_group_is_told_at_once()
    {
        var id = bench.FreeGroups(1)[0];
        var pins = bench.FreePins(2);
        await CheckEventAsync(
            attempt => bench.CreateGroupAsync(id, 5000 + attempt, pins, "Event"),
            (status, attempt) => status.Group(id)?.Interval == 5000 + attempt);
    }

    [Proves("3.3", NeedsGroups = true)]
    public async Task A_new_name_of_a_group_is_told_at_once()
    {
        var id = bench.FreeGroups(1)[0];
        await bench.CreateGroupAsync(id, 5000, bench.FreePins(2), "Event");
        await CheckEventAsync(
            attempt => bench.SucceedAsync("/api/chasing/name", $$"""{"groupId":{{id}},"name":"Event {{attempt}}"}"""),
            (status, attempt) => status.Group(id)?.Name == $"Event {attempt}");
    }

    [Proves("3.3", NeedsGroups = true)]
    public async Task The_end_of_a_group_is_told_at_once()
    {
        var ids = bench.FreeGroups(1);
        var pins = bench.FreePins(1);
        await CheckEventAsync(
            async attempt => await bench.DeleteGroupAsync(ids[0]),
            (status, _) => status.Group(ids[0]) is null,
            () => bench.CreateGroupAsync(ids[0], 5000, pins, "Event"));
    }

    [Proves("3.3", Waits = true)]
    public async Task A_new_client_gets_the_status_at_once_and_so_does_everybody_else()
    {
        var old = await bench.ListenAsync();
        await AttemptAsync(async _ =>
        {
            await old.ReadStatusAsync();
            var start = bench.Time.GetTimestamp();
            using var newcomer = (await bench.ListenAsync()).Wire;
            var own = bench.MillisecondsSince(start);
            await old.ReadStatusAsync();
            return Math.Max(own, bench.MillisecondsSince(start));
        });
    }

    [Proves("3.3", Waits = true)]
    public async Task Events_do_not_shift_the_period()
    {
        var listener = await bench.ListenAsync();
        await AttemptAsync(async attempt =>
        {
            await listener.ReadStatusAsync();
            var start = listener.Heard;
            await bench.WaitAsync(250);
            await bench.PostAsync("/api/control", $$"""{"pin":{{_pin}},"active":false,"brightness":{{61 + attempt}}}""");
            await listener.ReadStatusAsync(status => status.Output(_pin).Brightness == 61 + attempt, "the command");
            await listener.ReadStatusAsync();
            return Math.Abs(bench.Time.GetElapsedTime(start, listener.Heard).TotalMilliseconds - Period);
        }, limit: 150, what: "the periodic status in its turn, 500 ms after the last, although an event came between; off by at most 150 ms");
    }

    private async Task CheckEventAsync(Func<int, Task> command, Func<Status, int, bool> shows, Func<Task>? prepare = null)
    {
        var listener = await bench.ListenAsync();
        await AttemptAsync(async attempt =>
        {
            if (prepare is not null)
                await prepare();
            await CatchUpAsync(listener);
            await command(attempt);
            var answered = bench.Time.GetTimestamp();
            await listener.ReadStatusAsync(status => shows(status, attempt), "what was commanded");
            return bench.Time.GetElapsedTime(answered, listener.Heard).TotalMilliseconds;
        });
    }

    // After a periodic status that had to be waited for, the next one is almost a period away.
    private async Task CatchUpAsync(Listener listener)
    {
        var waited = 0.0;
        while (waited < 20)
        {
            var start = bench.Time.GetTimestamp();
            await listener.ReadStatusAsync();
            waited = bench.MillisecondsSince(start);
        }
    }

    private async Task AttemptAsync(Func<int, Task<double>> attempt, double limit = EventLimit, string? what = null)
    {
        var measured = new List<double>();
        for (var i = 0; i < Attempts; i++)
        {
            measured.Add(await attempt(i));
            if (measured[^1] <= limit)
            {
                bench.Note(string.Create(CultureInfo.InvariantCulture, $"{measured[^1]:0} ms (tolerated {limit:0}, attempt {i + 1} of {Attempts})"));
                return;
            }
        }

        throw new CheckFailure(what ?? $"the status at most {limit:0} ms after the answer, in one of {Attempts} attempts",
            string.Join(", ", measured.Select(value => string.Create(CultureInfo.InvariantCulture, $"{value:0} ms"))));
    }
}
