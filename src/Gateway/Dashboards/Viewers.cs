using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace RailHub.Gateway.Dashboards;

/// <summary>
/// Those who watch one thing. A frame is serialised once for each protocol, and written to each viewer that has taken the one
/// before. A viewer that has not gets the newest of those that it missed as soon as it is ready again, and sees by a gap in the
/// numbers when it needs a snapshot. So a slow viewer has no backlog and slows nobody.
/// </summary>
internal sealed class Viewers
{
    private readonly Dictionary<string, Viewer> _viewers = [];
    private Viewer[] _all = [];

    public int Count => _all.Length;

    public void Add(HubConnectionContext connection)
    {
        lock (_viewers)
        {
            if (_viewers.TryAdd(connection.ConnectionId, new Viewer(connection)))
            {
                _all = [.. _viewers.Values];
            }
        }

        // A connection that ended while it was being added may have been taken off before it was on.
        if (connection.ConnectionAborted.IsCancellationRequested)
        {
            Remove(connection.ConnectionId);
        }
    }

    public void Remove(string connectionId)
    {
        lock (_viewers)
        {
            if (_viewers.Remove(connectionId))
            {
                _all = [.. _viewers.Values];
            }
        }
    }

    /// <summary>Writes to all who are ready. One frame after the other: never called by two at once.</summary>
    /// <param name="method">What is called at the dashboard.</param>
    /// <param name="frame">Its argument.</param>
    public void Send(string method, object frame)
    {
        var viewers = _all;
        if (viewers.Length == 0)
        {
            return;
        }

        var message = new SerializedHubMessage(new InvocationMessage(method, [frame]));
        foreach (var viewer in viewers)
        {
            viewer.Write(message);
        }
    }

    private sealed class Viewer(HubConnectionContext connection)
    {
        private readonly Lock _lock = new();
        private SerializedHubMessage? _missed;
        private bool _writing;

        public void Write(SerializedHubMessage message)
        {
            lock (_lock)
            {
                if (_writing)
                {
                    _missed = message;
                    return;
                }
            }

            var write = connection.WriteAsync(message, connection.ConnectionAborted);
            if (!write.IsCompletedSuccessfully)
            {
                _writing = true;
                _ = CatchUp(write);
            }
        }

        private async Task CatchUp(ValueTask write)
        {
            try
            {
                await write;
                while (TakeMissed() is { } newest)
                {
                    await connection.WriteAsync(newest, connection.ConnectionAborted);
                }
            }
            catch (OperationCanceledException) when (connection.ConnectionAborted.IsCancellationRequested)
            {
                // The viewer left; the hub takes it off the list, and with it what it missed.
            }
        }

        // That nothing was missed and that writing is over are one fact: or the last frame before a calm could get lost.
        private SerializedHubMessage? TakeMissed()
        {
            lock (_lock)
            {
                var missed = _missed;
                _missed = null;
                _writing = missed is not null;
                return missed;
            }
        }
    }
}
