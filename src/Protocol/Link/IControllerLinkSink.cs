namespace RailHub.Protocol;

/// <summary>
/// Hears what a link has to tell: one call at a time, in order, on the link's own threads. Calls must not block and must not wait for
/// the link to be disposed.
/// </summary>
public interface IControllerLinkSink
{
    /// <summary>A status that differs from the one before, or the first after a (re)connect.</summary>
    /// <param name="snapshot">The status.</param>
    /// <param name="receivedAt">When it arrived: a timestamp of the link's <see cref="TimeProvider"/>, taken before it was read.</param>
    void OnStatus(StatusSnapshot snapshot, long receivedAt);

    /// <summary>The board's health, with every readable document.</summary>
    void OnTelemetry(BoardTelemetry telemetry);

    /// <summary>The link's state or the reason for it changed. Before a link is told live, the status that made it so was told.</summary>
    /// <param name="state">The state from now on.</param>
    /// <param name="reason">Why it is offline; <see cref="LinkReason.None"/> otherwise.</param>
    /// <param name="detail">A technical word for logs and experts, such as the name of a socket error.</param>
    void OnLink(LinkState state, LinkReason reason, string? detail);

    /// <summary>
    /// Commands may be sent from now on: <see cref="ControllerLink.Commands"/> came to be. That they may not any more is not told but
    /// asked, for silence makes no event.
    /// </summary>
    void OnProven();

    /// <summary>A message that could not be read; the link and the last good status stay.</summary>
    /// <param name="reason">What was wrong, in plain words.</param>
    void OnGarbage(string reason);
}
