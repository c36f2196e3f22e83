using System.Text;

namespace RailHub.Persistence;

/// <summary>What makes two names the same: that people read the same, whatever the case, the space and the way it was typed.</summary>
public static class NameKey
{
    /// <summary>
    /// The key of a name. It is made here and not in the database, whose idea of case differs:
    /// SQLite's NOCASE knows A to Z only, and Postgres follows the locale of its cluster.
    /// </summary>
    /// <remarks>
    /// Composed (NFC), not made compatible (NFKC): that would take "①" for "1" and "Gleis²" for "Gleis2", which people tell apart.
    /// So letters of two scripts that happen to look alike, and ligatures, are different too. Rows that an older program wrote keep
    /// the key of its day until they are renamed: making those keys anew could find two rows with the same one, which only a person
    /// can tell apart, and the grains compare names and not stored keys.
    /// </remarks>
    public static string Of(string name)
    {
        var runes = NameText.Clean(name).EnumerateRunes().Where(rune => !NameText.IsVariationSelector(rune)).ToArray();
        var key = new StringBuilder(name.Length);
        for (var index = 0; index < runes.Length; index++)
        {
            // Between symbols a joiner makes one picture of two; between letters it is a matter of style.
            if (!NameText.IsJoiner(runes[index]) || (Rune.IsSymbol(runes[index - 1]) && Rune.IsSymbol(runes[index + 1])))
            {
                key.Append(runes[index]);
            }
        }

        // Lower case first, for the capital letters that no small one leads back to, such as the one of "ß". What was taken out may
        // have kept a letter and its accent apart, and capitals compose in other ways than small letters.
        return key.ToString()
            .Normalize(NormalizationForm.FormC)
            .ToLowerInvariant()
            .ToUpperInvariant()
            .Normalize(NormalizationForm.FormC);
    }
}
