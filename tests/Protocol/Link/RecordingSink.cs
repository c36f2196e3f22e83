using System.Threading.Channels;

namespace RailHub.Protocol.Tests.Link;

/// <summary>Everything a link tells, in order.</summary>
internal sealed class RecordingSink : IControllerLinkSink
{
    private readonly Channel<object> _news = Channel.CreateUnbounded<object>();

    public sealed record LinkNews(LinkState State, LinkReason Reason, string? Detail);

    /// <summary>The news that commands may be sent.</summary>
    public sealed class Proven
    {
        public static readonly Proven Instance = new();
    }

    /// <summary>Runs inside every <see cref="OnStatus"/>.</summary>
    public Action<StatusSnapshot>? OnEveryStatus { get; set; }

    /// <summary>When the newest status arrived.</summary>
    public long ReceivedAt { get; private set; }

    public void OnStatus(StatusSnapshot snapshot, long receivedAt)
    {
        ReceivedAt = receivedAt;
        _news.Writer.TryWrite(snapshot);
        OnEveryStatus?.Invoke(snapshot);
    }

    public void OnTelemetry(BoardTelemetry telemetry) => _news.Writer.TryWrite(telemetry);

    public void OnLink(LinkState state, LinkReason reason, string? detail) => _news.Writer.TryWrite(new LinkNews(state, reason, detail));

    public void OnProven() => _news.Writer.TryWrite(Proven.Instance);

    public void OnGarbage(string reason) => _news.Writer.TryWrite(reason);

    /// <summary>The next piece of news, which must be of that kind.</summary>
    public async Task<T> NextAsync<T>()
    {
        var next = await _news.Reader.ReadAsync().Soon();
        return Assert.IsType<T>(next, exactMatch: false);
    }

    /// <summary>Passes over what is told before such news.</summary>
    public async Task UntilAsync<T>()
    {
        while (await NextAsync<object>() is not T)
        {
            // Not yet.
        }
    }

    public async Task ExpectAsync(LinkState state, LinkReason reason = LinkReason.None)
    {
        var next = await NextAsync<LinkNews>();
        Assert.Equal((state, reason), (next.State, next.Reason));
    }

    /// <summary>A first or changed status, with its telemetry.</summary>
    public async Task<StatusSnapshot> StatusAsync()
    {
        var status = await NextAsync<StatusSnapshot>();
        await NextAsync<BoardTelemetry>();
        return status;
    }

    /// <summary>What has been told and not been asked for.</summary>
    public IReadOnlyList<object> Rest()
    {
        var rest = new List<object>();
        while (_news.Reader.TryRead(out var next))
            rest.Add(next);
        return rest;
    }
}
