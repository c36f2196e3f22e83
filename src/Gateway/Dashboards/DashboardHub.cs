using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using RailHub.Contracts;
using RailHub.Gateway.Hosting;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Dashboards;

/// <summary>The hub at <c>/hub</c>: what dashboards watch and command by.</summary>
internal sealed class DashboardHub(ClubRelay relay, ViewerConnections connections, DashboardPage page, IGrainFactory grains) : Hub<IDashboard>, IDashboardHub
{
    private static readonly Refusal s_unknownLayout = Refusal.NotFound(RefusalCodes.LayoutUnknown, "There is no such layout.");

    private HubConnectionContext Connection => connections[Context.ConnectionId];

    [Authorize(Rights.View)]
    public Task<string> GetDashboardVersion() => Task.FromResult(page.Version);

    [Authorize(Rights.View)]
    public async Task<ClubFrame> WatchClub()
    {
        await relay.Ready.WaitAsync(Context.ConnectionAborted);
        relay.Viewers.Add(Connection);
        return relay.Club();
    }

    [Authorize(Rights.View)]
    public Task UnwatchClub()
    {
        relay.Viewers.Remove(Context.ConnectionId);
        return Task.CompletedTask;
    }

    [Authorize(Rights.View)]
    public async Task<Outcome<LayoutSnapshot>> WatchLayout(LayoutId layout)
    {
        if (await relay.FindOrAsk(layout, Context.ConnectionAborted) is not { } watched)
        {
            return s_unknownLayout;
        }

        await connections.Snapshots(Context.ConnectionId).Take(Context.ConnectionAborted);

        // First on the list, then the snapshot: nothing falls between the two.
        watched.Viewers.Add(Connection);
        return watched.Snapshot();
    }

    [Authorize(Rights.View)]
    public Task UnwatchLayout(LayoutId layout)
    {
        relay.Find(layout)?.Viewers.Remove(Context.ConnectionId);
        return Task.CompletedTask;
    }

    [Authorize(Rights.View)]
    public async Task WatchTelemetry(LayoutId layout) =>
        (await relay.FindOrAsk(layout, Context.ConnectionAborted))?.TelemetryViewers.Add(Connection);

    [Authorize(Rights.View)]
    public Task UnwatchTelemetry(LayoutId layout)
    {
        relay.Find(layout)?.TelemetryViewers.Remove(Context.ConnectionId);
        return Task.CompletedTask;
    }

    [Authorize(Rights.Operate)]
    public Task<Outcome<CommandAnswer>> SetOutput(LayoutId layout, MacAddress controller, int pin, OutputChange change) =>
        grains.SetOutput(layout, controller, pin, change);

    [Authorize(Rights.Operate)]
    public Task<Outcome<Recall>> ApplyTargets(LayoutId layout, TargetList targets) => grains.ApplyTargets(layout, targets);

    [Authorize(Rights.Operate)]
    public Task<Outcome<Recall>> RecallScene(LayoutId layout, SceneId scene) => grains.RecallScene(layout, scene, fade: null);

    [Authorize(Rights.Operate)]
    public Task<Outcome<Recall>> FadeToScene(LayoutId layout, SceneId scene, long fade) => grains.RecallScene(layout, scene, fade);

    [Authorize(Rights.Operate)]
    public Task<Outcome<ShowRun>> ControlShow(LayoutId layout, ShowId show, ShowOrder order) => grains.ControlShow(layout, show, order);

    [Authorize(Rights.Operate)]
    public Task<Outcome<Desk>> ControlDesk(LayoutId layout, DeskOrder order) => grains.ControlDesk(layout, order, ifVersion: null);

    [Authorize(Rights.Operate)]
    public Task<Outcome<Recall>> SetLampGroup(LayoutId layout, LampGroupId group, OutputChange change) => grains.SetLampGroup(layout, group, change);

    [Authorize(Rights.Operate)]
    public Task<Outcome<AllOff>> AllOff(LayoutId layout) => grains.AllOff(layout);

    [Authorize(Rights.Operate)]
    public Task<Outcome<LightsOn>> UndoAllOff(LayoutId layout, Lights lights) => grains.UndoAllOff(layout, lights);

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        relay.Forget(Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }
}
