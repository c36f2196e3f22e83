using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;

namespace RailHub.Protocol;

/// <summary>One attempt at the WebSocket of a board: no subprotocol, no compression, no pings, lenient with text (protocol 3.1, 8.1 #7).</summary>
internal sealed class BoardSocket(BoardAddress address, BoardDial dial, TimeProvider time)
{
    /// <summary>Of an attempt. An ESP8266 that waits for another client's unfinished bytes stalls for 5 s (protocol 3.7).</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Where the board was found; null as long as nothing accepted the connection.</summary>
    public IPAddress? Address { get; private set; }

    /// <summary>The open socket, or the reason why there is none.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<(WebSocket? Socket, LinkEnd? Failure)> OpenAsync(CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        using var http = new HttpMessageInvoker(CreateHandler(either.Token));
        var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = System.Threading.Timeout.InfiniteTimeSpan;
        try
        {
            await socket.ConnectAsync(address.WebSocket, http, either.Token);
            return (socket, null);
        }
        catch (Exception failure) when (failure is WebSocketException or OperationCanceledException)
        {
            socket.Dispose();
            cancellation.ThrowIfCancellationRequested();
            return (null, Explain(failure));
        }
    }

    private SocketsHttpHandler CreateHandler(CancellationToken attempt)
    {
        var handler = BoardClient.CreateHandler();
        // The handler's own token is of no use: it goes on connecting for a while after its request was given up.
        handler.ConnectCallback = (_, _) => ConnectAsync(attempt);
        return handler;
    }

    private async ValueTask<Stream> ConnectAsync(CancellationToken cancellation)
    {
        // The handler dials again when a connection ends unanswered. A board without a free slot needs peace instead.
        if (Address is not null)
        {
            throw new HttpIOException(HttpRequestError.ResponseEnded);
        }

        var socket = await dial.ConnectAsync(address.WebSocket, cancellation);
        Address = ((IPEndPoint)socket.RemoteEndPoint!).Address;
        return new LenientTextStream(new NetworkStream(socket, ownsSocket: true), StatusParser.MaxDocumentBytes);
    }

    private LinkEnd Explain(Exception failure)
    {
        if (failure is OperationCanceledException)
        {
            return new LinkEnd(Address is not null ? LinkReason.Silent : LinkReason.NotReached, nameof(SocketError.TimedOut));
        }

        var isForeign = failure is WebSocketException { WebSocketErrorCode: not WebSocketError.Faulted }
            || failure.InnerException is HttpRequestException
            {
                HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded,
            };
        if (isForeign)
        {
            return new LinkEnd(LinkReason.NotABoard, failure.Message);
        }

        // Accepted by TCP, then dropped without a word: so a board without a free slot says no.
        return new LinkEnd(Address is not null ? LinkReason.NoFreeSlot : LinkReason.NotReached, BoardError.FromException(failure));
    }
}
