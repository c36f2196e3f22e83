using RailHub.Contracts;
using RailHub.Grains.Layouts;

namespace RailHub.Grains.Shows;

/// <summary>What a show must keep to; null means it does. It looks at nothing but its arguments.</summary>
/// <param name="layout">The show's layout as it is.</param>
/// <param name="id">The show.</param>
/// <param name="before">Its cues as they were: what is on boards that have gone since may stay.</param>
/// <param name="others">The shows of other layouts.</param>
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

            if ((CheckNumber(cue, field, numbers) ?? CheckTexts(cue, field) ?? CheckAction(cue, field) ?? CheckTimes(cue, field)) is { } invalid)
            {
                return invalid;
            }
        }

        return CheckCircle(draft)
            ?? (draft.Loops != 1 && IsRoundEmpty(draft)
                ? Refusal.Invalid(
                    "loops",
                    RefusalCodes.RoundEmpty,
                    "A round of this show takes no time, so it cannot run more than once. Give a cue a fade, a delay or a time, or let one wait for go.")
                : null);
    }

    private static Refusal? CheckPart(bool isThere, bool isNeeded, string field, string what) => (isThere, isNeeded) switch
    {
        (false, true) => Refusal.Invalid(field, RefusalCodes.Malformed, $"This order needs {what}."),
        (true, false) => Refusal.Invalid(field, RefusalCodes.Malformed, $"This order takes no {field}."),
        _ => null,
    };

    private static Refusal? CheckSize(ShowDraft draft)
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

    private Refusal? CheckAction(Cue cue, string field)
    {
        var (isChase, isShow) = (cue.Action is CueAction.StartChase or CueAction.StopChase, cue.Action is CueAction.StartShow or CueAction.StopShow);
        var isLight = cue.Action is CueAction.Scene or CueAction.Targets;
        return CheckMember(cue.Scene is not null, cue.Action == CueAction.Scene, $"{field}.scene", cue.Action)
            ?? CheckMember(cue.Targets is not null, cue.Action == CueAction.Targets, $"{field}.targets", cue.Action)
            ?? CheckMember(cue.ChasingGroup is not null, isChase, $"{field}.chasingGroup", cue.Action)
            ?? CheckMember(cue.Show is not null, isShow, $"{field}.show", cue.Action)
            ?? CheckMember(cue.Layout is not null, isShow, $"{field}.layout", cue.Action, mayBeMissing: true)
            ?? CheckMember(cue.Up is not null, isLight, $"{field}.up", cue.Action, mayBeMissing: true)
            ?? CheckMember(cue.Down is not null, isLight, $"{field}.down", cue.Action, mayBeMissing: true)
            ?? (cue.Scene is { } scene && !layout.Scenes.ContainsKey(scene)
                ? Refusal.Invalid($"{field}.scene", RefusalCodes.SceneUnknown, "The layout has no such scene.")
            : cue.ChasingGroup is { } group && !layout.Groups.ContainsKey(group)
                ? Refusal.Invalid($"{field}.chasingGroup", RefusalCodes.ChasingGroupUnknown, "The layout has no such chasing group.")
            : cue.Show is { } show ? CheckShow(cue, show, field)
            : cue.Targets is { } targets ? CheckTargets(targets, field)
            : null);
    }

    private static Refusal? CheckMember(bool isThere, bool fits, string field, CueAction action, bool mayBeMissing = false) =>
        isThere && !fits ? Refusal.Invalid(field, RefusalCodes.CueInvalid, $"This does not go with the action \"{action}\".")
        : !isThere && fits && !mayBeMissing ? Refusal.Invalid(field, RefusalCodes.CueInvalid, $"The action \"{action}\" needs this.")
        : null;

    private Refusal? CheckShow(Cue cue, ShowId show, string field) =>
        cue.Layout is { } other && other != layout.Id
            ? !others.Layouts.Contains(other)
                ? Refusal.Invalid($"{field}.layout", RefusalCodes.LayoutUnknown, "There is no such layout.")
            : others.Shows.Contains((other, show)) ? null
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

    /// <summary>Shows must not start each other in a circle. Of other layouts only a cue that names this very show would be seen, and that is not theirs.</summary>
    private Refusal? CheckCircle(ShowDraft draft)
    {
        foreach (var (index, cue) in draft.Cues.Index())
        {
            if (Started(cue) is { } first && LeadsBack(first, []))
            {
                return Refusal.Invalid(
                    $"cues[{index}].show",
                    RefusalCodes.ShowCircle,
                    first == id
                        ? "A show cannot start itself; let it run more than once."
                        : $"The show \"{layout.Shows[first].Name}\" starts this one, by itself or by others: they would start each other for ever.");
            }
        }

        return null;
    }

    private bool LeadsBack(ShowId show, HashSet<ShowId> seen) => show == id
        || (seen.Add(show) && layout.Shows.TryGetValue(show, out var known) && known.Cues.Select(Started).OfType<ShowId>().Any(next => LeadsBack(next, seen)));

    /// <summary>The show of this layout that a cue starts.</summary>
    private ShowId? Started(Cue cue) =>
        cue is { Action: CueAction.StartShow, Skip: false } && (cue.Layout is null || cue.Layout == layout.Id) ? cue.Show : null;

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
