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
    private StatusSnapshot? _status;
    private (LinkState State, LinkReason Reason)? _link;
    private bool _awake;

    public void OnStatus(StatusSnapshot snapshot, long receivedAt) => Leave(() => _status = snapshot);

    public void OnLink(LinkState state, LinkReason reason, string? detail) => Leave(() => _link = (state, reason));

    // The grain does not wait for it yet.
    public void OnProven()
    {
    }

    // The link itself keeps the newest telemetry and the counts; whoever wants them asks it.
    public void OnTelemetry(BoardTelemetry telemetry)
    {
    }

    public void OnGarbage(string reason)
    {
    }

    /// <summary>Takes all that was left since the last time.</summary>
    public (StatusSnapshot? Status, (LinkState State, LinkReason Reason)? Link) Take()
    {
        lock (_lock)
        {
            _awake = false;
            var news = (_status, _link);
            (_status, _link) = (null, null);
            return news;
        }
    }

    private void Leave(Action put)
    {
        lock (_lock)
        {
            put();
            if (_awake)
            {
                return;
            }

            _awake = true;
        }

        wake();
    }
}
