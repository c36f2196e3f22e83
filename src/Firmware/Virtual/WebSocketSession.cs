using System.Net.Sockets;
using RailHub.Firmware.Text;
using RailHub.Firmware.WebSockets;

namespace RailHub.Firmware.Virtual;

/// <summary>
/// One client of the status feed. Whoever makes the board speak calls <see cref="Flush"/>: the bytes go out on that
/// thread as far as the system takes them, and one send runs at a time.
/// </summary>
internal sealed class WebSocketSession(RunningBoard board, Socket socket, WebSocketConnection connection) : Session(board, socket)
{
    private readonly ByteBuffer _output = new(2048);
    private readonly ByteBuffer _raw = new(16);
    private bool _isSending;

    protected override long ConnectionDeadline => connection.SendDeadline;

    /// <summary>Adds bytes that no board would send. Called under the board's lock.</summary>
    public void AddRaw(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
            _raw.Add(value);
    }

    /// <summary>Sends what waits, unless a send is on its way: that one takes it along.</summary>
    public void Flush()
    {
        if (TryTakeOutput(afterSend: false))
            _ = SendAsync();
    }

    protected override ValueTask ReceiveAsync(byte[] received, int count, CancellationToken powerOff)
    {
        lock (Board.Gate)
            Board.Feed.Receive(connection, received, 0, count, Board.Now);
        Board.TakeTurn();
        return ValueTask.CompletedTask;
    }

    protected override void Release()
    {
        lock (Board.Gate)
            Board.Feed.Release(connection);
    }

    private async Task SendAsync()
    {
        try
        {
            do
            {
                await Socket.SendAllAsync(_output);
            }
            while (TryTakeOutput(afterSend: true));
        }
        catch (Exception e) when (e.IsEndOfConnection())
        {
            // The receiving side of the session learns of it too, and ends it.
            Drop();
        }
    }

    private bool TryTakeOutput(bool afterSend)
    {
        lock (Board.Gate)
        {
            if (afterSend)
            {
                connection.Sent();
                _isSending = false;
            }

            if (_isSending || Board.IsFrozen)
                return false;

            _isSending = Board.Feed.TakeOutput(connection, _output, Board.Now) | TakeRaw();
            if (!_isSending && connection.IsClosing)
                SayFarewell();
            return _isSending;
        }
    }

    private bool TakeRaw()
    {
        if (_raw.Length == 0)
            return false;
        _output.Add(_raw);
        _raw.Clear();
        return true;
    }
}
