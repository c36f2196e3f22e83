using System.Text;

namespace RailHub.Persistence;

/// <summary>The text of a name as it is kept: what people see of it, and nothing that they do not.</summary>
public static class NameText
{
    private const int NonJoiner = 0x200C;
    private const int Joiner = 0x200D;
    private const int BlackFlag = 0x1F3F4;
    private const int BrailleBlank = 0x2800;

    // Default_Ignorable_Code_Point of Unicode 16.0 (DerivedCoreProperties.txt), and the interlinear annotations after it,
    // which are as invisible. Most are format characters, but not all: fillers are letters, and selectors are marks.
    private static readonly (int First, int Last)[] s_ignorable =
    [
        (0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F),
        (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFB),
        (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
    ];

    /// <summary>
    /// The name composed (NFC), without white space around it and with one space for each run of it, and without characters that are
    /// invisible. Those stay that change how their neighbours look: joiners and variation selectors in emoji and in scripts that need
    /// them, and the tags of flags. Control characters stay too, for the rules to refuse. Cleaning twice changes nothing.
    /// </summary>
    /// <param name="name">Any text; half characters become U+FFFD.</param>
    public static string Clean(string name)
    {
        // .NET composes neither half characters nor U+FFFE. Once more at the end: what was dropped may have kept a letter and its accent apart.
        var whole = string.Concat(name.EnumerateRunes().Where(rune => !IsNoCharacter(rune)));
        return Visible(whole.Normalize(NormalizationForm.FormC)).Normalize(NormalizationForm.FormC);
    }

    internal static bool IsVariationSelector(Rune rune) =>
        rune.Value is >= 0xFE00 and <= 0xFE0F or >= 0x180B and <= 0x180D or 0x180F or >= 0xE0100 and <= 0xE01EF;

    internal static bool IsJoiner(Rune rune) => rune.Value is Joiner or NonJoiner;

    // The last two of each plane and a block of their own (Unicode 16.0, section 23.7).
    private static bool IsNoCharacter(Rune rune) => (rune.Value & 0xFFFE) == 0xFFFE || rune.Value is >= 0xFDD0 and <= 0xFDEF;

    private static bool IsIgnorable(Rune rune) => Array.Exists(s_ignorable, range => rune.Value >= range.First && rune.Value <= range.Last);

    private static string Visible(string name)
    {
        var runes = name.EnumerateRunes().ToArray();
        var clean = new StringBuilder(name.Length);
        var isGap = false;
        Rune? before = null;
        for (var index = 0; index < runes.Length; index++)
        {
            var rune = runes[index];
            if (IsSpace(rune))
            {
                (isGap, before) = (clean.Length > 0, null);
                continue;
            }

            if (IsIgnorable(rune) && !ChangesNeighbours(rune, before, index + 1 < runes.Length ? runes[index + 1] : null))
            {
                continue;
            }

            if (isGap)
            {
                clean.Append(' ');
            }

            clean.Append(rune);
            (isGap, before) = (false, rune);
        }

        return clean.ToString();
    }

    // Control characters are no space here: a name of two lines is refused, not joined.
    private static bool IsSpace(Rune rune) => (Rune.IsWhiteSpace(rune) && !Rune.IsControl(rune)) || rune.Value == BrailleBlank;

    private static bool ChangesNeighbours(Rune rune, Rune? before, Rune? after)
    {
        if (before is not { } left)
        {
            return false;
        }

        if (IsVariationSelector(rune))
        {
            return !IsIgnorable(left);
        }

        if (rune.Value is > 0xE0000 and <= 0xE007F)
        {
            return left.Value is BlackFlag or (> 0xE0000 and < 0xE007F);
        }

        return IsJoiner(rune) && after is { } right
            && !left.IsAscii && !IsJoiner(left) && !right.IsAscii && !IsSpace(right) && !IsIgnorable(right);
    }
}
