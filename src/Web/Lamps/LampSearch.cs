using System.Text;
using RailHub.Web.Resources;
using RailHub.Web.Shell;

namespace RailHub.Web.Lamps;

/// <summary>Finds lamps by words in any order, without regard to case and accents: of their name, area, board and GPIO, and by "offline".</summary>
public static class LampSearch
{
    // The browser's library is built without the tables of Unicode: these are the letters of the languages that clubs here write.
    private const string Accented = "àáâãäåāăąçćčďđèéêëēėęěğìíîïīįıłñńňòóôõöøōőřśşšťùúûüūůűýÿžźż";
    private const string Plain = "aaaaaaaaacccddeeeeeeeegiiiiiiilnnnoooooooorssstuuuuuuuyyzzz";

    /// <summary>The words that somebody looks for; empty finds everything.</summary>
    public static IReadOnlyList<string> WordsOf(string text) => Fold(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether a lamp is one of those that somebody looks for.</summary>
    public static bool Finds(IReadOnlyList<string> words, AreaView area, LampView lamp)
    {
        if (words.Count == 0)
        {
            return true;
        }

        var text = Fold(string.Join(
            ' ', lamp.Name, area.Name, lamp.Controller.Name, Texts.Output_Unnamed.With(lamp.Output.Pin), lamp.IsLive ? null : Texts.Search_Offline));
        return words.All(word => text.Contains(word, StringComparison.Ordinal));
    }

    private static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            var lower = char.ToLowerInvariant(letter);
            _ = lower == 'ß' ? folded.Append("ss") : folded.Append(Accented.IndexOf(lower, StringComparison.Ordinal) is >= 0 and var index ? Plain[index] : lower);
        }

        return folded.ToString();
    }
}
