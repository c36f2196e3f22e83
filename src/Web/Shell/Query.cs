using Microsoft.AspNetCore.Components;

namespace RailHub.Web.Shell;

/// <summary>What stands behind the question mark of the page's address.</summary>
public static class Query
{
    /// <summary>A value by its name; null when it is not there.</summary>
    public static string? Of(NavigationManager navigation, string name)
    {
        var value = Array.Find(new Uri(navigation.Uri).Query.TrimStart('?').Split('&'), part => part.StartsWith($"{name}=", StringComparison.Ordinal));
        return value is null ? null : Uri.UnescapeDataString(value[(name.Length + 1)..].Replace('+', ' '));
    }
}
