using Microsoft.AspNetCore.SignalR;
using RailHub.Contracts;
using RailHub.Gateway.Hosting;
using RailHub.Gateway.Members;

namespace RailHub.Gateway.Dashboards;

/// <summary>
/// Those who watch the list of layouts, each as far as they see it. Those who see the same share their frames. What somebody sees does not
/// change while they are connected: <see cref="ViewerConnections"/> ends the connections of those for whom it does.
/// </summary>
internal sealed class ClubViewers(GatewayInstruments instruments)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (Pass Pass, Viewers<ClubFrame> Viewers)> _groups = [];

    public void Add(HubConnectionContext connection, Pass pass)
    {
        lock (_lock)
        {
            var key = Key(pass);
            if (!_groups.TryGetValue(key, out var group))
            {
                _groups[key] = group = (
                    pass, new Viewers<ClubFrame>(nameof(IDashboard.ClubChanged), static frame => [frame], static (_, newest) => newest, instruments));
            }

            group.Viewers.Add(connection);
        }
    }

    public void Remove(string connectionId)
    {
        lock (_lock)
        {
            foreach (var (key, group) in _groups)
            {
                group.Viewers.Remove(connectionId);
                if (group.Viewers.Count == 0)
                {
                    _groups.Remove(key);
                }
            }
        }
    }

    /// <summary>Writes to all who are ready. One frame after the other: never called by two at once.</summary>
    public void Send(ClubFrame frame)
    {
        (Pass Pass, Viewers<ClubFrame> Viewers)[] groups;
        lock (_lock)
        {
            groups = [.. _groups.Values];
        }

        foreach (var (pass, viewers) in groups)
        {
            viewers.Send(Seen(frame, pass));
        }
    }

    /// <summary>The list as somebody sees it.</summary>
    public static ClubFrame Seen(ClubFrame frame, Pass pass) =>
        pass.Everywhere is not null ? frame : frame with { Layouts = [.. frame.Layouts.Where(summary => pass.Sees(summary.Layout.Id))] };

    private static string Key(Pass pass) => pass.Everywhere is not null ? "all" : string.Join(',', pass.Roles.Keys.Select(layout => layout.Value).Order());
}
