using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;

namespace RailHub.Gateway.Dashboards;

/// <summary>SignalR's own connections, with a way to write a serialised frame to one of them, and with what each may ask for.</summary>
internal sealed class ViewerConnections(TimeProvider time, ILogger<DefaultHubLifetimeManager<DashboardHub>> logger)
    : DefaultHubLifetimeManager<DashboardHub>(logger)
{
    private readonly ConcurrentDictionary<string, (HubConnectionContext Connection, SnapshotBudget Snapshots)> _connections = new();

    public HubConnectionContext this[string connectionId] => _connections[connectionId].Connection;

    /// <summary>How many snapshots a connection may still have.</summary>
    public SnapshotBudget Snapshots(string connectionId) => _connections[connectionId].Snapshots;

    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        _connections[connection.ConnectionId] = (connection, new SnapshotBudget(time));
        return base.OnConnectedAsync(connection);
    }

    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        _connections.TryRemove(connection.ConnectionId, out _);
        return base.OnDisconnectedAsync(connection);
    }
}
