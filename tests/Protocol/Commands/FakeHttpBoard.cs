using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace RailHub.Protocol.Tests.Commands;

/// <summary>One request as it came off the wire.</summary>
/// <param name="FirstRead">What the first read of the connection gave.</param>
/// <param name="Text">The whole request.</param>
internal sealed record SeenRequest(string FirstRead, string Text)
{
    public string Line => Text[..Text.IndexOf("\r\n", StringComparison.Ordinal)];

    public string Body => Text[(Text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];

    public string? Header(string name) => Text.Split("\r\n\r\n")[0].Split("\r\n").Skip(1)
        .Select(line => line.Split(": ", 2))
        .FirstOrDefault(pair => pair[0].Equals(name, StringComparison.OrdinalIgnoreCase))?[1];
}

/// <summary>The HTTP side of a board as a script: answers every request with the same bytes, or leaves it hanging.</summary>
internal sealed class FakeHttpBoard : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Channel<SeenRequest> _requests = Channel.CreateUnbounded<SeenRequest>();
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _serving;
    private int _open;

    public FakeHttpBoard()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What is answered; null leaves the request hanging until the client gives up.</summary>
    public byte[]? Answer { get; set; } = Response("200 OK", """{"status":"ok"}""");

    /// <summary>Holds an answer back, which is then the one of the moment it goes.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public int MostAtOnce { get; private set; }

    public static byte[] Response(string status, string body, string type = "application/json") => Encoding.UTF8.GetBytes(
        $"HTTP/1.1 {status}\r\nconnection: close\r\naccept-ranges: none\r\ncontent-length: {Encoding.UTF8.GetByteCount(body)}\r\ncontent-type: {type}\r\n\r\n{body}");

    public Task<SeenRequest> NextRequestAsync() => _requests.Reader.ReadAsync().Soon();

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _serving.Soon();
        _listener.Dispose();
        _closing.Dispose();
    }

    private async Task ServeAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(ServeAsync(await _listener.AcceptSocketAsync(_closing.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var _ = socket;
        MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _open));
        try
        {
            var request = await ReadAsync(socket);
            _requests.Writer.TryWrite(request);
            await Gate.WaitAsync(_closing.Token);
            var answer = Answer;
            Interlocked.Decrement(ref _open);
            if (answer is not null)
                await socket.SendAsync(answer, _closing.Token);
            // As a RailHub8266 does, the connection stays until the client hangs up; a second request on it would go unanswered.
            if (answer is null || answer.AsSpan().IndexOf("keep-alive"u8) > 0)
                await socket.ReceiveAsync(new byte[1], _closing.Token);
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException)
        {
            Assert.True(_closing.IsCancellationRequested || end is SocketException, "the client went away or the test is over");
        }
    }

    private async Task<SeenRequest> ReadAsync(Socket socket)
    {
        var buffer = new byte[65536];
        var read = await socket.ReceiveAsync(buffer, _closing.Token);
        var first = Encoding.UTF8.GetString(buffer, 0, read);
        while (!IsWhole(Encoding.UTF8.GetString(buffer, 0, read)))
        {
            var more = await socket.ReceiveAsync(buffer.AsMemory(read), _closing.Token);
            if (more == 0)
                break;
            read += more;
        }

        return new SeenRequest(first, Encoding.UTF8.GetString(buffer, 0, read));
    }

    private static bool IsWhole(string request)
    {
        if (!request.Contains("\r\n\r\n", StringComparison.Ordinal))
            return false;
        var seen = new SeenRequest("", request);
        return Encoding.UTF8.GetByteCount(seen.Body) >= int.Parse(seen.Header("Content-Length") ?? "0", System.Globalization.CultureInfo.InvariantCulture);
    }
}
