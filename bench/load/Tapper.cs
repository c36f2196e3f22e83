using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace RailHub.Bench.Load;

/// <summary>Somebody who taps lamps of one layout and waits for each to be confirmed, by REST or by the hub.</summary>
internal sealed class Tapper : IDisposable
{
    private const byte Separator = 0x1E;

    private readonly HttpClient _rest;
    private readonly ClientWebSocket _hub = new();
    private readonly string _layout;
    private int _calls;

    private Tapper(Platform platform, string layout)
    {
        (_rest, _layout) = (platform.Http(), layout);
        _hub.Options.SetRequestHeader("Cookie", platform.Cookie);
    }

    public static async Task<Tapper> EnterAsync(Platform platform, string layout)
    {
        var tapper = new Tapper(platform, layout);
        await tapper._hub.ConnectAsync(new Uri($"ws://{platform.Address.Authority}/hub"), CancellationToken.None);
        await tapper.SayAsync("""{"protocol":"json","version":1}""");
        return tapper;
    }

    public async Task ByRestAsync(string mac, int pin, int brightness)
    {
        using var content = new StringContent(Tap(brightness), Encoding.UTF8, "application/json");
        using var answer = await _rest.PatchAsync($"api/layouts/{_layout}/controllers/{mac}/outputs/{pin}", content);
        Confirmed(await answer.Content.ReadAsStringAsync());
    }

    public async Task ByHubAsync(string mac, int pin, int brightness)
    {
        var id = (++_calls).ToString(CultureInfo.InvariantCulture);
        await SayAsync($$"""{"type":1,"invocationId":"{{id}}","target":"SetOutput","arguments":["{{_layout}}","{{mac}}",{{pin}},{{Tap(brightness)}}]}""");
        Confirmed(await AnswerAsync(id));
    }

    /// <summary>Taps lamps of a few boards by the hub, one after the other.</summary>
    /// <param name="boards">The boards; the first eight are tapped.</param>
    /// <param name="latencies">Gets what each tap took.</param>
    /// <param name="rounds">How often each board is tapped.</param>
    public async Task TapAsync(Boards boards, Latencies latencies, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            foreach (var board in boards.All.Take(8))
            {
                await Taps.TimeAsync(latencies, () => ByHubAsync(board.Mac, board.Profile.PinAt(round % 4), 1 + (latencies.Count * 7 % 97)));
            }
        }
    }

    public void Dispose()
    {
        _rest.Dispose();
        _hub.Dispose();
    }

    private static string Tap(int brightness) => JsonSerializer.Serialize(new { active = true, brightness });

    private ValueTask SayAsync(string message) =>
        _hub.SendAsync(Encoding.UTF8.GetBytes(message + (char)Separator).AsMemory(), WebSocketMessageType.Text, true, CancellationToken.None);

    private async Task<string> AnswerAsync(string id)
    {
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var received = await _hub.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
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
