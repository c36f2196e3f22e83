using System.Net.WebSockets;
using System.Text;
using RailHub.Firmware.Conformance.Documents;
using RailHub.Firmware.Conformance.Net;

namespace RailHub.Firmware.Conformance.Checks;

/// <summary>The opening of the WebSocket.</summary>
internal sealed class OpeningChecks(Bench bench)
{
    private const string Refusal = "This is a Websocket server only!";

    [Proves("3.1 G21")]
    public async Task The_opening_is_answered_with_the_headers_of_the_boards_in_the_field()
    {
        var answer = await OpenAsync(Opening.Required);
        Expect.Equal("HTTP/1.1 101 Switching Protocols", answer.StatusLine, "status line");
        Expect.Sequence(
            [
                "Server: arduino-WebSocketsServer", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
                $"Sec-WebSocket-Accept: {Opening.AcceptOf(Opening.Key)}",
            ],
            answer.Headers.Select(header => $"{header.Name}: {header.Value}"), "headers");
    }

    [Proves("3.1 G21")]
    public async Task The_first_frame_is_an_empty_ping_and_the_second_a_status()
    {
        var listener = await bench.OpenFeedAsync();
        var ping = await listener.ReadAsync();
        Expect.Equal($"{Frame.Final | Frame.Ping:X2} 0", $"{ping.First:X2} {ping.Payload.Length}", "first byte and length of the first frame");
        var opened = listener.Heard;
        await listener.ReadStatusAsync();
        bench.Note($"first status {bench.Time.GetElapsedTime(opened, listener.Heard).TotalMilliseconds:0} ms after the ping");
    }

    [Proves("3.1")]
    public async Task A_library_connects()
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(bench.FeedUri, bench.Stop);
        var buffer = new byte[16384];
        var received = await socket.ReceiveAsync(buffer, bench.Stop);
        Expect.Equal("Text True", $"{received.MessageType} {received.EndOfMessage}", "first message");
        Status.Read(buffer[..received.Count]);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "done", bench.Stop);
        Expect.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus ?? WebSocketCloseStatus.Empty, "close status");
    }

    [Proves("3.1")]
    public async Task Headers_may_have_any_order_and_spelling()
    {
        await AcceptAsync([.. Opening.Required.Reverse()]);
        await AcceptAsync([.. Opening.Required.Select(header => header.Split(':')[0].ToLowerInvariant() + ":" + header.Split(':')[1])]);
        await AcceptAsync(["UPGRADE: WebSocket", "CONNECTION: upgrade", .. Opening.Required[2..]]);
    }

    [Proves("3.1")]
    public async Task Connection_may_be_a_list_as_Firefox_sends_it() =>
        await AcceptAsync(["Connection: keep-alive, Upgrade", .. Opening.Required[1..]]);

    [Proves("3.1")]
    public async Task The_path_is_disregarded() => await AcceptAsync(Opening.Required, "/any/path?x=1");

    [Proves("3.1")]
    public async Task Origin_cookies_and_authorisation_are_disregarded() => await AcceptAsync(
        ["Origin: http://elsewhere", $"Cookie: a={new string('c', 500)}", "Authorization: Basic eDp5", "User-Agent: any", .. Opening.Required]);

    [Proves("3.1")]
    public async Task Offered_extensions_are_not_taken()
    {
        var answer = await AcceptAsync(["Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits", .. Opening.Required]);
        Expect.Equal("none", answer.Header("Sec-WebSocket-Extensions") ?? "none", "extensions");
    }

    [Proves("3.1")]
    public async Task Any_asked_subprotocol_is_answered_with_arduino()
    {
        Expect.Equal("arduino", (await AcceptAsync(["Sec-WebSocket-Protocol: railhub, other", .. Opening.Required])).Header("Sec-WebSocket-Protocol") ?? "none", "subprotocol");
        Expect.Equal("none", (await AcceptAsync(Opening.Required)).Header("Sec-WebSocket-Protocol") ?? "none", "without a wish, subprotocol");
    }

    [Proves("3.1")]
    public async Task An_opening_may_arrive_in_many_segments()
    {
        using var wire = await bench.ConnectFeedAsync();
        await wire.SendSlowlyAsync(Encoding.ASCII.GetBytes(Opening.Request(Opening.Required)));
        Expect.Equal(101, (await HttpAnswer.ReadAsync(wire))?.Status ?? 0, "to an opening byte by byte");
    }

    [Proves("3.1")]
    public async Task What_is_no_opening_gets_400_and_is_closed()
    {
        await CheckRefusedAsync(Opening.Request([]), "no headers");
        await CheckRefusedAsync(Opening.Request(Opening.Required, method: "POST"), "POST");
        for (var i = 0; i < Opening.Required.Length; i++)
        {
            var missing = Opening.Required[i];
            await CheckRefusedAsync(Opening.Request(Opening.Required.Where(header => header != missing)), $"no {missing}");
        }

        await CheckRefusedAsync(Opening.Request([.. Opening.Required[..2], "Sec-WebSocket-Version: 8", Opening.Required[3]]), "version 8");
        await CheckRefusedAsync(Opening.Request(["Connection: close", .. Opening.Required[1..]]), "Connection: close");
        await CheckRefusedAsync("nonsense\r\n\r\n", "nonsense");
    }

    private async Task<HttpAnswer> AcceptAsync(string[] headers, string path = "/")
    {
        var answer = await OpenAsync(headers, path);
        Expect.Equal(101, answer.Status, $"to an opening with {string.Join(", ", headers)}");
        return answer;
    }

    private async Task<HttpAnswer> OpenAsync(string[] headers, string path = "/")
    {
        using var wire = await bench.ConnectFeedAsync();
        await wire.SendAsync(Opening.Request(headers, path));
        return await HttpAnswer.ReadAsync(wire) ?? throw new CheckFailure("an answer to the opening", "the end of the connection");
    }

    private async Task CheckRefusedAsync(string request, string what)
    {
        using var wire = await bench.ConnectFeedAsync();
        await wire.SendAsync(request);
        var answer = await HttpAnswer.ReadAsync(wire) ?? throw new CheckFailure($"400 to {what}", "the end of the connection");
        Expect.Equal($"400 {Refusal}", $"{answer.Status} {answer.Text}", $"to {what}");
        Expect.Sequence(
            ["Server: arduino-WebSocket-Server", "Content-Type: text/plain", "Content-Length: 32", "Connection: close", "Sec-WebSocket-Version: 13"],
            answer.Headers.Select(header => $"{header.Name}: {header.Value}"), "headers");
        Expect.Equal(0, (await wire.ReadToEndAsync()).Length, "bytes after the refusal");
    }
}
