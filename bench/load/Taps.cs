using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace RailHub.Bench.Load;

/// <summary>
/// From a tap to its confirmation: at the board itself by a plain HTTP call, by REST, and by the hub, in turns over all boards, so that
/// the three are measured in the same minute.
/// </summary>
internal static class Taps
{
    private const byte Separator = 0x1E;

    // Rounds that nobody times: most slow taps are those of the first ten seconds, in which a process compiles its code once more.
    private const int WarmUp = 10;

    public static async Task RunAsync(Boards boards, Platform platform, string layout, int rounds)
    {
        using var rest = platform.Http();
        using var hub = new ClientWebSocket();
        hub.Options.SetRequestHeader("Cookie", platform.Cookie);
        await hub.ConnectAsync(new Uri($"ws://{platform.Address.Authority}/hub"), CancellationToken.None);
        await SayAsync(hub, """{"protocol":"json","version":1}""");

        var (direct, byRest, byHub) = (new Latencies(), new Latencies(), new Latencies());
        var calls = 0;
        for (var round = -WarmUp; round < rounds; round++)
        {
            if (round == 0)
            {
                (direct, byRest, byHub) = (new Latencies(), new Latencies(), new Latencies());
            }

            foreach (var board in boards.All)
            {
                var (mac, pin, brightness) = (board.Mac, board.Profile.PinAt((round + WarmUp) % 4), 1 + (((round + WarmUp) * 7) % 97));
                var tap = JsonSerializer.Serialize(new { active = true, brightness });
                await TimeAsync(direct, () => PostAsync(board.HttpPort, $$"""{"pin":{{pin}},"active":true,"brightness":{{brightness}}}"""));
                await TimeAsync(byRest, async () =>
                {
                    using var content = new StringContent(JsonSerializer.Serialize(new { active = true, brightness = brightness + 1 }), Encoding.UTF8, "application/json");
                    using var answer = await rest.PatchAsync($"api/layouts/{layout}/controllers/{mac}/outputs/{pin}", content);
                    Confirmed(await answer.Content.ReadAsStringAsync());
                });
                var id = (++calls).ToString(System.Globalization.CultureInfo.InvariantCulture);
                await TimeAsync(byHub, async () =>
                {
                    await SayAsync(hub, $$"""{"type":1,"invocationId":"{{id}}","target":"SetOutput","arguments":["{{layout}}","{{mac}}",{{pin}},{{tap}}]}""");
                    Confirmed(await AnswerAsync(hub, id));
                });
            }
        }

        Console.WriteLine();
        Console.WriteLine($"Tap to confirmed, {boards.All.Count} boards: {direct.Count} taps each way");
        var (floor, _, _) = direct.Quantiles();
        foreach (var (way, latencies) in new[] { ("at the board", direct), ("by REST", byRest), ("by the hub", byHub) })
        {
            var (median, p99, longest) = latencies.Quantiles();
            Console.WriteLine($"  {way,-13}  median {median,6:F2} ms ({median - floor:+0.00;-0.00})   p99 {p99,6:F2} ms   longest {longest,6:F2} ms");
        }
    }

    private static async Task TimeAsync(Latencies latencies, Func<Task> tap)
    {
        var began = Stopwatch.GetTimestamp();
        await tap();
        latencies.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);

        // People do not tap in a loop; and a board's budget is not what is measured here.
        await Task.Delay(5);
    }

    // A connection for each call, as boards want it and the platform does it.
    private static async Task PostAsync(int port, string body)
    {
        using var handler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero };
        using var http = new HttpClient(handler);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri($"http://127.0.0.1:{port}/api/control"), content);
        answer.EnsureSuccessStatusCode();
    }

    private static ValueTask SayAsync(ClientWebSocket hub, string message) =>
        hub.SendAsync(Encoding.UTF8.GetBytes(message + (char)Separator).AsMemory(), WebSocketMessageType.Text, true, CancellationToken.None);

    private static async Task<string> AnswerAsync(ClientWebSocket hub, string id)
    {
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var received = await hub.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
            var text = Encoding.UTF8.GetString(buffer, 0, received.Count);
            if (text.Split((char)Separator).FirstOrDefault(message => message.Contains($"\"invocationId\":\"{id}\"", StringComparison.Ordinal)) is { } answer)
            {
                return answer;
            }
        }
    }

    private static void Confirmed(string answer)
    {
        if (!answer.Contains("\"confirmed\"", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"A tap was not confirmed: {answer}");
        }
    }
}
