using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using RailHub.Contracts;
using RailHub.Gateway.Dashboards;

namespace RailHub.Gateway.Hosting;

/// <summary>What a gateway measures of its viewers and of what they command, for whoever listens to <see cref="Name"/>. Safe for threads.</summary>
/// <remarks>Durations are in seconds. Tags have few values each; the names of layouts are of the first <see cref="MostLayouts"/> only.</remarks>
internal sealed class GatewayInstruments
{
    /// <summary>The name of the meter.</summary>
    public const string Name = "RailHub.Gateway";

    /// <summary>Of how many layouts there are series.</summary>
    public const int MostLayouts = 200;

    private const string OutcomeTag = "railhub.outcome";
    private const string LayoutTag = "railhub.layout.name";

    private readonly Meter _meter;
    private readonly Histogram<double> _commands;
    private readonly Histogram<double> _delay;
    private readonly Counter<long> _frames;
    private readonly Counter<long> _merged;
    private readonly Counter<long> _snapshots;
    private readonly Counter<long> _auditLost;

    public GatewayInstruments(IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        _commands = Duration(
            "railhub.gateway.command.duration",
            "From a viewer's command to the answer of its grain",
            [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]);
        _delay = Duration(
            "railhub.gateway.frame.delay",
            "From the first change of a layout that is not in a frame yet to that frame",
            [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1]);
        _frames = _meter.CreateCounter<long>("railhub.gateway.frames", "{frame}", "Frames handed to viewers, one for each of them");
        _merged = _meter.CreateCounter<long>("railhub.gateway.frames.merged", "{frame}", "Frames that slow viewers got later, several as one");
        _snapshots = _meter.CreateCounter<long>("railhub.gateway.snapshots", "{snapshot}", "Whole layouts that viewers were given");
        _auditLost = _meter.CreateCounter<long>(
            "railhub.gateway.audit.lost", "{entry}", "What was done and could not be written down, for want of the database");

        Histogram<double> Duration(string name, string description, double[] boundaries) =>
            _meter.CreateHistogram(name, "s", description, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = boundaries });
    }

    /// <summary>From now on it tells what a relay has of the club.</summary>
    public void Watch(ClubRelay relay)
    {
        _meter.CreateObservableGauge(
            "railhub.gateway.silence", () => relay.Silence.TotalSeconds, "s", "Since when nothing was heard of the club; it is renewed every five seconds");
        _meter.CreateObservableUpDownCounter("railhub.layout.viewers", () => Each(layout => layout.Viewers.Count), "{viewer}", "Those who watch the layout by this gateway");
        _meter.CreateObservableUpDownCounter(
            "railhub.layout.boards.unheard", () => Each(layout => layout.Unheard), "{board}", "Boards of the layout of which this gateway has not heard for too long");
        _meter.CreateObservableGauge("railhub.layout.boards", () => Each(layout => layout.Summary().Controllers), "{board}", "Boards of the layout");
        _meter.CreateObservableGauge("railhub.layout.boards.live", () => Each(layout => layout.Summary().Live), "{board}", "Boards of the layout that are live");
        _meter.CreateObservableGauge("railhub.layout.outputs", () => Each(layout => layout.Summary().Outputs), "{output}", "Outputs of the layout that are not hidden");
        _meter.CreateObservableGauge("railhub.layout.outputs.lit", () => Each(layout => layout.Summary().OutputsOn), "{output}", "Outputs of the layout that are lit");

        IEnumerable<Measurement<int>> Each(Func<LayoutRelay, int> value) =>
            relay.Layouts.Take(MostLayouts).Select(layout => new Measurement<int>(value(layout), new KeyValuePair<string, object?>(LayoutTag, layout.Name)));
    }

    /// <summary>A viewer's command was answered: its span says so as well.</summary>
    public void Commanded<T>(string command, Outcome<T> outcome, TimeSpan after)
        where T : class
    {
        var word = OutcomeWord.Of(outcome);
        _commands.Record(after.TotalSeconds, new("railhub.command", Camel(command)), new(OutcomeTag, word));
        Activity.Current?.SetTag(OutcomeTag, word);
    }

    // As the API spells them.
    internal static string Camel(string word) => JsonNamingPolicy.CamelCase.ConvertName(word);

    /// <summary>A frame was handed to viewers.</summary>
    public void Framed(int viewers) => _frames.Add(viewers);

    /// <summary>A viewer got what it missed as one frame.</summary>
    public void Merged(long frames) => _merged.Add(frames);

    /// <summary>A layout's frame has gone out.</summary>
    public void WentOut(TimeSpan after) => _delay.Record(after.TotalSeconds);

    /// <summary>A viewer was given a whole layout.</summary>
    public void Snapshot() => _snapshots.Add(1);

    /// <summary>Something that was done will not be written down.</summary>
    public void AuditLost() => _auditLost.Add(1);
}
