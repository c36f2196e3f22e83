namespace RailHub.Grains.Controllers;

/// <summary>The name that a board gives itself, which nobody has checked.</summary>
internal static class BoardName
{
    /// <summary>What of it the club can take over: no control characters, as long as names may be; null when nothing is left.</summary>
    public static string? Plain(string? name)
    {
        var plain = name is null ? null : new string([.. name.Where(letter => !char.IsControl(letter)).Take(Rules.LongestName)]).Trim();
        return string.IsNullOrEmpty(plain) ? null : plain;
    }
}
