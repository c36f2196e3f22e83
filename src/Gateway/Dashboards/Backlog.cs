using Microsoft.AspNetCore.SignalR;

namespace RailHub.Gateway.Dashboards;

/// <summary>Frames that some viewers missed, as one. Not safe for threads: its owner holds a lock.</summary>
/// <param name="first">The number of the first frame in it.</param>
/// <param name="frame">That frame.</param>
/// <param name="message">That frame as it was sent to others.</param>
internal sealed class Backlog<TFrame>(long first, TFrame frame, SerializedHubMessage message)
{
    private TFrame _frame = frame;
    private SerializedHubMessage? _message = message;

    public long First { get; } = first;

    public long Last { get; private set; } = first;

    /// <summary>How many viewers have it to come.</summary>
    public int Viewers { get; set; }

    public void Add(long number, TFrame frame, Func<TFrame, TFrame, TFrame> merge)
    {
        (_frame, _message, Last) = (merge(_frame, frame), null, number);
    }

    /// <summary>All of it as one message, shared by those who take it at the same frame.</summary>
    public SerializedHubMessage Message(Func<TFrame, SerializedHubMessage> write) => _message ??= write(_frame);
}
