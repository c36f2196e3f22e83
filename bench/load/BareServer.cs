using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using MessagePack;
using MessagePack.Formatters;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RailHub.Bench.Load;

/// <summary>A frame that was recorded.</summary>
/// <param name="At">Milliseconds since the recording began.</param>
/// <param name="Number">Its number.</param>
/// <param name="Delta">The delta as JSON.</param>
internal sealed record Recorded(double At, long Number, string Delta);

/// <summary>
/// What the platform is compared with, as a process of its own: a SignalR hub that does nothing but send recorded frames to all, and a
/// relay that sends the same bytes to plain WebSockets.
/// </summary>
internal static class BareServer
{
    /// <summary>The argument that makes this program the server.</summary>
    public const string Serve = "serve";

    private static readonly List<WebSocket> s_sockets = [];

    public static async Task RunAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSignalR().AddMessagePackProtocol();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.UseWebSockets();
        app.MapHub<BareHub>("/hub");
        app.Map("/relay", async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            lock (s_sockets)
            {
                s_sockets.Add(socket);
            }

            try
            {
                while (!(await socket.ReceiveAsync(new byte[64].AsMemory(), default)).MessageType.Equals(WebSocketMessageType.Close))
                {
                }
            }
            catch (WebSocketException)
            {
                return;
            }
            finally
            {
                lock (s_sockets)
                {
                    s_sockets.Remove(socket);
                }
            }
        });
        app.MapPost("/replay/hub", (Recorded[] frames, IHubContext<BareHub> hub) =>
            ReplayAsync(frames, frame => hub.Clients.All.SendAsync("LayoutChanged", 1, frame.Number, new RawFrame(frame.Delta))));
        app.MapPost("/replay/relay", (Recorded[] frames) => ReplayAsync(frames, RelayAsync));
        await app.StartAsync();
        Console.WriteLine($"ready {app.Urls.Single()}");
        await app.WaitForShutdownAsync();
    }

    // The moments at which frames were sent, as timestamps that every process of the machine shares.
    private static async Task<long[]> ReplayAsync(Recorded[] frames, Func<Recorded, Task> send)
    {
        var began = Stopwatch.GetTimestamp();
        var sent = new long[frames.Length];
        for (var number = 0; number < frames.Length; number++)
        {
            var wait = TimeSpan.FromMilliseconds(frames[number].At) - Stopwatch.GetElapsedTime(began);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait);
            }

            sent[number] = Stopwatch.GetTimestamp();
            await send(frames[number]);
        }

        return sent;
    }

    private static async Task RelayAsync(Recorded frame)
    {
        var bytes = Encoding.UTF8.GetBytes($"[{frame.Number},{frame.Delta}]");
        WebSocket[] sockets;
        lock (s_sockets)
        {
            sockets = [.. s_sockets];
        }

        await Task.WhenAll(sockets.Select(socket => socket.SendAsync(bytes.AsMemory(), WebSocketMessageType.Text, true, default).AsTask()));
    }

    private sealed class BareHub : Hub
    {
        public string WatchLayout(string layout) => $"{layout} for {Context.ConnectionId}";
    }

    /// <summary>Written as it was recorded.</summary>
    [JsonConverter(typeof(RawJson)), MessagePackFormatter(typeof(RawPacked))]
    public sealed record RawFrame(string Delta);

    private sealed class RawJson : JsonConverter<RawFrame>
    {
        public override RawFrame Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, RawFrame value, JsonSerializerOptions options) => writer.WriteRawValue(value.Delta);
    }

    public sealed class RawPacked : IMessagePackFormatter<RawFrame>
    {
        public RawFrame Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) => throw new NotSupportedException();

        public void Serialize(ref MessagePackWriter writer, RawFrame value, MessagePackSerializerOptions options) =>
            writer.WriteRaw(MessagePackSerializer.ConvertFromJson(value.Delta));
    }
}
