using System.Diagnostics.Metrics;
using RailHub.Contracts;

namespace RailHub.Grains.Shows;

/// <summary>What is measured of shows, for whoever listens to <see cref="MeterName"/>.</summary>
internal sealed class ShowInstruments
{
    public const string MeterName = "RailHub.Shows";

    private readonly Histogram<double> _deviation;
    private readonly Counter<long> _missed;

    public ShowInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _deviation = meter.CreateHistogram<double>(
            "railhub.show.cue.deviation",
            "s",
            "How far from the moment that was planned a board had done its part of a cue, before or after",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.002, 0.005, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10] });
        _missed = meter.CreateCounter<long>(
            "railhub.show.cue.missed", "{board}", "Boards that were away when a cue wanted something of them, or have not done all of it within ten seconds");
    }

    /// <summary>All boards of a cue have been heard of.</summary>
    public void Landed(CueSkew cue)
    {
        foreach (var board in cue.Boards)
        {
            if (board.Late is { } late)
            {
                _deviation.Record(Math.Abs(late) / 1000);
            }
            else
            {
                _missed.Add(1, new KeyValuePair<string, object?>("reason", board.IsAway ? "away" : "undone"));
            }
        }
    }
}
