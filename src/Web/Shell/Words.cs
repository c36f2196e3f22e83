using System.Globalization;
using RailHub.Contracts;
using RailHub.Web.Resources;

namespace RailHub.Web.Shell;

/// <summary>Texts that depend on something: a number, a refusal, a moment.</summary>
public static class Words
{
    /// <summary>Fills the places of a text.</summary>
    public static string With(this string text, params ReadOnlySpan<object?> values) =>
        string.Format(CultureInfo.CurrentCulture, text, values);

    /// <summary>A text that depends on a count: <c>name_One</c> or <c>name_Other</c>, with the count as its first place.</summary>
    public static string Count(string name, int count, params ReadOnlySpan<object?> more) =>
        Named($"{name}_{(IsOne(count) ? "One" : "Other")}").With([count, .. more]);

    /// <summary>What a refusal says to people: the text of its code, else what the gateway told.</summary>
    public static string Of(Refusal refusal)
    {
        var text = Texts.ResourceManager.GetString($"Refusal_{refusal.Code}", CultureInfo.CurrentUICulture);

        // A gateway that does not tell the names has them in its own words at least.
        return text is null || (refusal.Names is null && text.Contains("{1}", StringComparison.Ordinal))
            ? refusal.Detail
            : text.With([refusal.Detail, .. refusal.Names ?? []]);
    }

    /// <summary>Why the link to a board is not live, with the address that was tried; empty when there is no reason to tell.</summary>
    public static string Why(LinkStatus link, Controller controller) => link.Reason == LinkReason.None
        ? string.Empty
        : Named($"LinkReason_{link.Reason}").With($"{controller.Host}:{controller.WebSocketPort}");

    /// <summary>How the link of a board is, and since when.</summary>
    public static string Of(LinkStatus link, TimeProvider time) => link.State switch
    {
        LinkState.Live => Texts.Link_Live,
        LinkState.Stale => Texts.Link_Stale.With(Moment(link.Since, time)),
        LinkState.Offline => Texts.Link_Offline.With(Moment(link.Since, time)),
        _ => Texts.Link_Connecting,
    };

    /// <summary>How a chasing group is.</summary>
    public static string Of(ChasingState state) => Named($"ChasingState_{state}");

    /// <summary>Why a lamp is not as a scene wants it.</summary>
    public static string Of(SceneDifferenceReason reason) => Named($"Difference_{reason}");

    /// <summary>What a member is in a layout.</summary>
    public static string Of(Role role) => Named($"Role_{role}");

    /// <summary>What a member may who is that.</summary>
    public static string May(Role role) => Named($"Role_May_{role}");

    /// <summary>What a lamp is.</summary>
    public static string Of(LampKind kind) => Named($"LampKind_{kind}");

    /// <summary>What a screen is for.</summary>
    public static string Hint(string screen) => Named($"Hint_{screen}");

    /// <summary>A moment by the browser's clock: the time alone today, with the day before.</summary>
    public static string Moment(DateTimeOffset moment, TimeProvider time)
    {
        var local = TimeZoneInfo.ConvertTime(moment, time.LocalTimeZone);
        var today = time.GetLocalNow().Date == local.Date;
        return local.ToString(today ? Texts.Format_Time : Texts.Format_DayTime, CultureInfo.InvariantCulture);
    }

    /// <summary>A day by the browser's clock, with its year: it may be far.</summary>
    public static string Day(DateTimeOffset moment, TimeProvider time) =>
        TimeZoneInfo.ConvertTime(moment, time.LocalTimeZone).ToString(Texts.Format_Day, CultureInfo.InvariantCulture);

    /// <summary>As <see cref="Moment"/>, to the second.</summary>
    public static string Second(DateTimeOffset moment, TimeProvider time) =>
        $"{Moment(moment, time)}{TimeZoneInfo.ConvertTime(moment, time.LocalTimeZone).ToString(":ss", CultureInfo.InvariantCulture)}";

    /// <summary>A span of time in its two largest units; nobody counts the seconds of a board that runs for days.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalDays: >= 1 } => Texts.Span_Days.With(span.Days, span.Hours),
        { TotalHours: >= 1 } => Texts.Span_Hours.With(span.Hours, span.Minutes),
        _ => Texts.Span_Minutes.With(span.Minutes, span.Seconds),
    };

    /// <summary>A level as style sheets read it: 0..1.</summary>
    public static string Level(double percent) => (percent / 100.0).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>The letters of a name's longest word: what a narrow place must hold, for it breaks names between words only.</summary>
    public static int LongestWord(string name)
    {
        var (longest, word) = (0, 0);
        foreach (var letter in name)
        {
            word = letter is ' ' or '-' ? 0 : word + 1;
            longest = Math.Max(longest, word);
        }

        return longest;
    }

    /// <summary>What an output is called: its name, else its pin.</summary>
    public static string NameOf(OutputState output) =>
        output.Shown.Name is { Length: > 0 } name ? name : Texts.Output_Unnamed.With(output.Pin);

    // In French and Hindi nothing is counted like one (CLDR, plural rules of cardinals).
    private static bool IsOne(int count) => count == 1 || (count == 0 && CultureInfo.CurrentUICulture.Name is "fr" or "hi");

    /// <summary>A text by the name that is made of what it is about.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static string Named(string name) =>
        Texts.ResourceManager.GetString(name, CultureInfo.CurrentUICulture)
        ?? throw new InvalidOperationException($"There is no text \"{name}\".");
}
