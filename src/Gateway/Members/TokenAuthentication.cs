using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Members;

/// <summary>Lets programs in by their token (RFC 6750).</summary>
internal sealed class TokenAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, PassBook book, Presence presence)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    private const string Bearer = "Bearer ";

    /// <summary>The token that a request brings; null when it brings none. One in the address of the hub is in the header by now (<see cref="QueryToken"/>).</summary>
    public static string? Find(HttpRequest request) =>
        request.Headers.Authorization.ToString() is var sent && sent.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? sent[Bearer.Length..].Trim() : null;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Find(Request) is not { } secret)
        {
            return AuthenticateResult.NoResult();
        }

        if (await book.FindTokenAsync(TokenSecret.Hash(secret), Context.RequestAborted) is not { } key)
        {
            return AuthenticateResult.Fail("There is no such token.");
        }

        Context.Features.Set(new Entrant(book, key, Context));
        presence.Seen(key.Id);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(Schemes.Token)), Scheme.Name));
    }
}
