using System.Net.Sockets;
using System.Text;

namespace RailHub.Firmware.Conformance.Net;

/// <summary>A TCP connection to the board, down to the single byte. The end of the connection and a reset are the same here.</summary>
internal sealed class Wire : IDisposable
{
    /// <summary>How long a board may take over anything (protocol 2.1: a client waits at least 6 s).</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    /// <summary>Pause after each byte that is to travel in a segment of its own.</summary>
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(2);

    private readonly Socket _socket;
    private readonly TimeProvider _time;
    private readonly CancellationToken _stop;
    private readonly byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;
    private bool _isOver;

    private Wire(Socket socket, TimeProvider time, CancellationToken stop)
    {
        _socket = socket;
        _time = time;
        _stop = stop;
    }

    /// <summary>Connects to a port.</summary>
    /// <param name="host">Name or address.</param>
    /// <param name="port">Port.</param>
    /// <param name="time">Clock of all limits.</param>
    /// <param name="stop">Ends everything on the connection.</param>
    /// <param name="receiveBuffer">Bytes the system may hold unread, for a client that reads little; 0 for the usual.</param>
    /// <exception cref="CheckFailure">The board does not take the connection.</exception>
    public static async Task<Wire> ConnectAsync(string host, int port, TimeProvider time, CancellationToken stop, int receiveBuffer = 0)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (receiveBuffer > 0)
                socket.ReceiveBufferSize = receiveBuffer;
            using var limit = Limit(Patience, time, stop);
            await socket.ConnectAsync(host, port, limit.Token);
            return new Wire(socket, time, stop);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new CheckFailure($"a connection to port {port}", e.Message);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            socket.Dispose();
            throw new CheckFailure($"a connection to port {port}", $"none within {Patience.TotalSeconds} s");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Sends the bytes at once. That the board has ended the connection shows when it is read.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        using var limit = Limit(Patience, _time, _stop);
        try
        {
            while (bytes.Length > 0)
                bytes = bytes[await _socket.SendAsync(bytes, limit.Token)..];
        }
        catch (SocketException)
        {
            // An answer that came before may still be read.
            return;
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            throw new CheckFailure("a board that takes in what it is sent", $"nothing taken in for {Patience.TotalSeconds} s");
        }
    }

    /// <summary>Sends each byte in a segment of its own, as far as the system lets it.</summary>
    public async Task SendSlowlyAsync(ReadOnlyMemory<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            await SendAsync(bytes.Slice(i, 1));
            await Task.Delay(Gap, _time, _stop);
        }
    }

    /// <summary>The next byte, or −1 at the end of the connection.</summary>
    /// <exception cref="CheckFailure">Nothing came, and no end either.</exception>
    public async ValueTask<int> ReadAsync(TimeSpan patience)
    {
        if (_start == _end && !_isOver)
            await FillAsync(patience);
        return _isOver ? -1 : _buffer[_start++];
    }

    public ValueTask<int> ReadAsync() => ReadAsync(Patience);

    /// <summary>This many bytes, fewer at the end of the connection.</summary>
    public async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new List<byte>(count);
        while (bytes.Count < count && await ReadAsync() is var value and >= 0)
            bytes.Add((byte)value);
        return [.. bytes];
    }

    /// <summary>A line without its end; null at the end of the connection.</summary>
    public async Task<string?> ReadLineAsync()
    {
        var line = new StringBuilder();
        while (await ReadAsync() is var value and >= 0)
        {
            if (value == '\n')
                return line.ToString().TrimEnd('\r');
            line.Append((char)value);
        }

        return line.Length == 0 ? null : line.ToString();
    }

    /// <summary>All bytes up to the end of the connection.</summary>
    /// <exception cref="CheckFailure">The end did not come within the patience.</exception>
    public async Task<byte[]> ReadToEndAsync(TimeSpan patience)
    {
        var bytes = new List<byte>();
        var start = _time.GetTimestamp();
        while (true)
        {
            var rest = patience - _time.GetElapsedTime(start);
            if (rest <= TimeSpan.Zero)
                throw new CheckFailure($"the end of the connection within {patience.TotalSeconds:0.#} s", "it is still open");
            var value = await ReadAsync(rest);
            if (value < 0)
                return [.. bytes];
            bytes.Add((byte)value);
        }
    }

    public Task<byte[]> ReadToEndAsync() => ReadToEndAsync(Patience);

    /// <summary>Ends the connection as one does that vanishes.</summary>
    public void Abort()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Dispose();
    }

    public void Dispose() => _socket.Dispose();

    private async Task FillAsync(TimeSpan patience)
    {
        using var limit = Limit(patience, _time, _stop);
        try
        {
            _start = 0;
            _end = await _socket.ReceiveAsync(_buffer, limit.Token);
            _isOver = _end == 0;
        }
        catch (SocketException)
        {
            _isOver = true;
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            _end = 0;
            throw new CheckFailure($"bytes from the board within {patience.TotalSeconds:0.#} s", "silence");
        }
    }

    private static LimitedToken Limit(TimeSpan patience, TimeProvider time, CancellationToken stop) => new(patience, time, stop);
}
