using RailHub.Contracts;
using RailHub.Web.Resources;
using RailHub.Web.Search;
using RailHub.Web.Shell;

namespace RailHub.Web.Lamps;

/// <summary>Finds lamps by words (<see cref="SearchText"/>) of their name, area, board and GPIO, and of what is wrong with them.</summary>
public static class LampSearch
{
    /// <summary>The words that somebody looks for; empty finds everything.</summary>
    public static IReadOnlyList<string> WordsOf(string text) => SearchText.WordsOf(text);

    /// <summary>Whether a lamp is one of those that somebody looks for.</summary>
    public static bool Finds(IReadOnlyList<string> words, AreaView area, LampView lamp)
    {
        if (words.Count == 0)
        {
            return true;
        }

        var trouble = lamp.IsTrouble ? SearchWords.Problems.Of(lamp.Link.State, lamp.Output.Drift) : null;
        var text = string.Join(' ', lamp.Name, area.Name, lamp.Controller.Name, Texts.Output_Unnamed.With(lamp.Output.Pin), trouble);
        return SearchText.HasAll(SearchText.Fold(text), words);
    }
}
