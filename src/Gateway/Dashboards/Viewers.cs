using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using RailHub.Gateway.Hosting;

namespace RailHub.Gateway.Dashboards;

/// <summary>
/// Those who watch one thing. A frame is serialised once for each protocol, and written to each viewer that has taken the one
/// before. A viewer that has not gets all that it missed as one frame as soon as it is ready again. So a slow viewer has a backlog of
/// one frame and slows nobody.
/// </summary>
/// <param name="method">What is called at the dashboard with each frame.</param>
/// <param name="arguments">What it is called with.</param>
/// <param name="merge">Makes one frame of two that follow each other.</param>
/// <param name="instruments">What is measured.</param>
internal sealed class Viewers<TFrame>(
    string method, Func<TFrame, object[]> arguments, Func<TFrame, TFrame, TFrame> merge, GatewayInstruments instruments)
{
    // Each costs a merge for each frame while somebody has it to come. Who falls behind when all are taken shares the youngest, and so
    // hears a few things again; frames are made so that this does no harm.
    private const int MostBacklogs = 8;

    private readonly Dictionary<string, Viewer> _viewers = [];
    private readonly Lock _missing = new();
    private readonly List<Backlog<TFrame>> _backlogs = [];
    private Viewer[] _all = [];
    private long _number;

    public int Count => _all.Length;

    public void Add(HubConnectionContext connection)
    {
        lock (_viewers)
        {
            if (_viewers.TryAdd(connection.ConnectionId, new Viewer(this, connection)))
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
        Viewer? left;
        lock (_viewers)
        {
            if (_viewers.Remove(connectionId, out left))
            {
                _all = [.. _viewers.Values];
            }
        }

        left?.Leave();
    }

    /// <summary>Writes to all who are ready. One frame after the other: never called by two at once.</summary>
    public void Send(TFrame frame)
    {
        var viewers = _all;
        if (viewers.Length == 0)
        {
            return;
        }

        var message = Message(frame);
        var number = ++_number;
        lock (_missing)
        {
            foreach (var backlog in _backlogs)
            {
                backlog.Add(number, frame, merge);
            }
        }

        instruments.Framed(viewers.Length);
        foreach (var viewer in viewers)
        {
            viewer.Write(number, frame, message);
        }
    }

    private void Tell(long merged) => instruments.Merged(merged);

    private SerializedHubMessage Message(TFrame frame) => new(new InvocationMessage(method, arguments(frame)));

    // Every backlog has the frame already when this is called.
    private Backlog<TFrame> Join(long number, TFrame frame, SerializedHubMessage message)
    {
        if (_backlogs.Count == 0 || (_backlogs[^1].First != number && _backlogs.Count < MostBacklogs))
        {
            _backlogs.Add(new Backlog<TFrame>(number, frame, message));
        }

        _backlogs[^1].Viewers++;
        return _backlogs[^1];
    }

    private void Leave(Backlog<TFrame> backlog)
    {
        if (--backlog.Viewers == 0)
        {
            _backlogs.Remove(backlog);
        }
    }

    private sealed class Viewer(Viewers<TFrame> all, HubConnectionContext connection)
    {
        private Backlog<TFrame>? _missed;
        private long _taken;
        private bool _left;

        // Only whoever sends sets it; it is taken back together with the finding that nothing was missed, or the last frame before a
        // calm could get lost.
        private volatile bool _writing;

        public void Write(long number, TFrame frame, SerializedHubMessage message)
        {
            if ((_writing && Misses(number, frame, message)) || Volatile.Read(ref _taken) >= number)
            {
                return;
            }

            var write = connection.WriteAsync(message, connection.ConnectionAborted);
            if (!write.IsCompletedSuccessfully)
            {
                _writing = true;
                _ = CatchUp(write);
            }
        }

        public void Leave()
        {
            lock (all._missing)
            {
                _left = true;
                if (_missed is not null)
                {
                    all.Leave(_missed);
                    _missed = null;
                }
            }
        }

        private bool Misses(long number, TFrame frame, SerializedHubMessage message)
        {
            lock (all._missing)
            {
                if (_writing && !_left && _taken < number)
                {
                    _missed ??= all.Join(number, frame, message);
                }

                return _writing;
            }
        }

        private async Task CatchUp(ValueTask write)
        {
            try
            {
                await write;
                while (TakeMissed() is { } missed)
                {
                    await connection.WriteAsync(missed, connection.ConnectionAborted);
                }
            }
            catch (OperationCanceledException) when (connection.ConnectionAborted.IsCancellationRequested)
            {
                // The viewer left; the hub takes it off the list too.
                Leave();
            }
        }

        private SerializedHubMessage? TakeMissed()
        {
            lock (all._missing)
            {
                if (_missed is not { } missed)
                {
                    _writing = false;
                    return null;
                }

                _missed = null;
                _taken = missed.Last;
                all.Tell(missed.Last - missed.First + 1);
                all.Leave(missed);
                return missed.Message(all.Message);
            }
        }
    }
}
