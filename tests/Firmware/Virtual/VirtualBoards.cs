using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using RailHub.Firmware.Virtual;

namespace RailHub.Firmware.Tests.Virtual;

/// <summary>What tests of virtual boards say often.</summary>
internal static class VirtualBoards
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static VirtualBoardOptions Options { get; } = new() { Profile = BoardProfile.RailHub32, Mac = "02:52:48:00:00:01" };

    public static HttpClient Http(this VirtualBoard board) =>
        new() { BaseAddress = new Uri($"http://127.0.0.1:{board.HttpPort}/"), Timeout = Patience };

    public static async Task<JsonNode> StatusAsync(this VirtualBoard board)
    {
        using var http = board.Http();
        return JsonNode.Parse(await http.GetStringAsync("api/status"))!;
    }

    public static Task<HttpResponseMessage> ControlAsync(this HttpClient http, int pin, int brightness) =>
        http.PostAsync("api/control", new StringContent($$"""{"pin":{{pin}},"active":true,"brightness":{{brightness}}}"""));

    /// <summary>A socket that is connected to the port and has sent the text.</summary>
    public static async Task<Socket> ConnectAsync(int port, string text, int receiveBuffer = 65536)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = receiveBuffer };
        await socket.ConnectAsync(IPAddress.Loopback, port).WaitAsync(Patience);
        await socket.SendAsync(Encoding.UTF8.GetBytes(text));
        return socket;
    }

    /// <summary>Reads until the text has come, and not a byte further.</summary>
    public static async Task<string> ReadUntilAsync(this Socket socket, string text)
    {
        var read = new StringBuilder();
        var next = new byte[1];
        while (!read.ToString().EndsWith(text, StringComparison.Ordinal))
        {
            Assert.Equal(1, await socket.ReceiveAsync(next).WaitAsync(Patience));
            read.Append((char)next[0]);
        }

        return read.ToString();
    }

    /// <summary>Everything the board sends until it closes.</summary>
    public static async Task<string> ReadToEndAsync(this Socket socket)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer).WaitAsync(Patience) is var count and > 0)
                text.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            text.Append("<reset>");
        }

        return text.ToString();
    }
}
