using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace RailHub.Hosting;

/// <summary>Where a program tells how it fares: section <c>Telemetry</c>, and OpenTelemetry's own environment variables.</summary>
/// <param name="Metrics">
/// Where <c>/metrics</c> is served to everybody, and nothing else is; the address <c>::</c> stands for all of the machine's, of IPv4 and of IPv6. Null when it is
/// served only to callers on the same machine, at the program's own address.
/// </param>
/// <param name="IsExported">Whether traces, metrics and logs go to a collector: <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names it, and the other variables of that kind hold as well.</param>
public sealed record TelemetrySettings(IPEndPoint? Metrics, bool IsExported)
{
    private const string MetricsKey = "Telemetry:Metrics";
    private const string CollectorKey = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Everywhere = "*:";

    /// <summary>Reads them; what is missing has its default, which tells nobody else anything. What is refused is in the settings.</summary>
    public static TelemetrySettings Read(Settings settings)
    {
        settings.Know("Telemetry", "Metrics");
        IPEndPoint? metrics = null;
        if (settings.Text(MetricsKey) is { } place && (!TryRead(place, out metrics) || metrics.Port == 0))
        {
            settings.Refuse($"{MetricsKey} is \"{place}\"; give an address of this machine and a port, such as 127.0.0.1:9464, or *:9464 for all of its addresses.");
            metrics = null;
        }

        var collector = settings.Text(CollectorKey);
        if (collector is not null && !(Uri.TryCreate(collector, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
        {
            settings.Refuse($"{CollectorKey} is \"{collector}\"; give the address of a collector, such as http://localhost:4317.");
        }

        return new TelemetrySettings(metrics, collector is not null);
    }

    private static bool TryRead(string place, [NotNullWhen(true)] out IPEndPoint? metrics) =>
        IPEndPoint.TryParse(place.StartsWith(Everywhere, StringComparison.Ordinal) ? $"[::]:{place[Everywhere.Length..]}" : place, out metrics);
}
