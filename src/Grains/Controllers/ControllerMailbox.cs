using RailHub.Contracts;
using RailHub.Protocol;

namespace RailHub.Grains.Controllers;

/// <summary>
/// Where the link leaves its news for the grain: the newest wins, and the grain is woken once for all that came meanwhile.
/// The link's receive loop never waits for the grain.
/// </summary>
internal sealed class ControllerMailbox(Action wake) : IControllerLinkSink
{
    private readonly Lock _lock = new();
    private LinkNews _news;
    private bool _awake;

    public void OnStatus(StatusSnapshot snapshot, long receivedAt) => Leave(news => news with { Status = snapshot, ArrivedAt = receivedAt });

    public void OnLink(LinkState state, LinkReason reason, string? detail) => Leave(news => news with { State = (state, reason) });

    // Whoever sends commands asks the link itself; being woken is the news.
    public void OnProven() => Leave(static news => news);

    // The link itself keeps the newest telemetry and the counts; whoever wants them asks it.
    public void OnTelemetry(BoardTelemetry telemetry)
    {
    }

    public void OnGarbage(string reason)
    {
    }

    /// <summary>Takes all that was left since the last time.</summary>
    public LinkNews Take()
    {
        lock (_lock)
        {
            _awake = false;
            var news = _news;
            _news = default;
            return news;
        }
    }

    private void Leave(Func<LinkNews, LinkNews> put)
    {
        lock (_lock)
        {
            _news = put(_news);
            if (_awake)
            {
                return;
            }

            _awake = true;
        }

        wake();
    }
}
