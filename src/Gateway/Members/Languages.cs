using RailHub.Contracts;

namespace RailHub.Gateway.Members;

/// <summary>The languages that the dashboard speaks.</summary>
internal static class Languages
{
    private static readonly string[] s_all = ["en", "de", "fr", "it", "hi", "zh"];

    /// <summary>The language, empty for that of the browser; or why it cannot be.</summary>
    public static Outcome<string> Check(string? language) => string.IsNullOrEmpty(language) || s_all.Contains(language)
        ? language ?? ""
        : Refusal.Invalid("language", RefusalCodes.LanguageInvalid, $"The dashboard speaks {string.Join(", ", s_all)}; without a language it takes the browser's.");
}
