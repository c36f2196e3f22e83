using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using RailHub.Grains.Hosting;
using RailHub.Grains.Owners;

namespace RailHub.Grains.Tests.Hosting;

public sealed class GrainInstrumentsTests : IDisposable
{
    private static readonly DateTimeOffset s_now = new(2026, 5, 1, 20, 0, 0, TimeSpan.Zero);

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton(TimeProvider.System)
        .AddSingleton(new Heartbeat(TimeProvider.System, TimeSpan.MaxValue)).AddSingleton<GrainInstruments>().BuildServiceProvider();

    private readonly MeterListener _listener = new();
    private readonly List<double> _durations = [];
    private readonly Dictionary<string, long> _counts = [];

    public GrainInstrumentsTests()
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == GrainInstruments.Name && instrument.Meter.Scope == meters)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, duration, _, _) => _durations.Add(duration));
        _listener.SetMeasurementEventCallback<long>((instrument, count, tags, _) =>
            _counts[tags.Length == 0 ? instrument.Name : $"{instrument.Name} {tags[0].Value}"] = count);
        _listener.Start();
    }

    private GrainInstruments Instruments => _services.GetRequiredService<GrainInstruments>();

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void Each_board_of_a_cue_is_measured_in_seconds_and_those_that_missed_it_are_counted_by_reason()
    {
        Instruments.Landed(new CueSkew(
            CueNumber.Whole(12),
            1,
            DateTimeOffset.UnixEpoch,
            [Board(1, 80), Board(2, -12.5), Board(3, null) with { IsAway = true }, Board(4, null), Board(5, null)]));
        _listener.RecordObservableInstruments();

        Assert.Equal([0.08, 0.0125], _durations);
        Assert.Equal((1, 2), (_counts["railhub.show.cue.missed away"], _counts["railhub.show.cue.missed undone"]));

        static BoardSkew Board(int number, double? late) => new(MacAddress.Parse($"02:52:48:00:00:0{number}", null), late);
    }

    [Fact]
    public void What_happens_seldom_is_told_before_it_has_happened()
    {
        _ = Instruments;
        _listener.RecordObservableInstruments();

        Assert.All(
            (string[])[
                "railhub.fence.losses", "railhub.standstills", "railhub.show.cue.missed away", "railhub.show.cue.missed undone",
                "railhub.database.refusals late", "railhub.database.refusals full", "railhub.database.refusals readOnly", "railhub.database.refusals away"],
            name => Assert.Equal(0, _counts[name]));
        Assert.DoesNotContain(_counts.Keys, name => name is "railhub.database.refusals done" or "railhub.database.refusals failed");
    }

    [Fact]
    public void A_piece_of_work_is_measured_and_a_refusal_of_the_database_is_counted()
    {
        Instruments.Worked(TimeSpan.FromSeconds(0.25), DatabaseOutcome.Done);
        Instruments.Worked(TimeSpan.FromSeconds(3), DatabaseOutcome.Late);
        Instruments.LostFence();
        _listener.RecordObservableInstruments();

        Assert.Equal([0.25, 3], _durations);
        Assert.Equal((1, 0, 1), (_counts["railhub.database.refusals late"], _counts["railhub.database.refusals away"], _counts["railhub.fence.losses"]));
    }

    [Theory]
    [InlineData(Drift.None, null, false)]
    [InlineData(Drift.Desk, null, false)]
    [InlineData(Drift.Pending, null, true)]
    [InlineData(Drift.Pending, 1, false)]
    [InlineData(Drift.Pending, 0, true)]
    [InlineData(Drift.Refused, 1, true)]
    [InlineData(Drift.Offline, 1, true)]
    public void A_lamp_that_is_on_its_way_is_as_it_is_wanted_until_its_way_is_over(Drift drift, int? secondsLeft, bool isDrifting)
    {
        var motion = secondsLeft is { } seconds ? new Motion(0, 100, s_now.AddMinutes(-10), s_now.AddSeconds(seconds), Curve.Linear) : null;

        Assert.Equal(isDrifting, GrainInstruments.IsDrifting(new OutputState(1, new OutputValues(true, 40), new OutputValues(true, 100), drift, Motion: motion), s_now));
    }
}
