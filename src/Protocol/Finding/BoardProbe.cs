using System.Net;
using System.Net.Sockets;

namespace RailHub.Protocol;

/// <summary>
/// Asks addresses whether a board is there: one status call each, by the recipe and within the bounds of <see cref="BoardClient"/>, and
/// never a command.
/// </summary>
public sealed class BoardProbe : IDisposable
{
    /// <summary>How long an address may take to accept a connection: most have nobody, and say nothing.</summary>
    public static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(1);

    /// <summary>How long one that does may take to answer; a board that stalls for longer (protocol 8.1 #9) is found by the next scan.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    /// <param name="time">The clock of the time-outs.</param>
    public BoardProbe(TimeProvider time)
    {
        _time = time;
        var dial = new BoardDial(resolve: null, ConnectPatience, time);
        var handler = BoardClient.CreateHandler();

        // Addresses only: no name is looked up for a scan.
        handler.ConnectCallback = async (context, cancellation) => new NetworkStream(
            await dial.ConnectAsync(
                new IPEndPoint(IPAddress.Parse(context.DnsEndPoint.Host), context.DnsEndPoint.Port), ConnectPatience, cancellation),
            ownsSocket: true);
        _http = BoardClient.CreateHttpClient(handler);
    }

    /// <summary>The status of the board at an address; null when there is none, or none that can be told from others.</summary>
    /// <param name="address">Its host is an IP address.</param>
    /// <param name="cancellation">Gives up asking.</param>
    public async Task<StatusSnapshot?> AskAsync(BoardAddress address, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        using var board = new BoardClient(address, _http, _time);
        try
        {
            var answer = await board.GetStatusAsync(either.Token);
            return answer.ToldMac is { Problem: null } ? answer.Snapshot : null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Ends what is under way.</summary>
    public void Dispose() => _http.Dispose();
}
