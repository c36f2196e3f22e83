using Microsoft.AspNetCore.SignalR.Client;
using RailHub.Contracts;

namespace RailHub.Web.Dashboards;

/// <summary>The hub's methods over a SignalR connection.</summary>
internal sealed class HubClient(HubConnection connection) : IDashboardHub
{
    public Task<string> GetDashboardVersion() => connection.InvokeAsync<string>(nameof(GetDashboardVersion));

    public Task<ClubFrame> WatchClub() => connection.InvokeAsync<ClubFrame>(nameof(WatchClub));

    public Task UnwatchClub() => connection.InvokeAsync(nameof(UnwatchClub));

    public Task<Outcome<LayoutSnapshot>> WatchLayout(LayoutId layout) =>
        connection.InvokeAsync<Outcome<LayoutSnapshot>>(nameof(WatchLayout), layout);

    public Task UnwatchLayout(LayoutId layout) => connection.InvokeAsync(nameof(UnwatchLayout), layout);

    public Task WatchTelemetry(LayoutId layout) => connection.InvokeAsync(nameof(WatchTelemetry), layout);

    public Task UnwatchTelemetry(LayoutId layout) => connection.InvokeAsync(nameof(UnwatchTelemetry), layout);

    public Task<Outcome<CommandAnswer>> SetOutput(LayoutId layout, MacAddress controller, int pin, OutputChange change) =>
        connection.InvokeAsync<Outcome<CommandAnswer>>(nameof(SetOutput), layout, controller, pin, change);

    public Task<Outcome<Recall>> ApplyTargets(LayoutId layout, TargetList targets) =>
        connection.InvokeAsync<Outcome<Recall>>(nameof(ApplyTargets), layout, targets);

    public Task<Outcome<Recall>> RecallScene(LayoutId layout, SceneId scene) =>
        connection.InvokeAsync<Outcome<Recall>>(nameof(RecallScene), layout, scene);

    public Task<Outcome<Recall>> FadeToScene(LayoutId layout, SceneId scene, long fade) =>
        connection.InvokeAsync<Outcome<Recall>>(nameof(FadeToScene), layout, scene, fade);

    public Task<Outcome<Desk>> ControlDesk(LayoutId layout, DeskOrder order) =>
        connection.InvokeAsync<Outcome<Desk>>(nameof(ControlDesk), layout, order);

    public Task<Outcome<Claim>> ControlClaim(LayoutId layout, ClaimOrder order) =>
        connection.InvokeAsync<Outcome<Claim>>(nameof(ControlClaim), layout, order);

    public Task<Outcome<Claim>> TakeOverClaim(LayoutId layout) => connection.InvokeAsync<Outcome<Claim>>(nameof(TakeOverClaim), layout);

    public Task<Outcome<ShowRun>> ControlShow(LayoutId layout, ShowId show, ShowOrder order) =>
        connection.InvokeAsync<Outcome<ShowRun>>(nameof(ControlShow), layout, show, order);

    public Task<Outcome<Recall>> SetLampGroup(LayoutId layout, LampGroupId group, OutputChange change) =>
        connection.InvokeAsync<Outcome<Recall>>(nameof(SetLampGroup), layout, group, change);

    public Task<Outcome<AllOff>> AllOff(LayoutId layout) => connection.InvokeAsync<Outcome<AllOff>>(nameof(AllOff), layout);

    public Task<Outcome<LightsOn>> UndoAllOff(LayoutId layout, Lights lights) =>
        connection.InvokeAsync<Outcome<LightsOn>>(nameof(UndoAllOff), layout, lights);
}
