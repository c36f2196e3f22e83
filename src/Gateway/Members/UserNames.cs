using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Identity;
using RailHub.Contracts;
using RailHub.Persistence;

namespace RailHub.Gateway.Members;

/// <summary>What members sign in by. Two names that look alike are the same, so that nobody passes for another.</summary>
internal sealed class UserNames : ILookupNormalizer
{
    private const int Shortest = 3;
    private const int Longest = 40;

    // What is taken for a Latin letter, as far as letters of the dashboard's and its neighbours' languages go (UTS 39, confusables.txt 16.0).
    // Names are in lower case when this is looked up.
    private const string Lookalikes = "0ο1іιїаеорсухѕјһԁԛԝкмтвнгαερυκνωγτ";
    private const string Letters = "oollllaeopcyxsjhdqwkmtbhraepukvwyt";

    private static readonly Refusal s_invalid = Refusal.Invalid(
        "userName", RefusalCodes.UserNameInvalid,
        $"A user name has {Shortest} to {Longest} letters and digits; between them there may be dots, hyphens and underscores, no spaces.");

    /// <summary>The name as it is kept, or why it cannot be.</summary>
    public static Outcome<string> Check(string? userName)
    {
        var name = NameText.Clean(userName ?? "");
        return name.EnumerateRunes().Count() is >= Shortest and <= Longest
            && name.EnumerateRunes().All(rune => Rune.IsLetterOrDigit(rune) || IsMark(rune) || rune.Value is '.' or '-' or '_')
            && name[0] is not ('.' or '-' or '_') && name[^1] is not ('.' or '-' or '_')
            ? name
            : s_invalid;
    }

    /// <summary>What two names have in common that look alike.</summary>
    public string? NormalizeName(string? name)
    {
        if (name is null)
        {
            return null;
        }

        var key = new StringBuilder();
        foreach (var sign in NameKey.Of(name).ToLowerInvariant())
        {
            key.Append(Lookalikes.IndexOf(sign, StringComparison.Ordinal) is >= 0 and var index ? Letters[index] : sign == 'i' ? 'l' : sign);
        }

        // What stands between letters is no difference to the eye either.
        return key.Replace("rn", "m").Replace("vv", "w").Replace('_', '-').Replace('.', '-').ToString();
    }

    public string? NormalizeEmail(string? email) => NormalizeName(email);

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
