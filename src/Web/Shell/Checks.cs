using System.Globalization;
using System.Text;
using RailHub.Contracts;
using RailHub.Web.Resources;

namespace RailHub.Web.Shell;

/// <summary>Checks of what people enter, made before the gateway makes them again; null says that it is fine.</summary>
public static class Checks
{
    private const int LongestName = 60;
    private const int LongestBoardName = 20;

    /// <summary>A name that the club keeps: 1..60 characters.</summary>
    public static string? Name(string name) =>
        name.Trim().Length is > 0 and <= LongestName && !name.Any(char.IsControl) ? null : Texts.Check_Name.With(LongestName);

    /// <summary>Something that must not be left out.</summary>
    public static string? Filled(string text) => text.Trim().Length > 0 ? null : Texts.Check_Filled;

    /// <summary>A user name: 3..40 letters, digits, dots, hyphens or underscores.</summary>
    public static string? UserName(string name) =>
        name.Trim() is { Length: >= 3 and <= 40 } some && some.EnumerateRunes().All(IsInUserName) ? null : Texts.Refusal_userNameInvalid;

    // Letters of some languages are written with marks over and under them.
    private static bool IsInUserName(Rune sign) => Rune.IsLetterOrDigit(sign) || sign.Value is '.' or '-' or '_'
        || Rune.GetUnicodeCategory(sign) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    /// <summary>A new password: 10..200 characters. Whether many people use it, the gateway knows.</summary>
    public static string? Password(string password) => password.Length is >= 10 and <= 200 ? null : Texts.Refusal_passwordWeak;

    /// <summary>A name that a board keeps: 20 bytes of UTF-8 at most (protocol 4.7).</summary>
    public static string? BoardName(string name, bool mayBeEmpty) =>
        Encoding.UTF8.GetByteCount(name.Trim()) <= LongestBoardName && !name.Any(char.IsControl) && (mayBeEmpty || name.Trim().Length > 0)
            ? null
            : (mayBeEmpty ? Texts.Check_OutputName : Texts.Check_GroupName).With(LongestBoardName);

    /// <summary>The address of a board (<see cref="Controllers.BoardAddress"/>).</summary>
    public static string? Host(string host) => Controllers.BoardAddress.Parse(host) is not null ? null : Texts.Check_Host;

    /// <summary>A TCP port.</summary>
    public static string? Port(int? port) => port is >= 1 and <= 65535 ? null : Texts.Check_Port;

    /// <summary>A blink interval: 0 for steady, else 10..65535 ms (protocol 7, row 21).</summary>
    public static string? Blink(long? interval) => interval is 0 or (>= 10 and <= 65535) ? null : Texts.Check_Blink;

    /// <summary>A fade or a delay: 0..3600 seconds.</summary>
    public static string? Fade(double? seconds) => seconds is >= 0 and <= 3600 ? null : Texts.Check_Fade;

    /// <summary>A step of a chasing group: 50..65535 ms (protocol 2.5).</summary>
    public static string? Step(long? interval) => interval is >= 50 and <= 65535 ? null : Texts.Check_Step;

    /// <summary>The members of a chasing group: 2..8.</summary>
    public static string? Members(IReadOnlyCollection<OutputAddress> members) => members.Count is >= 2 and <= 8 ? null : Texts.Check_Members;
}
