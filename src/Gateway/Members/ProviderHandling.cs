using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using RailHub.Contracts;

namespace RailHub.Gateway.Members;

/// <summary>How the outside provider is asked: by code with PKCE (RFC 7636), with state and nonce, and no token of its is kept.</summary>
internal static class ProviderHandling
{
    // Clocks of the two machines may differ by so much.
    private static readonly TimeSpan s_skew = TimeSpan.FromMinutes(2);

    // Somebody waits for it.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    public static void Configure(OpenIdConnectOptions options, OpenIdOptions provider, TimeProvider time)
    {
        options.Authority = provider.Authority.ToString();
        options.ClientId = provider.ClientId;
        options.ClientSecret = provider.ClientSecret;
        options.RequireHttpsMetadata = provider.Authority.Scheme == Uri.UriSchemeHttps;
        options.CallbackPath = ProviderDoor.Callback;
        options.SignInScheme = Schemes.Session;
        options.BackchannelTimeout = s_patience;
        options.DisableTelemetry = true;

        // The answer comes as a browser's own step to another address, with which cookies of SameSite=Lax go, also by plain http. As a form
        // they would not, and Origin would be the provider's.
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        foreach (var cookie in (CookieBuilder[])[options.CorrelationCookie, options.NonceCookie])
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        }

        options.MapInboundClaims = false;
        options.ClaimActions.Clear();

        // It answers two more addresses by itself, one of which signs out whoever is led to it.
        options.RemoteSignOutPath = default;
        options.SignedOutCallbackPath = default;

        options.TokenValidationParameters.LifetimeValidator = (notBefore, expires, _, _) =>
            time.GetUtcNow().UtcDateTime is var now && expires > now - s_skew && !(notBefore > now + s_skew);
        options.Events = new OpenIdConnectEvents
        {
            OnMessageReceived = context =>
            {
                if (Door(context.HttpContext).CheckTries(context.HttpContext) is { } tooMany)
                {
                    LeadBack(context.HttpContext, context.Properties?.RedirectUri, tooMany);
                    context.HandleResponse();
                }

                return Task.CompletedTask;
            },
            OnTokenValidated = context =>
            {
                // The handler takes one without a signature from the provider's own hands. A key that is not asked for helps nobody.
                if (string.IsNullOrEmpty(context.SecurityToken.RawSignature))
                {
                    context.Fail("The id token is not signed.");
                }

                return Task.CompletedTask;
            },
            OnTicketReceived = async context =>
            {
                var refusal = await Door(context.HttpContext).EndAsync(context.HttpContext, ProviderIdentity.Of(context.Principal!), context.Properties);
                LeadBack(context.HttpContext, context.ReturnUri, refusal);
                context.HandleResponse();
            },
            OnAccessDenied = context =>
            {
                LeadBack(context.HttpContext, context.Properties?.RedirectUri, ProviderDoor.Deny());
                context.HandleResponse();
                return Task.CompletedTask;
            },
            OnRemoteFailure = context =>
            {
                LeadBack(context.HttpContext, context.Properties?.RedirectUri, Door(context.HttpContext).Fail(context.HttpContext, context.Failure));
                context.HandleResponse();
                return Task.CompletedTask;
            },
        };
    }

    private static ProviderDoor Door(HttpContext http) => http.RequestServices.GetRequiredService<ProviderDoor>();

    private static void LeadBack(HttpContext http, string? page, Refusal? refusal)
    {
        var cleaned = DashboardAddress.Clean(page) ?? "/";
        http.Response.Redirect(refusal is null ? cleaned : DashboardAddress.WithProblem(cleaned, refusal));
    }
}
