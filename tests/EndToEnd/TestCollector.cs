using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RailHub.EndToEnd.Tests;

/// <summary>Something that programs send their spans to by OTLP over HTTP, as to a collector. Other signals are counted only.</summary>
internal sealed class TestCollector : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ConcurrentQueue<CollectedSpan> _spans = new();
    private readonly ConcurrentQueue<string> _bodies = new();

    private TestCollector(WebApplication server) => _server = server;

    public Uri Address => new(_server.Urls.First());

    public IReadOnlyCollection<CollectedSpan> Spans => _spans;

    /// <summary>Whether something that came has this text in it, of whichever signal.</summary>
    public bool HasHeardOf(string text) => _bodies.Any(body => body.Contains(text, StringComparison.Ordinal));

    /// <summary>How many batches of logs and of metrics came.</summary>
    public (int Logs, int Metrics) Others { get; private set; }

    public static async Task<TestCollector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = new TestCollector(builder.Build());
        collector._server.Use(async (context, next) =>
        {
            context.Request.EnableBuffering();
            using var body = new StreamReader(context.Request.Body, Encoding.Latin1, leaveOpen: true);
            collector._bodies.Enqueue(await body.ReadToEndAsync());
            context.Request.Body.Position = 0;
            await next(context);
        });
        collector._server.MapPost("/v1/traces", collector.TakeSpansAsync);
        collector._server.MapPost("/v1/logs", () => collector.Others = collector.Others with { Logs = collector.Others.Logs + 1 });
        collector._server.MapPost("/v1/metrics", () => collector.Others = collector.Others with { Metrics = collector.Others.Metrics + 1 });
        await collector._server.StartAsync();
        return collector;
    }

    /// <summary>What a program's environment has to have so that its spans come here, and soon.</summary>
    public (string Name, string Value)[] Environment =>
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", Address.ToString()),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        ("OTEL_BSP_SCHEDULE_DELAY", "100"),
        ("OTEL_BLRP_SCHEDULE_DELAY", "100"),
        ("OTEL_METRIC_EXPORT_INTERVAL", "500"),
    ];

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task TakeSpansAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);

        // opentelemetry-proto: ExportTraceServiceRequest > ResourceSpans > ScopeSpans > Span.
        foreach (var span in Inner(Inner(Inner([body.ToArray()], 1), 2), 2))
        {
            var fields = Read(span).ToLookup(field => field.Number, field => field.Value);
            _spans.Enqueue(new CollectedSpan(
                Hex(fields[1].Single()),
                Hex(fields[2].Single()),
                Hex(fields[4].SingleOrDefault() ?? []),
                Encoding.UTF8.GetString(fields[5].Single()),
                fields[9].Select(Attribute).ToDictionary()));
        }
    }

    private static KeyValuePair<string, string> Attribute(byte[] attribute)
    {
        var fields = Read(attribute).ToLookup(field => field.Number, field => field.Value);
        var value = fields[2].SelectMany(Read).FirstOrDefault();
        return new(
            Encoding.UTF8.GetString(fields[1].Single()),
            value.Number == 1 ? Encoding.UTF8.GetString(value.Value) : BinaryPrimitives.ReadUInt64LittleEndian(value.Value).ToString(CultureInfo.InvariantCulture));
    }

    private static IEnumerable<byte[]> Inner(IEnumerable<byte[]> messages, int number) =>
        messages.SelectMany(Read).Where(field => field.Number == number).Select(field => field.Value);

    private static string Hex(byte[] id) => Convert.ToHexStringLower(id);

    // The wire format of Protocol Buffers: numbers are given as eight bytes, whatever they took.
    private static IEnumerable<(int Number, byte[] Value)> Read(byte[] message)
    {
        var at = 0;
        while (at < message.Length)
        {
            var tag = Varint();
            var (number, kind) = ((int)(tag >> 3), (int)(tag & 7));
            switch (kind)
            {
                case 0:
                    yield return (number, BitConverter.GetBytes(Varint()));
                    break;
                case 1:
                    yield return (number, message[at..(at += 8)]);
                    break;
                case 2:
                    var length = (int)Varint();
                    yield return (number, message[at..(at += length)]);
                    break;
                case 5:
                    yield return (number, [.. message[at..(at += 4)], 0, 0, 0, 0]);
                    break;
                default:
                    throw new InvalidDataException($"Wire type {kind}.");
            }
        }

        ulong Varint()
        {
            var (value, shift) = (0UL, 0);
            byte next;
            do
            {
                next = message[at++];
                value |= (ulong)(next & 0x7f) << shift;
                shift += 7;
            }
            while (next >= 0x80);
            return value;
        }
    }
}

/// <summary>A span as it came.</summary>
/// <param name="Trace">The trace, in hex.</param>
/// <param name="Id">Its id, in hex.</param>
/// <param name="Parent">Its parent's; empty for a beginning.</param>
/// <param name="Name">Its name.</param>
/// <param name="Attributes">What it says; texts and numbers only.</param>
internal sealed record CollectedSpan(string Trace, string Id, string Parent, string Name, IReadOnlyDictionary<string, string> Attributes);
