using Microsoft.Extensions.Logging;

namespace RailHub.Protocol;

/// <summary>What a link knows over all its connections, and tells its sink. Guarded by <see cref="Gate"/>, which keeps the calls apart.</summary>
internal sealed partial class LinkNews(IControllerLinkSink sink, string host, ILogger logger)
{
    /// <summary>Of unreadable messages the first is logged, and then every so many: a board keeps sending the same one twice a second.</summary>
    private const int GarbageLogInterval = 100;

    private readonly StatusParser _parser = new();

    /// <summary>The link's lock.</summary>
    public Lock Gate { get; } = new();

    public LinkState State { get; private set; } = LinkState.Connecting;

    public LinkReason Reason { get; private set; }

    /// <summary>The newest status; null until the first.</summary>
    public StatusSnapshot? LastGood { get; private set; }

    public BoardTelemetry Telemetry { get; private set; }

    public long Messages { get; private set; }

    public long Garbage { get; private set; }

    /// <summary>Connections on which the board said something that can be read.</summary>
    public long Served { get; private set; }

    /// <summary>Reads a message of the board's; what did not change is the last one's.</summary>
    public ParseResult Read(ReadOnlySpan<byte> document)
    {
        Messages++;
        return _parser.Parse(document, LastGood);
    }

    /// <summary>The first readable message of a connection came.</summary>
    public void Speaks() => Served++;

    /// <summary>Tells a status, when it is news, and the board's health.</summary>
    public void Status(LinkConnection connection, StatusSnapshot snapshot, BoardTelemetry telemetry, long receivedAt)
    {
        var isNews = !connection.HasTold || !ReferenceEquals(snapshot, LastGood);
        connection.HasTold = true;
        LastGood = snapshot;
        Telemetry = telemetry;
        if (isNews)
        {
            Tell((snapshot, receivedAt), static (sink, status) => sink.OnStatus(status.snapshot, status.receivedAt));
        }

        Tell(telemetry, static (sink, health) => sink.OnTelemetry(health));
    }

    /// <summary>Tells once that commands may be sent, and again only when they might not in between.</summary>
    public void Proof(LinkConnection connection)
    {
        var mayCommand = connection.Commands is not null;
        var isNews = mayCommand && !connection.HasToldProof;
        connection.HasToldProof = mayCommand;
        if (isNews)
        {
            Tell(mayCommand, static (sink, _) => sink.OnProven());
        }
    }

    public void Unreadable(string reason, int length)
    {
        if (Garbage++ % GarbageLogInterval == 0)
        {
            LogGarbage(host, reason, length, Garbage);
        }

        Tell(reason, static (sink, reason) => sink.OnGarbage(reason));
    }

    /// <summary>Tells how the link stands, when that is news.</summary>
    public void Link(LinkState state, LinkReason reason, string? detail)
    {
        if (State == state && Reason == reason)
        {
            return;
        }

        (State, Reason) = (state, reason);
        if (state == LinkState.Offline)
        {
            LogOffline(host, reason, detail);
        }
        else
        {
            LogState(host, state);
        }

        Tell((state, reason, detail), static (sink, news) => sink.OnLink(news.state, news.reason, news.detail));
    }

    private void Tell<T>(T news, Action<IControllerLinkSink, T> call)
    {
        try
        {
            call(sink, news);
        }
        catch (Exception bug)
        {
            // The sink's fault, which a reconnect would only repeat.
            LogSinkFailed(bug, host);
        }
    }

    [LoggerMessage(LogLevel.Information, "Board at {Host} is {State}")]
    private partial void LogState(string host, LinkState state);

    [LoggerMessage(LogLevel.Warning, "Board at {Host} is offline: {Reason} ({Detail})")]
    private partial void LogOffline(string host, LinkReason reason, string? detail);

    [LoggerMessage(LogLevel.Warning, "Board at {Host} sent an unreadable message of {Length} bytes: {Reason}; {Count} so far")]
    private partial void LogGarbage(string host, string reason, int length, long count);

    [LoggerMessage(LogLevel.Error, "The listener to the board at {Host} failed")]
    private partial void LogSinkFailed(Exception bug, string host);
}
