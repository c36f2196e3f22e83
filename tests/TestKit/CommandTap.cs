using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RailHub.TestKit;

/// <summary>One request that reached the tap.</summary>
/// <param name="Method">GET or POST.</param>
/// <param name="Path">As <c>/api/control</c>.</param>
/// <param name="Body">The JSON, as it came.</param>
public sealed record BoardRequest(string Method, string Path, string Body)
{
    /// <summary>Whether it changes the board.</summary>
    public bool IsCommand => Method == "POST";
}

/// <summary>
/// Stands before the HTTP port of a board: counts what reaches it, answers in its place, or lets requests wait.
/// One connection for each request, as the platform's client makes them.
/// </summary>
internal sealed class CommandTap : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closed = new();
    private readonly Lock _lock = new();
    private readonly List<BoardRequest> _requests = [];
    private readonly List<(Func<BoardRequest, bool> Matches, TaskCompletionSource<BoardRequest> Seen)> _waiting = [];
    private readonly Task _accepting;

    public CommandTap(int boardPort)
    {
        Board = boardPort;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>The HTTP port of the board behind it.</summary>
    public int Board { get; set; }

    /// <summary>What to answer in the board's place; null (or an answer of null) lets the board answer.</summary>
    public Func<BoardRequest, string?>? Answer { get; set; }

    /// <summary>What commands wait for before they reach the board; null when they do not.</summary>
    public TaskCompletionSource? Gate { get; set; }

    /// <summary>Whether the gate is for the next command only.</summary>
    public bool IsGateForOne { get; set; }

    public IReadOnlyList<BoardRequest> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Completes with the next such request, from now on.</summary>
    public Task<BoardRequest> Next(Func<BoardRequest, bool> matches)
    {
        var seen = new TaskCompletionSource<BoardRequest>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Add((matches, seen));
        }

        return seen.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _closed.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_closed.Token), _closed.Token));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken closed)
    {
        using var own = client;
        try
        {
            var stream = client.GetStream();
            var (bytes, request) = await ReadAsync(stream, closed);
            if (request is null)
            {
                return;
            }

            Note(request);
            if (request.IsCommand && Gate is { } gate)
            {
                Gate = IsGateForOne ? null : gate;
                await gate.Task.WaitAsync(closed);
            }

            if (Answer?.Invoke(request) is { } answer)
            {
                await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), closed);
                return;
            }

            using var board = new TcpClient();
            await board.ConnectAsync(IPAddress.Loopback, Board, closed);
            var behind = board.GetStream();
            await behind.WriteAsync(bytes, closed);
            await behind.CopyToAsync(stream, closed);
        }
        catch (Exception end) when (end is IOException or SocketException or OperationCanceledException)
        {
            // The board is off, or one side hung up: the client gets a reset, as from a board without power.
            client.LingerState = new LingerOption(true, 0);
        }
    }

    private void Note(BoardRequest request)
    {
        lock (_lock)
        {
            _requests.Add(request);
            for (var index = _waiting.Count - 1; index >= 0; index--)
            {
                if (_waiting[index].Matches(request))
                {
                    _waiting[index].Seen.SetResult(request);
                    _waiting.RemoveAt(index);
                }
            }
        }
    }

    private static async Task<(byte[] Bytes, BoardRequest? Request)> ReadAsync(NetworkStream stream, CancellationToken closed)
    {
        const string length = "content-length:";
        var bytes = new List<byte>();
        var buffer = new byte[2048];
        while (true)
        {
            var text = Encoding.UTF8.GetString([.. bytes]);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0)
            {
                var head = text[..end].Split("\r\n");
                var announced = head.FirstOrDefault(line => line.StartsWith(length, StringComparison.OrdinalIgnoreCase))?[length.Length..];
                var body = text[(end + 4)..];
                if (Encoding.UTF8.GetByteCount(body) >= int.Parse(announced ?? "0", System.Globalization.CultureInfo.InvariantCulture))
                {
                    var line = head[0].Split(' ');
                    return ([.. bytes], new BoardRequest(line[0], line[1], body));
                }
            }

            var count = await stream.ReadAsync(buffer, closed);
            if (count == 0)
            {
                return ([], null);
            }

            bytes.AddRange(buffer.AsSpan(0, count));
        }
    }
}
