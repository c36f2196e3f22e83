using RailHub.Contracts;

namespace RailHub.Gateway;

/// <summary>What acts on boards now, the same for REST and hub. A grain that is just moving is asked once more; after that its refusal stands.</summary>
internal static class LiveCommands
{
    public static Task<Outcome<CommandAnswer>> SetOutput(
        this IGrainFactory grains, LayoutId layout, MacAddress controller, int pin, OutputChange change) =>
        Ask(() => grains.Controller(controller).SetOutput(layout, pin, change));

    public static Task<Outcome<Recall>> ApplyTargets(this IGrainFactory grains, LayoutId layout, TargetList targets) =>
        Ask(() => grains.Layout(layout).ApplyTargets(targets));

    public static Task<Outcome<Recall>> RecallScene(this IGrainFactory grains, LayoutId layout, SceneId scene) =>
        Ask(() => grains.Layout(layout).RecallScene(scene));

    public static Task<Outcome<ChasingGroupStatus>> StartChasingGroup(this IGrainFactory grains, LayoutId layout, ChasingGroupId group) =>
        Ask(() => grains.Layout(layout).StartChasingGroup(group));

    public static Task<Outcome<ChasingGroupStatus>> StopChasingGroup(this IGrainFactory grains, LayoutId layout, ChasingGroupId group) =>
        Ask(() => grains.Layout(layout).StopChasingGroup(group));

    public static Task<Outcome<Recall>> SetLampGroup(this IGrainFactory grains, LayoutId layout, LampGroupId group, OutputChange change) =>
        Ask(() => grains.Layout(layout).SetLampGroup(group, change));

    public static Task<Outcome<AllOff>> AllOff(this IGrainFactory grains, LayoutId layout) => Ask(() => grains.Layout(layout).AllOff());

    public static Task<Outcome<LightsOn>> UndoAllOff(this IGrainFactory grains, LayoutId layout, Lights lights) =>
        Ask(() => grains.Layout(layout).UndoAllOff(lights));

    // Safe to repeat: what is wanted is a state, not a step.
    private static async Task<Outcome<T>> Ask<T>(Func<Task<Outcome<T>>> ask)
        where T : class
    {
        var answer = await ask();
        return answer.Refusal?.Code == RefusalCodes.OwnerMoved ? await ask() : answer;
    }
}
