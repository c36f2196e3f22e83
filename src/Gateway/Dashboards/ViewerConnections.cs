using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using RailHub.Gateway.Members;

namespace RailHub.Gateway.Dashboards;

/// <summary>
/// SignalR's own connections, with a way to write a serialised frame to one of them, and with what each may ask for. A connection outlives
/// nothing that it was opened by: when its pass is void or opens other doors, it ends, and whoever still may connects again.
/// </summary>
internal sealed class ViewerConnections : DefaultHubLifetimeManager<DashboardHub>
{
    private readonly ConcurrentDictionary<string, (HubConnectionContext Connection, SnapshotBudget Snapshots, Pass? Pass)> _connections = new();
    private readonly TimeProvider _time;

    public ViewerConnections(TimeProvider time, PassBook book, ILogger<DefaultHubLifetimeManager<DashboardHub>> logger)
        : base(logger)
    {
        _time = time;
        book.Looked += Review;
    }

    public HubConnectionContext this[string connectionId] => _connections[connectionId].Connection;

    /// <summary>How many snapshots a connection may still have.</summary>
    public SnapshotBudget Snapshots(string connectionId) => _connections[connectionId].Snapshots;

    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        _connections[connection.ConnectionId] = (connection, new SnapshotBudget(_time), PassOf(connection));
        return base.OnConnectedAsync(connection);
    }

    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        _connections.TryRemove(connection.ConnectionId, out _);
        return base.OnDisconnectedAsync(connection);
    }

    private void Review()
    {
        foreach (var (connection, _, before) in _connections.Values)
        {
            if (before is null || PassOf(connection) is not { } now || !now.OpensSame(before))
            {
                connection.Abort();
            }
        }
    }

    private static Pass? PassOf(HubConnectionContext connection) => connection.GetHttpContext()?.Pass();
}
