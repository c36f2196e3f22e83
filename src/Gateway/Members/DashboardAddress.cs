using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using RailHub.Contracts;

namespace RailHub.Gateway.Members;

/// <summary>Pages of the dashboard that a browser comes back to, by addresses that somebody else may have made up.</summary>
internal static class DashboardAddress
{
    /// <summary>The member of an address that says why something did not work: one of <see cref="RefusalCodes"/>.</summary>
    public const string Problem = "problem";

    /// <summary>A page of the dashboard as a redirect names it; null for any other address, and the first page for none.</summary>
    public static string? Clean(string? address) =>
        string.IsNullOrEmpty(address) ? "/"
        : address[0] == '/' && RedirectHttpResult.IsLocalUrl(address) && Uri.TryCreate($"http://localhost{address}", UriKind.Absolute, out var page)

            // Made plain, "/x/..//example.org" is another site's.
            && $"{page.PathAndQuery}{page.Fragment}" is var plain && RedirectHttpResult.IsLocalUrl(plain)
            && !new PathString(page.AbsolutePath).StartsWithSegments("/api")
        ? plain
        : null;

    /// <summary>The same page, told what went wrong.</summary>
    public static string WithProblem(string page, Refusal refusal) => QueryHelpers.AddQueryString(page, Problem, refusal.Code);
}
