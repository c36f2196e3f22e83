using System.Globalization;
using RailHub.Contracts;
using RailHub.Web.Lamps;
using RailHub.Web.Resources;
using RailHub.Web.Shell;

namespace RailHub.Web.Shows;

/// <summary>What shows and cues are and do, in words.</summary>
public static class ShowWords
{
    // In milliseconds: what lights of one cue are apart without anybody seeing it.
    private const double UnseenSkew = 15;

    /// <summary>How a show stands, as style sheets read it.</summary>
    public static string Mode(ShowRun? run) => (run?.Mode ?? ShowMode.Stopped).ToString().ToLowerInvariant();

    /// <summary>The icon of how a show stands.</summary>
    public static string Sign(ShowRun? run) => run?.Mode switch
    {
        ShowMode.Playing => "play",
        ShowMode.Paused => "pause",
        _ => "show",
    };

    /// <summary>How a show stands, and at which cue.</summary>
    public static string State(ShowRun? run) => run switch
    {
        null or { Mode: ShowMode.Stopped } => Texts.ShowMode_Stopped,
        { Current: { } cue } => Texts.Show_AtCue.With(Of(run.Mode), cue),
        _ => Of(run.Mode),
    };

    /// <summary>How a show stands.</summary>
    public static string Of(ShowMode mode) => Words.Named($"ShowMode_{mode}");

    /// <summary>What kind of thing a cue does.</summary>
    public static string Of(CueAction action) => Words.Named($"CueAction_{action}");

    /// <summary>How a cue is reached.</summary>
    public static string Of(CueTrigger trigger) => Words.Named($"CueTrigger_{trigger}");

    /// <summary>How a cue is marked.</summary>
    public static string Of(CueColour colour) => Words.Named($"CueColour_{colour}");

    /// <summary>The way of lights.</summary>
    public static string Of(Curve curve) => Words.Named($"Curve_{curve}");

    /// <summary>What a cue does, with the name of what it does it to.</summary>
    public static string Does(Cue cue, LayoutSnapshot view) => cue.Action switch
    {
        CueAction.Scene => Texts.Cue_Does_Scene.With(view.Scenes.FirstOrDefault(scene => scene.Id == cue.Scene)?.Name ?? Texts.Cue_Gone),
        CueAction.Targets => Words.Count("Lamps", cue.Targets?.Count ?? 0),
        CueAction.StartChase => Texts.Cue_Does_StartChase.With(ChaseOf(cue, view)),
        CueAction.StopChase => Texts.Cue_Does_StopChase.With(ChaseOf(cue, view)),
        CueAction.StartShow => Texts.Cue_Does_StartShow.With(ShowOf(cue, view)),
        CueAction.StopShow => Texts.Cue_Does_StopShow.With(ShowOf(cue, view)),
        _ => Texts.CueAction_Nothing,
    };

    /// <summary>How often a run writes to boards, those with the most first: "Depot: 212 writes · and 3 boards more".</summary>
    public static string Writes(ShowForecast forecast, LayoutSnapshot view)
    {
        const int most = 4;
        var boards = forecast.Writes.Take(most).Select(board => Texts.Show_Writes_Of.With(
            view.Controllers.FirstOrDefault(known => known.Controller.Id == board.Controller)?.Controller.Name ?? board.Controller.ToString(),
            Words.Count("Show_Writes", board.Writes)));
        var more = forecast.Writes.Count - most;
        return string.Join(" · ", more > 0 ? boards.Append(Words.Count("Show_Writes_More", more)) : boards);
    }

    /// <summary>With which shows that run a cue shares lamps; null when with none.</summary>
    public static string? Conflict(ShowForecast? forecast, CueNumber? cue) =>
        forecast?.Conflicts.Where(conflict => conflict.Cue == cue).Select(conflict => conflict.Name).ToArray() is { Length: > 0 } shows
            ? Texts.Cue_Conflict.With(string.Join(", ", shows))
            : null;

    /// <summary>What a cue is called: its label, else what it does.</summary>
    public static string Name(Cue cue, LayoutSnapshot view) => cue.Label.Length > 0 ? cue.Label : Does(cue, view);

    /// <summary>When a cue comes, and how long its lights take.</summary>
    public static string Times(Cue cue)
    {
        var parts = new List<string>(4) { When(cue) };
        Add(Texts.Cue_Delay_Of, cue.Delay > 0 ? cue.Delay : null);
        if (cue.Down is null || cue.Down == cue.Up)
        {
            Add(Texts.Cue_Fade_Of, cue.Up);
        }
        else
        {
            Add(Texts.Cue_Up_Of, cue.Up);
            Add(Texts.Cue_Down_Of, cue.Down);
        }

        return string.Join(" · ", parts);

        void Add(string text, long? time)
        {
            if (time is { } some)
            {
                parts.Add(text.With(Time(some)));
            }
        }
    }

    /// <summary>A time that a cue names: seconds, from a minute on minutes and seconds.</summary>
    public static string Time(long milliseconds) => Math.Abs(milliseconds) < 60_000
        ? Texts.Seconds.With(milliseconds / 1000.0)
        : Clock(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>A time as a clock shows it: 0:07, 12:30, 1:00:00.</summary>
    public static string Clock(TimeSpan time) =>
        (time < TimeSpan.Zero ? "−" : string.Empty)
        + time.Duration().ToString(time.Duration().TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);

    /// <summary>The time until something, as people count down: the last second is 1, and not 0.</summary>
    public static string Countdown(TimeSpan time) => Clock(TimeSpan.FromSeconds(Math.Ceiling(time.TotalSeconds)));

    /// <summary>What is not as a show's cues want it.</summary>
    public static string Of(ShowTrouble trouble, LayoutSnapshot view, LampBook lamps)
    {
        var board = trouble.Controller is { } id
            ? view.Controllers.FirstOrDefault(known => known.Controller.Id == id)?.Controller.Name ?? Texts.Board_Unknown.With(id)
            : string.Empty;
        var thing = trouble is { Controller: { } controller, Pin: { } pin }
            ? lamps.Find(new OutputAddress(controller, pin))?.Name ?? Texts.Lamp_Wiring.With(board, pin)
            : board;
        var text = Words.Named($"ShowTrouble_{trouble.Kind}").With(thing, trouble.Subject ?? string.Empty);
        return trouble.Cue is { } cue ? Texts.ShowTrouble_AtCue.With(cue, text) : text;
    }

    /// <summary>
    /// How close together a cue took effect: on how many boards as good as at its moment, and each of the others by name, the farthest off first.
    /// </summary>
    public static string Of(CueSkew cue, LayoutSnapshot view)
    {
        var within = cue.Boards.Count(board => Math.Abs(board.Late ?? double.MaxValue) <= UnseenSkew);
        return string.Join(
            "; ",
            cue.Boards.Where(board => !(Math.Abs(board.Late ?? double.MaxValue) <= UnseenSkew))
                .OrderByDescending(board => Math.Abs(board.Late ?? double.MaxValue))
                .Select(board => Of(board, view))
                .Prepend(Words.Count("Skew_Cue", cue.Boards.Count, cue.Cue, within, UnseenSkew)));
    }

    private static string Of(BoardSkew skew, LayoutSnapshot view)
    {
        var board = view.Controllers.FirstOrDefault(known => known.Controller.Id == skew.Controller)?.Controller.Name ?? Texts.Board_Unknown.With(skew.Controller);
        return skew switch
        {
            { IsAway: true } => Texts.Skew_Away.With(board),
            { Late: { } late } => Texts.Skew_Late.With(board, Math.Round(late).ToString("+0;−0", CultureInfo.InvariantCulture)),
            _ => Texts.Skew_Undone.With(board),
        };
    }

    private static string When(Cue cue) => cue.Trigger switch
    {
        CueTrigger.Offset => Texts.Cue_At.With(Clock(TimeSpan.FromMilliseconds(cue.Time))),
        CueTrigger.Follow => cue.Time == 0 ? Texts.Cue_With : Texts.Cue_AfterStart.With(Time(cue.Time)),
        CueTrigger.Hang => cue.Time == 0 ? Texts.Cue_AfterEnd : cue.Time > 0 ? Texts.Cue_AfterEnd_By.With(Time(cue.Time)) : Texts.Cue_BeforeEnd_By.With(Time(-cue.Time)),
        _ => Texts.CueTrigger_Go,
    };

    private static string ChaseOf(Cue cue, LayoutSnapshot view) =>
        view.ChasingGroups.FirstOrDefault(group => group.Id == cue.ChasingGroup)?.Name ?? Texts.Cue_Gone;

    private static string ShowOf(Cue cue, LayoutSnapshot view) => cue.Layout is { } layout && layout != view.Layout.Id
        ? Texts.Cue_ElsewhereShow
        : view.Shows.FirstOrDefault(show => show.Id == cue.Show)?.Name ?? Texts.Cue_Gone;
}
