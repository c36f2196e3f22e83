using RailHub.Contracts;
using RailHub.Persistence;

namespace RailHub.Gateway.Members;

/// <summary>Names that people give and others read: of members, tokens, passkeys.</summary>
internal static class DisplayNames
{
    private const int Longest = 60;

    /// <summary>The name as it is kept, or why it cannot be.</summary>
    /// <param name="field">The member of the request.</param>
    /// <param name="code">The code of the refusal.</param>
    /// <param name="name">What was sent.</param>
    public static Outcome<string> Check(string field, string code, string? name)
    {
        var clean = NameText.Clean(name ?? "");
        return clean.Length is > 0 and <= Longest && !clean.Any(char.IsControl)
            ? clean
            : Refusal.Invalid(field, code, $"A name has 1 to {Longest} characters, in one line.");
    }
}
