using RailHub.Contracts;
using RailHub.Grains.Layouts;

namespace RailHub.Grains.Shows;

/// <summary>What a show must keep to; null means it does. It looks at nothing but its arguments.</summary>
/// <param name="layout">The show's layout as it is.</param>
/// <param name="id">The show.</param>
/// <param name="before">Its cues as they were: what is on boards that have gone since may stay.</param>
/// <param name="others">The shows of other layouts; none when no cue names one.</param>
/// <param name="isReported">Whether a board reports an interval that cannot be written to it.</param>
internal sealed class ShowRules(
    LayoutContent layout, ShowId id, IReadOnlyList<Cue> before, OtherShows others, Func<OutputAddress, long?, bool> isReported)
{
    public const int MostCues = 1_000;

    /// <summary>The most targets of all cues together.</summary>
    public const int MostTargets = 50_000;

    public const int MostLoops = 10_000;
    public const int LongestNote = 500;
    public const int MostRate = 2_000;

    /// <summary>The furthest that a show can be sent: a week, in milliseconds.</summary>
    public const long MostPosition = 604_800_000;

    // A day, and an hour, in milliseconds.
    private const long MostTime = 86_400_000;
    private const long MostOverlap = Rules.MostFade;
    private const int LargestNumber = 9_999_999;

    private readonly HashSet<MacAddress> _boardsBefore = [.. Targets(before).Select(target => target.Controller)];

    private readonly HashSet<(OutputAddress Output, long? Interval)> _intervalsBefore =
        [.. Targets(before).Select(target => (new OutputAddress(target.Controller, target.Pin), target.Interval))];

    /// <summary>The targets that cues have of their own.</summary>
    public static IEnumerable<SceneTarget> Targets(IEnumerable<Cue?>? cues) =>
        (cues ?? []).SelectMany(cue => cue?.Targets ?? []).OfType<SceneTarget>();

    /// <summary>An order has what it takes, and nothing else.</summary>
    public static Refusal? Check(ShowOrder order) =>
        CheckPart(order.Cue is not null, order.Do == ShowTransport.GoTo, "cue", "the number of a cue")
        ?? CheckPart(order.Position is not null, order.Do == ShowTransport.Seek, "position", "a position")
        ?? CheckPart(order.Rate is not null, order.Do == ShowTransport.Rate, "rate", "a rate")
        ?? (order.Position is < 0 or > MostPosition
            ? Refusal.Invalid("position", RefusalCodes.TimeInvalid, $"A position is 0 to {MostPosition} ms (a week); this is {order.Position}.")
            : null)
        ?? (order.Rate is < 0 or > MostRate
            ? Refusal.Invalid("rate", RefusalCodes.RateInvalid, $"A rate is 0 to {MostRate} percent; this is {order.Rate}.")
            : null);

    public Refusal? Check(ShowDraft draft)
    {
        if ((Rules.CheckName(draft.Name) ?? CheckSize(draft)) is { } refusal)
        {
            return refusal;
        }

        var numbers = new HashSet<CueNumber>();
        for (var index = 0; index < draft.Cues.Count; index++)
        {
            var (cue, field) = (draft.Cues[index], $"cues[{index}]");
            if (cue is null)
            {
                return Refusal.Invalid(field, RefusalCodes.Malformed, "A cue is needed here.");
            }

            if ((CheckOf(cue, field, numbers).FirstOrDefault() ?? CheckAction(cue, field)) is { } invalid)
            {
                return invalid;
            }
        }

        return CheckWhole(draft);
    }

    /// <summary>All that is wrong with a cue, whatever it does.</summary>
    /// <param name="cue">The cue.</param>
    /// <param name="field">Where it stands in the request.</param>
    /// <param name="numbers">The numbers of the cues before it; gets its own.</param>
    public static IEnumerable<Refusal> CheckOf(Cue cue, string field, HashSet<CueNumber> numbers) =>
        ((Refusal?[])[CheckNumber(cue, field, numbers), CheckTexts(cue, field), CheckTimes(cue, field)]).OfType<Refusal>();

    /// <summary>What a show is as a whole, when each of its cues is as it may be: in no circle, and no round of it over in no time.</summary>
    public Refusal? CheckWhole(ShowDraft draft) => CheckCircle(draft)
        ?? (draft.Loops != 1 && IsRoundEmpty(draft)
            ? Refusal.Invalid(
                "loops",
                RefusalCodes.RoundEmpty,
                "A round of this show takes no time, so it cannot run more than once. Give a cue a fade, a delay or a time, or let one wait for go.")
            : null);

    private static Refusal? CheckPart(bool isThere, bool isNeeded, string field, string what) => (isThere, isNeeded) switch
    {
        (false, true) => Refusal.Invalid(field, RefusalCodes.Malformed, $"This order needs {what}."),
        (true, false) => Refusal.Invalid(field, RefusalCodes.Malformed, $"This order takes no {field}."),
        _ => null,
    };

    /// <summary>How many cues and targets there are, and how often they run.</summary>
    public static Refusal? CheckSize(ShowDraft draft)
    {
        if (draft.Loops is < 0 or > MostLoops)
        {
            return Refusal.Invalid(
                "loops", RefusalCodes.LoopsInvalid, $"A show runs 1 to {MostLoops} times, or with 0 until it is stopped; this is {draft.Loops}.");
        }

        if (draft.Cues is null)
        {
            return Refusal.Invalid("cues", RefusalCodes.Malformed, "A list of cues is needed here; it may be empty.");
        }

        if (draft.Cues.Count > MostCues)
        {
            return Refusal.Invalid("cues", RefusalCodes.TooMany, $"{MostCues} cues are the most; these are {draft.Cues.Count}.");
        }

        var targets = draft.Cues.Sum(cue => (long)(cue?.Targets?.Count ?? 0));
        return targets > MostTargets
            ? Refusal.Invalid("cues", RefusalCodes.TooMany, $"The cues of a show have {MostTargets} targets at most; these have {targets}. Make scenes of some.")
            : null;
    }

    private static Refusal? CheckNumber(Cue cue, string field, HashSet<CueNumber> numbers) =>
        cue.Number.Thousandths is < 1 or > LargestNumber
            ? Refusal.Invalid($"{field}.number", RefusalCodes.CueInvalid, "The number of a cue is 0.001 to 9999.999.")
        : numbers.Add(cue.Number) ? null
        : Refusal.Invalid($"{field}.number", RefusalCodes.CueTwice, $"There are two cues {cue.Number}.");

    private static Refusal? CheckTexts(Cue cue, string field) =>
        CheckText(cue.Label, Rules.LongestName, static sign => !char.IsControl(sign), $"{field}.label")
        ?? CheckText(cue.Note, LongestNote, static sign => !char.IsControl(sign) || sign is '\r' or '\n' or '\t', $"{field}.note");

    private static Refusal? CheckText(string? text, int longest, Func<char, bool> mayBe, string field) =>
        text is null ? Refusal.Invalid(field, RefusalCodes.Malformed, "A text is needed here; it may be empty.")
        : text.Length > longest ? Refusal.Invalid(field, RefusalCodes.CueInvalid, $"This has {longest} characters at most; here it has {text.Length}.")
        : !text.All(mayBe) ? Refusal.Invalid(field, RefusalCodes.CueInvalid, "This must not have control characters.")
        : !Rules.IsWellFormed(text) ? Refusal.Invalid(field, RefusalCodes.CueInvalid, "This must not have half characters.")
        : null;

    /// <summary>Whether a cue has what its action needs, and nothing else, and whether there is such a thing.</summary>
    private Refusal? CheckAction(Cue cue, string field)
    {
        var (isChase, isShow) = (cue.Action is CueAction.StartChase or CueAction.StopChase, cue.Action is CueAction.StartShow or CueAction.StopShow);
        return CheckMember(cue.Scene is not null, cue.Action == CueAction.Scene, $"{field}.scene", cue.Action)
            ?? CheckMember(cue.Targets is not null, cue.Action == CueAction.Targets, $"{field}.targets", cue.Action)
            ?? CheckMember(cue.ChasingGroup is not null, isChase, $"{field}.chasingGroup", cue.Action)
            ?? CheckMember(cue.Show is not null, isShow, $"{field}.show", cue.Action)
            ?? CheckMember(cue.Layout is not null, isShow, $"{field}.layout", cue.Action, mayBeMissing: true)
            ?? CheckFades(cue, field)
            ?? (cue.Scene is { } scene && !layout.Scenes.ContainsKey(scene)
                ? Refusal.Invalid($"{field}.scene", RefusalCodes.SceneUnknown, "The layout has no such scene.")
            : cue.ChasingGroup is { } group && !layout.Groups.ContainsKey(group)
                ? Refusal.Invalid($"{field}.chasingGroup", RefusalCodes.ChasingGroupUnknown, "The layout has no such chasing group.")
            : cue.Show is { } show ? CheckShow(cue, show, field)
            : cue.Targets is { } targets ? CheckTargets(targets, field)
            : null);
    }

    /// <summary>Only what changes lights has fades.</summary>
    public static Refusal? CheckFades(Cue cue, string field)
    {
        var isLight = cue.Action is CueAction.Scene or CueAction.Targets;
        return CheckMember(cue.Up is not null, isLight, $"{field}.up", cue.Action, mayBeMissing: true)
            ?? CheckMember(cue.Down is not null, isLight, $"{field}.down", cue.Action, mayBeMissing: true);
    }

    private static Refusal? CheckMember(bool isThere, bool fits, string field, CueAction action, bool mayBeMissing = false) =>
        isThere && !fits ? Refusal.Invalid(field, RefusalCodes.CueInvalid, $"This does not go with the action \"{action}\".")
        : !isThere && fits && !mayBeMissing ? Refusal.Invalid(field, RefusalCodes.CueInvalid, $"The action \"{action}\" needs this.")
        : null;

    private Refusal? CheckShow(Cue cue, ShowId show, string field) =>
        cue.Layout is { } other && other != layout.Id
            ? !others.Layouts.ContainsKey(other)
                ? Refusal.Invalid($"{field}.layout", RefusalCodes.LayoutUnknown, "There is no such layout.")
            : others.Find(other, show) is not null ? null
            : Refusal.Invalid($"{field}.show", RefusalCodes.ShowUnknown, "That layout has no such show.")
        : show == id || layout.Shows.ContainsKey(show) ? null
        : Refusal.Invalid($"{field}.show", RefusalCodes.ShowUnknown, "The layout has no such show.");

    private Refusal? CheckTargets(IReadOnlyList<SceneTarget> targets, string field)
    {
        if (targets.Count == 0)
        {
            return Refusal.Invalid($"{field}.targets", RefusalCodes.CueInvalid, "At least one target is needed.");
        }

        if (Rules.CheckTargets(
            targets, (output, interval) => isReported(output, interval) || _intervalsBefore.Contains((output, interval)), $"{field}.targets") is { } refusal)
        {
            return refusal;
        }

        for (var index = 0; index < targets.Count; index++)
        {
            var controller = targets[index].Controller;
            if (!layout.Has(controller) && !_boardsBefore.Contains(controller))
            {
                return LayoutContent.Elsewhere($"{field}.targets[{index}].controller", controller);
            }
        }

        return null;
    }

    private static Refusal? CheckTimes(Cue cue, string field) =>
        Rules.CheckFade(cue.Up, $"{field}.up")
        ?? Rules.CheckFade(cue.Down, $"{field}.down")
        ?? Rules.CheckFade(cue.Delay, $"{field}.delay")
        ?? cue.Trigger switch
        {
            CueTrigger.Go => cue.Time == 0 ? null
                : Refusal.Invalid($"{field}.time", RefusalCodes.CueInvalid, "A cue that is reached by hand has no time."),
            CueTrigger.Hang when cue.Time is < -MostOverlap or > MostTime => Refusal.Invalid(
                $"{field}.time", RefusalCodes.TimeInvalid, $"This is -{MostOverlap} (an hour before) to {MostTime} ms (a day after); here it is {cue.Time}."),
            not CueTrigger.Hang when cue.Time is < 0 or > MostTime => Refusal.Invalid(
                $"{field}.time", RefusalCodes.TimeInvalid, $"This is 0 to {MostTime} ms (a day); here it is {cue.Time}."),
            _ => null,
        };

    /// <summary>Shows must not start each other in a circle, of whichever layouts they are.</summary>
    private Refusal? CheckCircle(ShowDraft draft)
    {
        var seen = new HashSet<(LayoutId, ShowId)>();
        foreach (var (index, cue) in draft.Cues.Index())
        {
            if (OtherShows.StartedBy(cue, layout.Id) is { } first && WayBack(first, seen) is { } way)
            {
                string[] circle = [$"\"{draft.Name}\"", .. way, $"\"{draft.Name}\""];
                return Refusal.Invalid(
                    $"cues[{index}].show",
                    RefusalCodes.ShowCircle,
                    way.Count == 0
                        ? "A show cannot start itself; let it run more than once."
                        : $"These shows would start each other for ever: {string.Join(" → ", circle)}.") with
                {
                    Names = [string.Join(" → ", circle)],
                };
            }
        }

        return null;
    }

    /// <summary>The shows by which one leads back to this one, by name; null when it does not, as none does that was seen before.</summary>
    private List<string>? WayBack((LayoutId Layout, ShowId Show) from, HashSet<(LayoutId, ShowId)> seen)
    {
        if (from == (layout.Id, id))
        {
            return [];
        }

        if (!seen.Add(from))
        {
            return null;
        }

        var (name, next) = from.Layout == layout.Id
            ? layout.Shows.TryGetValue(from.Show, out var known)
                ? ($"\"{known.Name}\"", known.Cues.Select(cue => OtherShows.StartedBy(cue, layout.Id)).OfType<(LayoutId, ShowId)>())
                : ("", [])
            : others.Find(from.Layout, from.Show) is { } other ? ($"\"{other.Name}\" ({others.Layouts[from.Layout]})", other.Starts) : ("", []);
        return next.Select(show => WayBack(show, seen)).FirstOrDefault(way => way is not null) is { } rest ? [name, .. rest] : null;
    }

    private bool IsRoundEmpty(ShowDraft draft)
    {
        var show = new Show(id, layout.Id, draft.Name, [.. draft.Cues.OrderBy(cue => cue.Number.Thousandths)], Version: 0, draft.Loops);
        var cues = new CueList(new ShowScore(show, [.. layout.Scenes.Values], []));
        return cues.Count == 0
            || (cues.UsualStarts[^1] + cues[cues.Count - 1].Duration == TimeSpan.Zero

                // The first cue begins with its round.
                && !Enumerable.Range(1, cues.Count - 1).Any(index => cues[index].Cue.Trigger == CueTrigger.Go));
    }
}
