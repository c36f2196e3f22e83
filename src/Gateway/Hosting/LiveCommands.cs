using RailHub.Contracts;

namespace RailHub.Gateway;

/// <summary>What acts on boards now, the same for REST and hub.</summary>
internal static class LiveCommands
{
    public static Task<Outcome<CommandAnswer>> SetOutput(
        this IGrainFactory grains, LayoutId layout, MacAddress controller, int pin, OutputChange change) =>
        Moving.Follow(() => grains.Controller(controller).SetOutput(layout, pin, change));

    public static Task<Outcome<CommandAnswer>> FlashOutput(this IGrainFactory grains, LayoutId layout, MacAddress controller, int pin) =>
        Moving.Follow(() => grains.Controller(controller).Flash(layout, pin));

    public static Task<Outcome<Recall>> ApplyTargets(this IGrainFactory grains, LayoutId layout, TargetList targets) =>
        Moving.Follow(() => grains.Layout(layout).ApplyTargets(targets));

    public static Task<Outcome<Recall>> RecallScene(this IGrainFactory grains, LayoutId layout, SceneId scene, long? fade) =>
        Moving.Follow(() => grains.Layout(layout).RecallScene(scene, fade));

    public static Task<Outcome<ChasingGroupStatus>> StartChasingGroup(this IGrainFactory grains, LayoutId layout, ChasingGroupId group) =>
        Moving.Follow(() => grains.Layout(layout).StartChasingGroup(group));

    public static Task<Outcome<ChasingGroupStatus>> StopChasingGroup(this IGrainFactory grains, LayoutId layout, ChasingGroupId group) =>
        Moving.Follow(() => grains.Layout(layout).StopChasingGroup(group));

    /// <summary>Some of it is a step and no state; a player that has moved has not done it (<see cref="IShowPlayer"/>).</summary>
    public static Task<Outcome<ShowRun>> ControlShow(this IGrainFactory grains, LayoutId layout, ShowId show, ShowOrder order) =>
        Moving.Follow(() => grains.Show(show).Control(layout, order));

    public static Task<Outcome<Desk>> ControlDesk(this IGrainFactory grains, LayoutId layout, DeskOrder order, IfVersion? ifVersion) =>
        Moving.Follow(() => grains.Layout(layout).ControlDesk(order, ifVersion));

    public static Task<Outcome<Recall>> SetLampGroup(this IGrainFactory grains, LayoutId layout, LampGroupId group, OutputChange change) =>
        Moving.Follow(() => grains.Layout(layout).SetLampGroup(group, change));

    public static Task<Outcome<AllOff>> AllOff(this IGrainFactory grains, LayoutId layout) => Moving.Follow(() => grains.Layout(layout).AllOff());

    public static Task<Outcome<LightsOn>> UndoAllOff(this IGrainFactory grains, LayoutId layout, Lights lights) =>
        Moving.Follow(() => grains.Layout(layout).UndoAllOff(lights));
}
