using Microsoft.AspNetCore.SignalR;
using RailHub.Contracts;
using RailHub.Gateway.Hosting;
using RailHub.Gateway.Members;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Dashboards;

/// <summary>The hub at <c>/hub</c>: what dashboards watch and command by.</summary>
internal sealed class DashboardHub(ClubRelay relay, ViewerConnections connections, DashboardPage page, LiveCommands live) : Hub<IDashboard>, IDashboardHub
{
    private HubConnectionContext Connection => connections[Context.ConnectionId];

    [Right(Rights.Enter)]
    public Task<string> GetDashboardVersion() => Task.FromResult(page.Version);

    [Right(Rights.Enter)]
    public async Task<ClubFrame> WatchClub()
    {
        if (Context.GetHttpContext()!.Pass() is not { } pass)
        {
            // It has just run out, and so will the connection in a moment.
            throw new HubException("You are signed out.");
        }

        // First on the list, then the layouts: nothing falls between the two.
        relay.Viewers.Add(Connection, pass);
        return ClubViewers.Seen(await relay.ClubOrAsk(Context.ConnectionAborted), pass);
    }

    [Right(Rights.Enter)]
    public Task UnwatchClub()
    {
        relay.Viewers.Remove(Context.ConnectionId);
        return Task.CompletedTask;
    }

    [Right(Rights.View)]
    public async Task<Outcome<LayoutSnapshot>> WatchLayout(LayoutId layout)
    {
        if (!(await relay.FindOrAsk(layout, Context.ConnectionAborted)).Succeeded(out var watched, out var refusal))
        {
            return refusal;
        }

        await connections.Snapshots(Context.ConnectionId).Take(Context.ConnectionAborted);

        // First on the list, then the snapshot: nothing falls between the two.
        watched.Viewers.Add(Connection);
        return watched.Snapshot();
    }

    [Right(Rights.View)]
    public Task UnwatchLayout(LayoutId layout)
    {
        relay.Find(layout)?.Viewers.Remove(Context.ConnectionId);
        return Task.CompletedTask;
    }

    [Right(Rights.View)]
    public async Task WatchTelemetry(LayoutId layout) =>
        (await relay.FindOrAsk(layout, Context.ConnectionAborted)).Value?.TelemetryViewers.Add(Connection);

    [Right(Rights.View)]
    public Task UnwatchTelemetry(LayoutId layout)
    {
        relay.Find(layout)?.TelemetryViewers.Remove(Context.ConnectionId);
        return Task.CompletedTask;
    }

    [Right(Rights.Operate)]
    public Task<Outcome<CommandAnswer>> SetOutput(LayoutId layout, MacAddress controller, int pin, OutputChange change) =>
        live.SetOutput(layout, controller, pin, change);

    [Right(Rights.Operate)]
    public Task<Outcome<Recall>> ApplyTargets(LayoutId layout, TargetList targets) => live.ApplyTargets(layout, targets);

    [Right(Rights.Operate)]
    public Task<Outcome<Recall>> RecallScene(LayoutId layout, SceneId scene) => live.RecallScene(layout, scene, fade: null);

    [Right(Rights.Operate)]
    public Task<Outcome<Recall>> FadeToScene(LayoutId layout, SceneId scene, long fade) => live.RecallScene(layout, scene, fade);

    [Right(Rights.Operate)]
    public Task<Outcome<ShowRun>> ControlShow(LayoutId layout, ShowId show, ShowOrder order) => live.ControlShow(layout, show, order);

    [Right(Rights.Operate)]
    public Task<Outcome<Desk>> ControlDesk(LayoutId layout, DeskOrder order) => live.ControlDesk(layout, order, ifVersion: null);

    [Right(Rights.Operate)]
    public Task<Outcome<Claim>> ControlClaim(LayoutId layout, ClaimOrder order) => live.ControlClaim(layout, order);

    [Right(Rights.Own)]
    public Task<Outcome<Claim>> TakeOverClaim(LayoutId layout) => live.TakeOverClaim(layout);

    [Right(Rights.Operate)]
    public Task<Outcome<Recall>> SetLampGroup(LayoutId layout, LampGroupId group, OutputChange change) => live.SetLampGroup(layout, group, change);

    [Right(Rights.Operate)]
    public Task<Outcome<AllOff>> AllOff(LayoutId layout) => live.AllOff(layout);

    [Right(Rights.Operate)]
    public Task<Outcome<LightsOn>> UndoAllOff(LayoutId layout, Lights lights) => live.UndoAllOff(layout, lights);

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        relay.Forget(Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }
}
