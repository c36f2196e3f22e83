namespace RailHub.Web.Exchange;

/// <summary>A file that somebody chose to import.</summary>
/// <param name="Name">Its name, as the browser tells it.</param>
/// <param name="Content">Its bytes.</param>
public sealed record ChosenFile(string Name, byte[] Content)
{
    /// <summary>The longest file that the gateway takes.</summary>
    public const long MostBytes = 4 * 1024 * 1024;

    private const int LongestName = 60;

    /// <summary>What a module of this file is called until somebody says otherwise.</summary>
    public string Title
    {
        get
        {
            var title = Name.Split('.')[0].Replace('_', ' ').Trim();
            return title.Length > LongestName ? title[..LongestName] : title;
        }
    }
}
