using RailHub.Contracts;
using RailHub.Grains.Shows;
using RailHub.Persistence;

namespace RailHub.Grains.Exchange;

/// <summary>What cues of a file mean by the names that they have: what the file has itself, else what the layout will have.</summary>
/// <param name="file">The file.</param>
/// <param name="scenes">The scenes by <see cref="NameKey"/>.</param>
/// <param name="groups">The chasing groups.</param>
/// <param name="shows">The shows.</param>
/// <param name="others">The shows of other layouts.</param>
/// <param name="problems">Where it is said that there is no such thing.</param>
internal sealed class CueReferences(
    LayoutFile file,
    IReadOnlyDictionary<string, Scene> scenes,
    IReadOnlyDictionary<string, ChasingGroup> groups,
    IReadOnlyDictionary<string, Show> shows,
    OtherShows others,
    FileProblems problems)
{
    private readonly Dictionary<string, LayoutId> _layouts = others.Layouts.ToDictionary(layout => NameKey.Of(layout.Value), layout => layout.Key);

    private readonly Dictionary<(LayoutId, string), ShowId> _elsewhere =
        others.Shows.ToDictionary(show => (show.Key.Layout, NameKey.Of(show.Value.Name)), show => show.Key.Show);

    // Of what names something that made no sense itself nothing more is said.
    private readonly bool _areScenesCertain = file.Scenes?.Contains(null) != true;
    private readonly bool _areGroupsCertain = file.ChasingGroups?.Contains(null) != true;
    private readonly bool _areShowsCertain = file.Shows?.Contains(null) != true;

    /// <summary>What a cue does; null when that is a problem.</summary>
    /// <param name="cue">The cue.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="targets">Its own targets; null when it has none.</param>
    public Cue? Resolve(FileCue cue, string path, IReadOnlyList<SceneTarget>? targets)
    {
        (string Member, bool IsThere)[] does =
        [
            ("scene", cue.Scene is not null),
            ("targets", cue.Targets is not null),
            ("startChase", cue.StartChase is not null),
            ("stopChase", cue.StopChase is not null),
            ("startShow", cue.StartShow is not null),
            ("stopShow", cue.StopShow is not null),
        ];
        string[] done = [.. does.Where(member => member.IsThere).Select(member => member.Member)];
        if (done.Length > 1)
        {
            return Fail(path, RefusalCodes.CueInvalid, $"A cue does one thing; this one has {string.Join(" and ", done)}.");
        }

        if (cue.Layout is not null && cue.StartShow is null && cue.StopShow is null)
        {
            return Fail($"{path}.layout", RefusalCodes.CueInvalid, "Only a cue that starts or stops a show names its layout.");
        }

        var made = new Cue(
            cue.Number, cue.Label, cue.Note, cue.Colour, Up: cue.Up, Down: cue.Down, Delay: cue.Delay, Curve: cue.Curve, Trigger: cue.Trigger, Time: cue.Time, Skip: cue.Skip);
        return cue switch
        {
            { Scene: { } name } => scenes.TryGetValue(NameKey.Of(name), out var scene)
                ? made with { Action = CueAction.Scene, Scene = scene.Id }
                : NotThere(_areScenesCertain, $"{path}.scene", RefusalCodes.SceneUnknown, "scene", name, "scenes"),
            { Targets: not null } => made with { Action = CueAction.Targets, Targets = targets },
            { StartChase: { } name } => Chase(made, CueAction.StartChase, name, $"{path}.startChase"),
            { StopChase: { } name } => Chase(made, CueAction.StopChase, name, $"{path}.stopChase"),
            { StartShow: { } name } => Show(made, CueAction.StartShow, name, cue.Layout, path, "startShow"),
            { StopShow: { } name } => Show(made, CueAction.StopShow, name, cue.Layout, path, "stopShow"),
            _ => made,
        };
    }

    private Cue? Chase(Cue made, CueAction action, string name, string path) => groups.TryGetValue(NameKey.Of(name), out var group)
        ? made with { Action = action, ChasingGroup = group.Id }
        : NotThere(_areGroupsCertain, path, RefusalCodes.ChasingGroupUnknown, "chasing group", name, "chasingGroups");

    private Cue? Show(Cue made, CueAction action, string name, string? layout, string path, string member)
    {
        if (layout is null)
        {
            return shows.TryGetValue(NameKey.Of(name), out var show)
                ? made with { Action = action, Show = show.Id }
                : NotThere(_areShowsCertain, $"{path}.{member}", RefusalCodes.ShowUnknown, "show", name, "shows");
        }

        return !_layouts.TryGetValue(NameKey.Of(layout), out var other)
                ? Fail($"{path}.layout", RefusalCodes.LayoutUnknown, $"The club has no other layout \"{layout}\". Make it and its show \"{name}\" first, or take this out of the cue.")
            : _elsewhere.TryGetValue((other, NameKey.Of(name)), out var there) ? made with { Action = action, Show = there, Layout = other }
            : Fail($"{path}.{member}", RefusalCodes.ShowUnknown, $"The layout \"{layout}\" has no show \"{name}\". Make it first, or take this out of the cue.");
    }

    private Cue? NotThere(bool isCertain, string path, string code, string what, string name, string part) =>
        isCertain ? Fail(path, code, $"There is no {what} \"{name}\" among \"{part}\", nor in the layout.") : null;

    private Cue? Fail(string path, string code, string detail)
    {
        problems.Add(Refusal.Invalid(path, code, detail));
        return null;
    }
}
