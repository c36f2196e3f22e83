using Microsoft.AspNetCore.Components;
using RailHub.Contracts;
using RailHub.Web.Shell;

namespace RailHub.Web.Members;

/// <summary>What the gateway tells a page that a browser comes back to from the outside provider, in the page's address.</summary>
public static class ProviderReturn
{
    private const string Problem = "problem";

    // Anybody can write an address: it says these and nothing else.
    private static readonly string[] s_codes =
    [
        RefusalCodes.ProviderAway, RefusalCodes.ProviderDenied, RefusalCodes.ProviderFailed, RefusalCodes.ProviderStranger, RefusalCodes.ProviderTaken,
        RefusalCodes.TooManyCalls, RefusalCodes.DatabaseAway,
    ];

    /// <summary>What went wrong, in words; null when nothing did.</summary>
    public static string? ProblemIn(NavigationManager navigation)
    {
        var code = Array.Find(s_codes, known => new Uri(navigation.Uri).Query.TrimStart('?').Split('&').Contains($"{Problem}={known}"));
        return code is null ? null : Words.Of(new Refusal(RefusalKind.Unauthenticated, code, string.Empty));
    }

    /// <summary>Takes it out of the address: a page that is loaded again does not tell it again.</summary>
    public static void Forget(NavigationManager navigation)
    {
        if (ProblemIn(navigation) is not null)
        {
            navigation.NavigateTo(Plain(navigation), replace: true);
        }
    }

    /// <summary>Where the browser goes to sign in by the provider, to come back to this page.</summary>
    public static string SignInAddress(NavigationManager navigation) =>
        $"api/session/provider?returnUrl={Uri.EscapeDataString($"/{navigation.ToBaseRelativePath(Plain(navigation))}")}";

    private static string Plain(NavigationManager navigation) => navigation.GetUriWithQueryParameter(Problem, (string?)null);
}
