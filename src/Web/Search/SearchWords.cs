using RailHub.Contracts;
using RailHub.Web.Resources;
using RailHub.Web.Shell;

namespace RailHub.Web.Search;

/// <summary>What the reader calls what is found, and that something is wrong with it.</summary>
public static class SearchWords
{
    /// <summary>In the reader's language.</summary>
    public static ProblemWords Problems =>
        new(Texts.Search_Offline, Texts.Search_Silent, Texts.Search_Waiting, Texts.Search_Refused, Texts.Search_Problem);

    /// <summary>What was found.</summary>
    public static string Of(SearchHitKind kind) => Words.Named($"SearchHitKind_{kind}");
}
