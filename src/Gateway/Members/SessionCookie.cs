using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace RailHub.Gateway.Members;

/// <summary>The cookie of a session: it names the session, and everything else stands in the database.</summary>
internal static class SessionCookie
{
    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "railhub";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;

        // A club's own network often has no certificate.
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = Sessions.Lifetime;
        options.SlidingExpiration = true;
        options.Events.OnValidatePrincipal = ValidateAsync;
        options.Events.OnRedirectToLogin = Answer(StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = Answer(StatusCodes.Status403Forbidden);
    }

    public static Task SignInAsync(HttpContext http, Guid session)
    {
        var identity = new ClaimsIdentity([new Claim(Schemes.SessionClaim, session.ToString())], Schemes.Session);
        return http.SignInAsync(Schemes.Session, new ClaimsPrincipal(identity), new AuthenticationProperties { IsPersistent = true });
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        var book = http.RequestServices.GetRequiredService<PassBook>();
        var key = Guid.TryParse(context.Principal?.FindFirstValue(Schemes.SessionClaim), out var id) ? new PassKey(id) : default;
        if (await book.FindOrAskAsync(key, http.RequestAborted) is null)
        {
            context.RejectPrincipal();
            return;
        }

        http.Features.Set(new Entrant(book, key, http));
        http.RequestServices.GetRequiredService<Presence>().Seen(id);
    }

    private static Func<RedirectContext<CookieAuthenticationOptions>, Task> Answer(int status) => context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };
}
