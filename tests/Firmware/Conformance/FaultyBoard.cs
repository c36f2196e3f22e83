using System.Net;
using System.Net.Sockets;
using System.Text;
using RailHub.Firmware.Conformance;
using RailHub.Firmware.Tests.Virtual;
using RailHub.Firmware.Virtual;

namespace RailHub.Firmware.Tests.Conformance;

/// <summary>
/// A virtual board behind a relay that spoils what the board says. Spoilt text has the length of the right one, so that
/// lengths of bodies and frames stay true.
/// </summary>
internal sealed class FaultyBoard : IAsyncDisposable
{
    private readonly VirtualBoard _board;
    private readonly byte[] _right;
    private readonly byte[] _wrong;
    private readonly CancellationTokenSource _stop = new();
    private readonly TcpListener _http = new(IPAddress.Loopback, 0);
    private readonly TcpListener _feed = new(IPAddress.Loopback, 0);

    private FaultyBoard(VirtualBoard board, string right, string wrong)
    {
        _board = board;
        _right = Encoding.Latin1.GetBytes(right);
        _wrong = Encoding.Latin1.GetBytes(wrong);
        Assert.Equal(_right.Length, _wrong.Length);
        _http.Start();
        _feed.Start();
        _ = RelayAsync(_http, board.HttpPort);
        _ = RelayAsync(_feed, board.WebSocketPort);
    }

    public VirtualBoard Board => _board;

    public BoardAddress Address => new("127.0.0.1", PortOf(_http), PortOf(_feed));

    /// <summary>Starts a board which says one thing where it should say another.</summary>
    public static async Task<FaultyBoard> StartAsync(string right, string wrong) =>
        new(await VirtualBoard.StartAsync(VirtualBoards.Options with { Profile = BoardProfile.RailHub8266 }), right, wrong);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _http.Dispose();
        _feed.Dispose();
        await _board.DisposeAsync();
        _stop.Dispose();
    }

    private static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;

    private async Task RelayAsync(TcpListener listener, int port)
    {
        try
        {
            while (true)
                _ = RelayAsync(await listener.AcceptSocketAsync(_stop.Token), port);
        }
        catch (OperationCanceledException)
        {
            // The board is taken down.
        }
    }

    private async Task RelayAsync(Socket client, int port)
    {
        using var board = await VirtualBoards.ConnectAsync(port, "");
        using (client)
            await Task.WhenAll(CopyAsync(client, board, spoils: false), CopyAsync(board, client, spoils: true));
    }

    private async Task CopyAsync(Socket from, Socket to, bool spoils)
    {
        var buffer = new byte[16384];
        try
        {
            while (await from.ReceiveAsync(buffer, _stop.Token) is var count and > 0)
            {
                if (spoils)
                    Spoil(buffer.AsSpan(0, count));
                await to.SendAsync(buffer.AsMemory(0, count), _stop.Token);
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            to.Dispose();
        }
    }

    private void Spoil(Span<byte> bytes)
    {
        while (bytes.IndexOf(_right) is var at and >= 0)
        {
            _wrong.CopyTo(bytes[at..]);
            bytes = bytes[(at + _right.Length)..];
        }
    }
}
