using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace RailHub.Hosting;

/// <summary>Where a program tells how it fares: section <c>Telemetry</c>, and OpenTelemetry's own environment variables.</summary>
/// <param name="Metrics">
/// Where <c>/metrics</c> is served to everybody, and nothing else is; the address <c>::</c> stands for all of the machine's, of IPv4 and of IPv6. Null when it is
/// served only to callers on the same machine, at the program's own address.
/// </param>
/// <param name="LogsAreJson">
/// Whether each line of the log at the console is a JSON document with the ids of the trace that it was written in, for programs, instead of text for people.
/// </param>
/// <param name="Pushed">
/// What goes to a collector, which <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names: all, but for what <c>OTEL_TRACES_EXPORTER</c>, <c>OTEL_METRICS_EXPORTER</c> and
/// <c>OTEL_LOGS_EXPORTER</c> keep back. The other variables of OpenTelemetry's specification ("OTLP exporter configuration") hold as well.
/// </param>
public sealed record TelemetrySettings(IPEndPoint? Metrics, bool LogsAreJson, Signals Pushed)
{
    private const string MetricsKey = "Telemetry:Metrics";
    private const string LogsKey = "Telemetry:Logs";
    private const string CollectorKey = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Everywhere = "*:";
    private const string Push = "otlp";

    // Metrics are there for a Prometheus in any case.
    private static readonly (Signals Signal, string Key, string[] Known)[] s_exporters =
    [
        (Signals.Traces, "OTEL_TRACES_EXPORTER", [Push, "none"]),
        (Signals.Metrics, "OTEL_METRICS_EXPORTER", [Push, "prometheus", "none"]),
        (Signals.Logs, "OTEL_LOGS_EXPORTER", [Push, "none"]),
    ];

    /// <summary>Reads them; what is missing has its default, which tells nobody else anything. What is refused is in the settings.</summary>
    public static TelemetrySettings Read(Settings settings)
    {
        settings.Know("Telemetry", "Metrics", "Logs");
        IPEndPoint? metrics = null;
        if (settings.Text(MetricsKey) is { } place && (!TryRead(place, out metrics) || metrics.Port == 0))
        {
            settings.Refuse($"{MetricsKey} is \"{place}\"; give an address of this machine and a port, such as 127.0.0.1:9464, or *:9464 for all of its addresses.");
            metrics = null;
        }

        var logs = settings.Text(LogsKey) ?? "text";
        if (logs is not ("text" or "json"))
        {
            settings.Refuse($"{LogsKey} is \"{logs}\"; give text or json.");
        }

        var collector = settings.Text(CollectorKey);
        if (collector is not null && !(Uri.TryCreate(collector, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
        {
            settings.Refuse($"{CollectorKey} is \"{collector}\"; give the address of a collector, such as http://localhost:4317.");
        }

        var pushed = s_exporters.Where(exporter => IsPushed(settings, exporter.Key, exporter.Known)).Aggregate(Signals.None, (all, exporter) => all | exporter.Signal);
        return new TelemetrySettings(metrics, logs == "json", collector is null ? Signals.None : pushed);
    }

    private static bool IsPushed(Settings settings, string key, string[] known)
    {
        string[] exporters = (settings.Text(key) ?? Push).Split(',', StringSplitOptions.TrimEntries);
        if (exporters.Except(known).Any())
        {
            settings.Refuse($"{key} is \"{settings.Text(key)}\"; give {string.Join(" or ", known)}.");
        }

        return exporters.Contains(Push);
    }

    private static bool TryRead(string place, [NotNullWhen(true)] out IPEndPoint? metrics) =>
        IPEndPoint.TryParse(place.StartsWith(Everywhere, StringComparison.Ordinal) ? $"[::]:{place[Everywhere.Length..]}" : place, out metrics);
}
