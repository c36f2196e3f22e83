using RailHub.Contracts;
using RailHub.Grains.Layouts;

namespace RailHub.Grains.Guests;

/// <summary>What a guest link must keep to.</summary>
internal static class GuestRules
{
    public const int MostButtons = 12;
    public const int MostPause = 3600;
    public const int MostFallback = 240;

    private static readonly TimeSpan s_longest = TimeSpan.FromDays(400);

    /// <summary>What is wrong with a draft; null: nothing.</summary>
    public static Refusal? Check(GuestLinkDraft draft, LayoutContent layout, DateTimeOffset now) =>
        Rules.CheckName(draft.Name)
        ?? CheckButtons(draft.Buttons, layout)
        ?? CheckHours(draft, now)
        ?? Within(draft.CommonPause, 1, MostPause, "commonPause", "seconds")
        ?? Within(draft.OwnPause, draft.CommonPause, MostPause, "ownPause", "seconds")
        ?? CheckFallback(draft, layout);

    private static Refusal? CheckButtons(IReadOnlyList<GuestButton>? buttons, LayoutContent layout)
    {
        if (buttons is not { Count: > 0 and <= MostButtons })
        {
            return Refusal.Invalid("buttons", RefusalCodes.GuestButtonsInvalid, $"A guest link has 1 to {MostButtons} buttons.");
        }

        for (var index = 0; index < buttons.Count; index++)
        {
            if (CheckButton(buttons[index], $"buttons[{index}]", layout) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    private static Refusal? CheckButton(GuestButton? button, string field, LayoutContent layout) => button switch
    {
        null => Refusal.Invalid(field, RefusalCodes.Malformed, "A button is needed here."),
        { Label: { } label } when Rules.CheckName(label) is { } refusal => refusal with { Field = $"{field}.label" },
        { HasLevel: true, Output: null } => Refusal.Invalid($"{field}.hasLevel", RefusalCodes.GuestButtonsInvalid, "Only lamps have a level."),
        { Scene: { } scene, Show: null, Output: null } => layout.Scenes.ContainsKey(scene) ? null
            : Refusal.Invalid($"{field}.scene", RefusalCodes.SceneUnknown, "The layout has no such scene."),
        { Scene: null, Show: { } show, Output: null } => layout.Shows.ContainsKey(show) ? null
            : Refusal.Invalid($"{field}.show", RefusalCodes.ShowUnknown, "The layout has no such show."),
        { Scene: null, Show: null, Output: { } output } => !layout.Has(output.Controller)
            ? LayoutContent.Elsewhere($"{field}.output.controller", output.Controller)
            : Rules.CheckPin(output.Pin, $"{field}.output.pin"),
        _ => Refusal.Invalid(field, RefusalCodes.GuestButtonsInvalid, "A button is for one thing: a scene, a show, or an output."),
    };

    private static Refusal? CheckHours(GuestLinkDraft draft, DateTimeOffset now) =>
        draft.Until <= now || draft.Until <= (draft.From ?? now) || draft.Until > now + s_longest
            ? Refusal.Invalid("until", RefusalCodes.TimeInvalid, $"A guest link ends after it begins, after now, and within {s_longest.Days} days.")
        : draft.Daily is not { } daily ? null
        : daily.From == daily.Until ? Refusal.Invalid("daily.until", RefusalCodes.TimeInvalid, "The hours of a day end at another time than they begin at.")
        : TimeZoneInfo.TryFindSystemTimeZoneById(daily.TimeZone ?? "", out _) ? null
        : Refusal.Invalid("daily.timeZone", RefusalCodes.TimeInvalid, $"There is no time zone \"{daily.TimeZone}\" here. Give one such as Europe/Berlin.");

    private static Refusal? CheckFallback(GuestLinkDraft draft, LayoutContent layout) =>
        draft.Fallback is not { } scene ? null
        : !layout.Scenes.ContainsKey(scene) ? Refusal.Invalid("fallback", RefusalCodes.SceneUnknown, "The layout has no such scene.")
        : Within(draft.FallbackAfter, 1, MostFallback, "fallbackAfter", "minutes");

    private static Refusal? Within(int value, int least, int most, string field, string unit) => value >= least && value <= most
        ? null
        : Refusal.Invalid(field, RefusalCodes.TimeInvalid, $"{least} to {most} {unit}; this is {value}.");
}
