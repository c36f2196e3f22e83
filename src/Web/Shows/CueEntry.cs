using System.Globalization;
using RailHub.Contracts;
using RailHub.Web.Resources;
using RailHub.Web.Shell;

namespace RailHub.Web.Shows;

/// <summary>
/// What somebody enters for a cue, as it is typed, with what is wrong with it. What an action does not need is kept in case somebody comes
/// back to it, but not sent.
/// </summary>
public sealed record CueEntry
{
    /// <summary>The number of the cue.</summary>
    public string Number { get; set; } = string.Empty;

    public string Label { get; set; } = string.Empty;

    public string Note { get; set; } = string.Empty;

    public CueColour Colour { get; set; }

    public CueAction Action { get; set; }

    public SceneId? Scene { get; set; }

    public IReadOnlyList<SceneTarget> Targets { get; set; } = [];

    public ChasingGroupId? Chase { get; set; }

    /// <summary>The show that it plays or stops, with its layout.</summary>
    public (LayoutId Layout, ShowId Show)? Show { get; set; }

    /// <summary>In seconds; empty: as long as the scene says.</summary>
    public string Up { get; set; } = string.Empty;

    /// <summary>In seconds; empty: as long as the others.</summary>
    public string Down { get; set; } = string.Empty;

    /// <summary>In seconds.</summary>
    public string Delay { get; set; } = "0";

    public Curve Curve { get; set; } = Curve.Square;

    public CueTrigger Trigger { get; set; }

    /// <summary>In seconds.</summary>
    public string Time { get; set; } = "0";

    public bool Skip { get; set; }

    /// <summary>Begins with a cue of a show of <paramref name="layout"/>.</summary>
    public static CueEntry Of(Cue cue, LayoutId layout) => new()
    {
        Number = cue.Number.ToString(),
        Label = cue.Label,
        Note = cue.Note,
        Colour = cue.Colour,
        Action = cue.Action,
        Scene = cue.Scene,
        Targets = cue.Targets ?? [],
        Chase = cue.ChasingGroup,
        Show = cue.Show is { } show ? (cue.Layout ?? layout, show) : null,
        Up = Seconds(cue.Up),
        Down = Seconds(cue.Down),
        Delay = Seconds(cue.Delay),
        Curve = cue.Curve,
        Trigger = cue.Trigger,
        Time = Seconds(cue.Time),
        Skip = cue.Skip,
    };

    /// <summary>Whether it sets lights.</summary>
    public bool IsLight => Action is CueAction.Scene or CueAction.Targets;

    /// <summary>Its number; null while what is typed is none.</summary>
    public CueNumber? ReadNumber() => CueNumber.TryParse(Number.Trim().Replace(',', '.'), null, out var number) ? number : null;

    /// <summary>
    /// What is wrong with it, by the name of the member of a <see cref="Cue"/>, which the gateway's refusals name too; empty when nothing is.
    /// </summary>
    public Dictionary<string, string> Check()
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        Add("number", ReadNumber() is null, Texts.Check_CueNumber);
        Add("scene", Action == CueAction.Scene && Scene is null, Texts.Check_Choose);
        Add("targets", Action == CueAction.Targets && Targets.Count == 0, Texts.Check_CueTargets);
        Add("chasingGroup", Action is CueAction.StartChase or CueAction.StopChase && Chase is null, Texts.Check_Choose);
        Add("show", Action is CueAction.StartShow or CueAction.StopShow && Show is null, Texts.Check_Choose);
        Add("up", IsLight && Up.Trim().Length > 0 && Checks.Fade(Read(Up)) is not null, Texts.Check_Fade);
        Add("down", IsLight && Down.Trim().Length > 0 && Checks.Fade(Read(Down)) is not null, Texts.Check_Fade);
        Add("delay", Checks.Fade(Read(Delay)) is not null, Texts.Check_Fade);
        Add("time", Trigger != CueTrigger.Go && Read(Time) is not (>= -3_600 and <= 86_400), Trigger == CueTrigger.Hang ? Texts.Check_CueOverlap : Texts.Check_CueTime);
        Add("time", Trigger is CueTrigger.Offset or CueTrigger.Follow && Read(Time) < 0, Texts.Check_CueTime);
        return problems;

        void Add(string field, bool isWrong, string problem)
        {
            if (isWrong)
            {
                problems[field] = problem;
            }
        }
    }

    /// <summary>The cue of it, once it is checked.</summary>
    /// <param name="layout">The layout of the show.</param>
    public Cue ToCue(LayoutId layout)
    {
        var isShow = Action is CueAction.StartShow or CueAction.StopShow;
        return new Cue(
            ReadNumber()!.Value,
            Label.Trim(),
            Note.Trim(),
            Colour,
            Action,
            Action == CueAction.Scene ? Scene : null,
            Action == CueAction.Targets ? Targets : null,
            Action is CueAction.StartChase or CueAction.StopChase ? Chase : null,
            isShow ? Show?.Show : null,
            isShow && Show?.Layout is { } other && other != layout ? other : null,
            IsLight ? Milliseconds(Up) : null,
            IsLight ? Milliseconds(Down) : null,
            Milliseconds(Delay) ?? 0,
            Curve,
            Trigger,
            Trigger == CueTrigger.Go ? 0 : Milliseconds(Time) ?? 0,
            Skip);
    }

    private static string Seconds(long? milliseconds) => (milliseconds / 1000.0)?.ToString(CultureInfo.InvariantCulture) ?? string.Empty;

    // People write a comma where their language has one.
    private static double? Read(string seconds) =>
        double.TryParse(seconds.Trim().Replace(',', '.'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static long? Milliseconds(string seconds) => Read(seconds) is { } some ? (long)Math.Round(some * 1000) : null;
}
