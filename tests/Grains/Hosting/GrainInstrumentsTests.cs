using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using RailHub.Grains.Hosting;
using RailHub.Grains.Owners;

namespace RailHub.Grains.Tests.Hosting;

public sealed class GrainInstrumentsTests
{
    [Fact]
    public void Each_board_of_a_cue_is_measured_in_seconds_and_those_that_missed_it_are_counted_by_reason()
    {
        using var services = new ServiceCollection().AddMetrics().AddSingleton(new Heartbeat(TimeProvider.System, TimeSpan.MaxValue)).AddSingleton<GrainInstruments>().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        var (deviations, missed) = (new List<double>(), new List<string?>());
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == GrainInstruments.Name && instrument.Meter.Scope == meters)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((_, deviation, _, _) => deviations.Add(deviation));
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => missed.Add((string?)tags[0].Value));
        listener.Start();

        services.GetRequiredService<GrainInstruments>().Landed(new CueSkew(
            CueNumber.Whole(12),
            1,
            DateTimeOffset.UnixEpoch,
            [Board(1, 80), Board(2, -12.5), Board(3, null) with { IsAway = true }, Board(4, null)]));

        Assert.Equal([0.08, 0.0125], deviations);
        Assert.Equal(["away", "undone"], missed);

        static BoardSkew Board(int number, double? late) => new(MacAddress.Parse($"02:52:48:00:00:0{number}", null), late);
    }
}
