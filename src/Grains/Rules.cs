using System.Text;
using RailHub.Contracts;
using RailHub.Persistence;
using RailHub.Protocol;

namespace RailHub.Grains;

/// <summary>What a request must keep to; null means it does. The same for REST and hub, because the grains ask here.</summary>
internal static class Rules
{
    public const int LongestName = 60;
    public const int MostTargets = 5000;

    /// <summary>The longest fade that a caller may state, in milliseconds: <see cref="Intent.Longest"/>.</summary>
    public const long MostFade = 3_600_000;

    // GPIO numbers of every chip that there is; which of them a board has it says itself.
    private const int LargestPin = 255;

    public static Refusal DatabaseAway { get; } = new(
        RefusalKind.Unavailable,
        RefusalCodes.DatabaseAway,
        "The database cannot be reached. Lamps can still be switched; edits work again when it is back.");

    private static readonly Refusal s_diskFull = DatabaseAway with
    {
        Detail = "The database cannot be written: the disk is full. Lamps can still be switched; edits work again when there is room on it.",
    };

    /// <summary>The refusal for a failure that <see cref="DatabaseErrors.IsAway"/> says is the database's; its detail says so when the disk is full.</summary>
    public static Refusal Away(Exception failure) => DatabaseErrors.IsFull(failure) ? s_diskFull : DatabaseAway;

    /// <summary>
    /// The name of a layout, scene or controller: 1..60 characters (UTF-16) of what <see cref="NameText.Clean"/> leaves, no control characters.
    /// </summary>
    public static Refusal? CheckName(string? name)
    {
        if (CheckText(name) is { } refusal)
        {
            return refusal;
        }

        var length = NameText.Clean(name!).Length;
        return length > LongestName ? Invalid($"A name has {LongestName} characters at most; this one has {length}.") : null;
    }

    /// <summary>
    /// A name that boards keep: 20 bytes of UTF-8 at most of what <see cref="NameText.Clean"/> leaves, no control characters.
    /// Output names may be empty, chasing groups' may not.
    /// </summary>
    public static Refusal? CheckBoardName(string? name, bool mayBeEmpty)
    {
        if (mayBeEmpty && string.IsNullOrWhiteSpace(name) && name is not null)
        {
            return null;
        }

        if (CheckText(name) is { } refusal)
        {
            return refusal;
        }

        var clean = NameText.Clean(name!);
        return BoardRules.CheckName(clean) == NameProblem.TooLong
            ? Invalid($"Boards keep {BoardRules.MaxNameBytes} bytes of a name; this one has {Encoding.UTF8.GetByteCount(clean)} (letters such as ä take two).")
            : null;
    }

    /// <summary>A change of an output; what it names as it is shown already is not checked, because a board may have brought it along.</summary>
    public static Refusal? Check(OutputChange? change, OutputValues? shown) => change switch
    {
        null => Refusal.Invalid("change", RefusalCodes.Malformed, "A change is needed here."),
        { Active: null, Brightness: null, Interval: null, Name: null } =>
            new Refusal(RefusalKind.Invalid, RefusalCodes.NothingToChange, "Give at least one of active, brightness, interval and name.", "active"),
        _ => CheckBrightness(change.Brightness, "brightness")
            ?? (change.Interval == shown?.Interval ? null : CheckBlink(change.Interval, "interval"))
            ?? (change.Name is null || change.Name == shown?.Name ? null : CheckBoardName(change.Name, mayBeEmpty: true)),
    };

    /// <summary>
    /// The change as boards keep it: any other would never be reported, and be sent for ever. What no board can be told is left out; that
    /// is only asked for where it is shown so already, and stays as it is.
    /// </summary>
    public static OutputChange Writable(OutputChange change, OutputValues? shown) => change with
    {
        Interval = change.Interval is { } interval && !BoardRules.IsPortableBlink(interval) && interval != shown?.Interval ? null : change.Interval,
        Name = change.Name is not { } name ? null
            : name != shown?.Name ? NameText.Clean(name)
            : CheckBoardName(name, mayBeEmpty: true) is null ? name
            : null,
    };

    /// <summary>
    /// When an intent starts and how long it takes: within a day, and an hour at most as a caller states it; a player may derive longer ones.
    /// </summary>
    public static Refusal? CheckTimes(Intent intent, string field, DateTimeOffset now) =>
        intent.From - now > Intent.Furthest
            ? Refusal.Invalid($"{field}.from", RefusalCodes.TimeInvalid, "What is wanted starts within a day at the latest.")
        : intent.Over < TimeSpan.Zero || (intent.Over > Intent.Longest && intent.Origin is not (Origin.Cue or Origin.Chase))
            ? Refusal.Invalid($"{field}.over", RefusalCodes.TimeInvalid, "A fade takes 0 to 3600 seconds.")
        : null;

    /// <summary>How long a fade or a delay takes as a caller states it, in milliseconds.</summary>
    public static Refusal? CheckFade(long? milliseconds, string field) => milliseconds is null or (>= 0 and <= MostFade)
        ? null
        : Refusal.Invalid(field, RefusalCodes.TimeInvalid, $"This is 0 to {MostFade} ms (an hour); here it is {milliseconds}.");

    /// <summary>Targets of a scene. An interval that cannot be written is let pass where <paramref name="isReported"/> says so.</summary>
    /// <param name="targets">The targets.</param>
    /// <param name="isReported">Whether a board reports such an interval.</param>
    /// <param name="field">Where they stand in the request.</param>
    public static Refusal? CheckTargets(
        IReadOnlyList<SceneTarget>? targets, Func<OutputAddress, long?, bool> isReported, string field = "targets")
    {
        if (targets is null || targets.Count == 0)
        {
            return Refusal.Invalid(field, RefusalCodes.SceneEmpty, "At least one target is needed.");
        }

        if (targets.Count > MostTargets)
        {
            return Refusal.Invalid(field, RefusalCodes.TooMany, $"{MostTargets} targets are the most; these are {targets.Count}.");
        }

        var seen = new HashSet<OutputAddress>();
        for (var index = 0; index < targets.Count; index++)
        {
            var target = targets[index];
            if (target is null)
            {
                return Refusal.Invalid($"{field}[{index}]", RefusalCodes.Malformed, "A target is needed here.");
            }

            if (!seen.Add(new OutputAddress(target.Controller, target.Pin)))
            {
                return Refusal.Invalid(
                    $"{field}[{index}]", RefusalCodes.OutputTwice, $"Pin {target.Pin} of {target.Controller} is a target already.");
            }

            if (CheckTarget(target, $"{field}[{index}]", isReported) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    /// <summary>What one target of a scene wants.</summary>
    public static Refusal? CheckTarget(SceneTarget target, string field, Func<OutputAddress, long?, bool> isReported) =>
        CheckBrightness(target.Brightness, $"{field}.brightness")
        ?? (target.Interval is >= 0 and <= uint.MaxValue && isReported(new OutputAddress(target.Controller, target.Pin), target.Interval)
            ? null
            : CheckBlink(target.Interval, $"{field}.interval"))
        ?? CheckFade(target.Fade, $"{field}.fade")
        ?? CheckFade(target.Delay, $"{field}.delay");

    public static Refusal? CheckPin(int pin, string field) => pin is >= 0 and <= LargestPin
        ? null
        : Refusal.Invalid(field, RefusalCodes.PinUnknown, $"A pin is 0 to {LargestPin}; this is {pin}.");

    public static Refusal? CheckHost(string? host) =>
        string.IsNullOrWhiteSpace(host) || Uri.CheckHostName(host.Trim()) == UriHostNameType.Unknown
            ? Refusal.Invalid("host", RefusalCodes.HostInvalid, "A host name or an IP address is needed, without http:// and without a port.")
            : null;

    public static Refusal? CheckPort(int? port, string field) => port is null or (> 0 and <= 65535)
        ? null
        : Refusal.Invalid(field, RefusalCodes.PortInvalid, $"A port is 1 to 65535; this is {port}.");

    public static Refusal? CheckVersion(IfVersion? expected, long current) =>
        expected is null || expected.Allows(current) ? null : Refusal.Outdated(current);

    public static Refusal? CheckBrightness(int? brightness, string field) => brightness is null or (>= 0 and <= 100)
        ? null
        : Refusal.Invalid(field, RefusalCodes.BrightnessInvalid, $"Brightness is 0 to 100 percent; this is {brightness}.");

    private static Refusal? CheckBlink(long? interval, string field) =>
        interval is null || BoardRules.IsPortableBlink(interval.Value)
            ? null
            : Refusal.Invalid(
                field,
                RefusalCodes.IntervalInvalid,
                $"A blink interval is 0 (steady) or {BoardRules.MinBlinkInterval} to {BoardRules.MaxInterval} ms; this is {interval}.");

    // Half of a surrogate pair cannot be written as UTF-8: neither a database nor a board would give it back.
    public static bool IsWellFormed(string name) => !name.EnumerateRunes().Contains(Rune.ReplacementChar);

    private static Refusal? CheckText(string? name) =>
        string.IsNullOrWhiteSpace(name) ? Invalid("A name is needed.")
        : name.Any(char.IsControl) ? Invalid("A name must not have control characters.")
        : !IsWellFormed(name) ? Invalid("A name must not have half characters.")
        : NameText.Clean(name).Length == 0 ? Invalid("A name is needed; this one has invisible characters only.")
        : null;

    private static Refusal Invalid(string detail) => Refusal.Invalid("name", RefusalCodes.NameInvalid, detail);
}
