using System.Text;

namespace RailHub.Contracts;

/// <summary>How texts are compared when somebody looks for something: words in any order, without regard to case and accents.</summary>
public static class SearchText
{
    // The browser's library is built without the tables of Unicode: these are the letters of the languages that clubs here write.
    private const string Accented = "àáâãäåāăąçćčďđèéêëēėęěğìíîïīįıłñńňòóôõöøōőřśşšťùúûüūůűýÿžźż";
    private const string Plain = "aaaaaaaaacccddeeeeeeeegiiiiiiilnnnoooooooorssstuuuuuuuyyzzz";

    /// <summary>The words that somebody looks for, folded; none find everything.</summary>
    public static IReadOnlyList<string> WordsOf(string text) => Fold(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A text as it is compared: in small letters without accents.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            var lower = char.ToLowerInvariant(letter);
            _ = lower == 'ß' ? folded.Append("ss") : folded.Append(Accented.IndexOf(lower, StringComparison.Ordinal) is >= 0 and var index ? Plain[index] : lower);
        }

        return folded.ToString();
    }

    /// <summary>Whether a folded text has all words.</summary>
    public static bool HasAll(string folded, IReadOnlyList<string> words)
    {
        foreach (var word in words)
        {
            if (!folded.Contains(word, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }
}
