namespace RailHub.Gateway.Members;

/// <summary>What a browser says of itself, in two words that its owner knows again.</summary>
internal static class DeviceName
{
    // In this order: later browsers and systems say the names of those before them as well.
    private static readonly (string Sign, string Name)[] s_browsers =
    [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"),
        ("Chrome", "Chrome"), ("Safari", "Safari"), ("curl", "curl"),
    ];

    private static readonly (string Sign, string Name)[] s_systems =
    [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS"), ("Macintosh", "Mac"), ("Linux", "Linux"),
    ];

    /// <summary>Such as "Firefox, Android"; empty when it says nothing that is known.</summary>
    public static string Of(string userAgent) => string.Join(", ", new[] { Find(s_browsers, userAgent), Find(s_systems, userAgent) }.OfType<string>());

    private static string? Find((string Sign, string Name)[] known, string userAgent) =>
        known.FirstOrDefault(candidate => userAgent.Contains(candidate.Sign, StringComparison.Ordinal)).Name;
}
