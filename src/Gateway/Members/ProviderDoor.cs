using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using RailHub.Contracts;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Members;

/// <summary>
/// The way to the outside provider and back. Who comes back is let in when a member is linked with them, or becomes that member's link, as was
/// begun; nobody gets an account by it.
/// </summary>
internal sealed partial class ProviderDoor(
    OpenIdOptions provider, PassBook book, Entrance entrance, ProviderLinks links, SignInTries tries, RateLimits limits, ILogger<ProviderDoor> logger)
{
    /// <summary>Where the provider sends browsers back to: what is registered there, below the club's own address.</summary>
    public const string Callback = "/api/session/provider/callback";

    // What may be written down of a reason: it may be a stranger's words.
    private const int LongestReason = 300;

    // Whose session is to be linked, in what goes to the provider and back; it is encrypted.
    private const string Link = "railhub:link";

    // Marks a request that the tries have counted.
    private static readonly object s_counted = new();

    private static readonly Refusal s_away = new(
        RefusalKind.Unavailable, RefusalCodes.ProviderAway, "The provider does not answer. Sign in by your password, or try again in a moment.");

    private static readonly Refusal s_failed = new(
        RefusalKind.Unauthenticated,
        RefusalCodes.ProviderFailed,
        "The sign-in at the provider did not come to its end: it took too long, began in another browser, or was not accepted. Begin again.");

    private static readonly Refusal s_denied = new(
        RefusalKind.Unauthenticated, RefusalCodes.ProviderDenied, "The provider let nobody sign in, or it was called off there. Try again, or sign in by your password.");

    /// <summary>Begins a visit.</summary>
    /// <param name="http">The request; its answer gets the cookies that the visit ends by.</param>
    /// <param name="page">The page that the browser comes back to, of <see cref="DashboardAddress"/>.</param>
    /// <param name="link">The session whose member is to be linked; null = to sign in.</param>
    public async Task<Outcome<ProviderVisit>> BeginAsync(HttpContext http, string page, PassKey? link)
    {
        if (limits.ProviderBegins(CallerAddress.Of(http)) is { } tooMany)
        {
            return tooMany;
        }

        if (!book.IsRead)
        {
            return Gatekeeper.BookAway;
        }

        var properties = new AuthenticationProperties { RedirectUri = page };
        if (link is { } key)
        {
            properties.Items[Link] = key.Id.ToString();
        }

        try
        {
            await http.ChallengeAsync(Schemes.Provider, properties);
        }
        catch (Exception failure) when (!http.RequestAborted.IsCancellationRequested && IsProviders(failure))
        {
            LogNotReached(provider.Name, Reason(failure));
            return s_away;
        }

        // How the browser goes on, is for the endpoint to say.
        var address = http.Response.Headers.Location.ToString();
        http.Response.Headers.Location = default;
        http.Response.StatusCode = StatusCodes.Status200OK;
        return new ProviderVisit(address);
    }

    /// <summary>Counts somebody who comes back as wrong beforehand, as with passwords.</summary>
    public Refusal? CheckTries(HttpContext http)
    {
        http.Items[s_counted] = true;
        return tries.Begin(http.Connection.RemoteIpAddress, Entrance.ProviderTries);
    }

    /// <summary>Ends a visit that the provider has vouched for.</summary>
    /// <returns>Why it came to nothing; null when it did not.</returns>
    public async Task<Refusal?> EndAsync(HttpContext http, ProviderIdentity identity, AuthenticationProperties? properties)
    {
        if (properties is null || !properties.Items.TryGetValue(Link, out var link))
        {
            return (await entrance.SignInAsync(http, identity, links, provider.Name, http.RequestAborted)).Refusal;
        }

        // It ends in the session that it was begun in, or somebody else's account would be linked.
        await http.AuthenticateAsync(Schemes.Session);
        if (http.Pass() is not { Actor.Kind: ActorKind.Member, Member: { } member } pass || pass.Key.Id.ToString() != link)
        {
            return s_failed;
        }

        CallerAddress.Tell(http);
        var linked = await links.LinkAsync(member, identity, http.RequestAborted);
        if (linked.Refusal is null)
        {
            tries.Succeeded(http.Connection.RemoteIpAddress, Entrance.ProviderTries);
        }

        return linked.Refusal;
    }

    /// <summary>Somebody came back without what a visit ends by.</summary>
    public Refusal Fail(HttpContext http, Exception? failure)
    {
        // What is no answer at all was not counted yet.
        if (!http.Items.ContainsKey(s_counted) && CheckTries(http) is { } tooMany)
        {
            return tooMany;
        }

        var refusal = failure is not null && IsAway(failure) ? s_away : s_failed;
        LogFailed(CallerAddress.Of(http), provider.Name, failure is null ? "" : Reason(failure));
        if (refusal == s_failed)
        {
            entrance.NoteFailed(http, null, provider.Name);
        }

        return refusal;
    }

    /// <summary>The provider let nobody in, or somebody did not want to.</summary>
    public static Refusal Deny() => s_denied;

    private static bool IsProviders(Exception failure) =>
        IsAway(failure) || failure is InvalidOperationException or OpenIdConnectProtocolException;

    private static bool IsAway(Exception failure) =>
        failure is HttpRequestException or IOException or TaskCanceledException or WebException || (failure.InnerException is { } cause && IsAway(cause));

    private static string Reason(Exception failure) =>
        string.Concat(failure.Message.Take(LongestReason).Select(letter => char.IsControl(letter) ? ' ' : letter));

    [LoggerMessage(LogLevel.Warning, "Nobody can sign in by {Provider} now: {Reason}")]
    private partial void LogNotReached(string provider, string reason);

    [LoggerMessage(LogLevel.Warning, "A sign-in from {Address} by {Provider} failed: {Reason}")]
    private partial void LogFailed(string? address, string provider, string reason);
}
