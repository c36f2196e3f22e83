using System.Net.Sockets;
using RailHub.Firmware.Http;

namespace RailHub.Firmware.Virtual;

/// <summary>One connection to the HTTP port.</summary>
internal sealed class HttpSession(RunningBoard board, Socket socket) : Session(board, socket)
{
    private readonly HttpConnection _connection = new(board.Now);

    protected override long ConnectionDeadline => _connection.Deadline;

    protected override async ValueTask ReceiveAsync(byte[] received, int count, CancellationToken powerOff)
    {
        for (var at = 0; at < count;)
        {
            lock (Board.Gate)
            {
                at += _connection.Receive(received, at, count - at, Board.Now);
                Board.ArmTimer();
            }

            if (_connection.HasRequest)
                await AnswerAsync(powerOff);
            while (_connection.Output.Length > 0)
                await SendAsync();
        }
    }

    // The status feed hears of a change before the caller gets its answer (protocol 2.3).
    private async Task AnswerAsync(CancellationToken powerOff)
    {
        var (method, path, body) = (_connection.Request.Method, _connection.Request.Path, _connection.Request.Body);
        var arrivedAt = Board.Timestamp;
        var drawn = method == "POST" ? await Board.Latency.WaitAsync(powerOff) : TimeSpan.Zero;
        await Board.WhileFrozenAsync(powerOff);

        lock (Board.Gate)
            _connection.Answer(Board.Router, Board.Now);
        if (method == "POST")
            Board.Taken?.Invoke(new CommandTaken(path, body, drawn, arrivedAt, Board.Timestamp));
        Board.TakeTurn();
    }

    private async Task SendAsync()
    {
        await Socket.SendAllAsync(_connection.Output);
        if (_connection.Sent() || !_connection.ClosesAfterOutput)
            return;

        lock (Board.Gate)
            SayFarewell();
    }
}
