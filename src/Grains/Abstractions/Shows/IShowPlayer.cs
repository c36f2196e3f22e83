using Orleans.Concurrency;
using RailHub.Contracts;

namespace RailHub.Grains;

/// <summary>Runs a show. The key is the value of its <see cref="ShowId"/>.</summary>
/// <remarks>An activation that learns that another has taken over answers <see cref="RefusalCodes.OwnerMoved"/>, and has not done it.</remarks>
[Alias("RailHub.IShowPlayer")]
public interface IShowPlayer : IOwnedGrain, IGrainWithGuidKey
{
    /// <summary>Does what an operator wants; <see cref="RefusalCodes.ShowUnknown"/> when the layout has no such show.</summary>
    /// <param name="layout">The layout that the show is in.</param>
    /// <param name="order">What.</param>
    [Alias("Control")]
    Task<Outcome<ShowRun>> Control(LayoutId layout, ShowOrder order);

    /// <summary>
    /// Does what a cue of another show wants; <see cref="RefusalCodes.ShowCircle"/> when it is to be played by what it has started itself. No
    /// circle can be saved at once, but two layouts may each save a half of one at the same moment: then it is gone round once.
    /// </summary>
    /// <param name="layout">The layout that the show is in.</param>
    /// <param name="order">What.</param>
    /// <param name="startedBy">The shows by whose cues it comes to this, the first one first.</param>
    [Alias("ControlByCue")]
    Task<Outcome<ShowRun>> ControlByCue(LayoutId layout, ShowOrder order, IReadOnlyList<ShowId> startedBy);

    /// <summary>How it runs.</summary>
    [Alias("GetRun"), ReadOnly]
    Task<Outcome<ShowRun>> GetRun(LayoutId layout);

    /// <summary>
    /// How close together its last 200 cues took effect, as far as this activation has seen them: whoever takes over begins anew.
    /// </summary>
    [Alias("GetSkew"), ReadOnly]
    Task<Outcome<ShowSkew>> GetSkew(LayoutId layout);

    /// <summary>The show, or a scene that it recalls, was edited: it is read anew before the next cue.</summary>
    [Alias("Revise")]
    Task Revise();

    /// <summary>The show was deleted: it ends, lights stay as they are, and the grain goes.</summary>
    [Alias("Release")]
    Task Release();
}
