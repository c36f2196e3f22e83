using Microsoft.Extensions.Logging;
using RailHub.Contracts;
using RailHub.Protocol;

namespace RailHub.Grains.Controllers;

/// <summary>The connection to a board at one address: its link, the client for its commands, and where the link leaves its news.</summary>
internal sealed class BoardSession : IAsyncDisposable
{
    private readonly BoardClient _client;
    private readonly ControllerLink _link;
    private readonly ControllerMailbox _mailbox;
    private readonly Backoff _patience = new();
    private readonly TimeProvider _time;
    private long _askedAt;
    private TimeSpan _rest;

    /// <summary>Opens the link; its news wake the grain by <paramref name="wake"/>.</summary>
    public BoardSession(
        Controller controller,
        BoardClientFactory clients,
        LinkOpenings openings,
        TimeProvider time,
        ILogger<ControllerLink> logger,
        Action<BoardSession> wake)
    {
        var address = new BoardAddress(controller.Host, controller.HttpPort, controller.WebSocketPort);
        _time = time;
        _client = clients.Create(address);
        _mailbox = new ControllerMailbox(() => wake(this));
        _link = new ControllerLink(address, _mailbox, _client, time, logger, controller.Id, admit: openings.EnterAsync);
        _link.Start();
    }

    /// <summary>Where commands go now: the address that this connection has, while it is proven to be the board's. Null otherwise.</summary>
    public BoardClient? Commands => _link.Commands;

    public ControllerLink Link => _link;

    /// <summary>Takes all that the link left since the last time.</summary>
    public LinkNews TakeNews() => _mailbox.Take();

    /// <summary>Asks whose board answers commands, unless that failed a moment ago; how long to wait until it may be asked again.</summary>
    public async Task<TimeSpan> ProveAsync(CancellationToken cancellation)
    {
        var left = _rest - _time.GetElapsedTime(_askedAt);
        if (left > TimeSpan.Zero)
        {
            return left;
        }

        if (await _link.ProveAsync(cancellation))
        {
            _patience.Reset();
            _rest = TimeSpan.Zero;
            return TimeSpan.Zero;
        }

        (_askedAt, _rest) = (_time.GetTimestamp(), _patience.Next());
        return _rest;
    }

    /// <summary>A command that was answered has not shown: it may have reached another board.</summary>
    public void Doubt() => _link.Doubt();

    /// <summary>First the link, which may be asking by the client; both within about a second, whatever the board does.</summary>
    public async ValueTask DisposeAsync()
    {
        await _link.DisposeAsync();
        _client.Dispose();
    }
}
