using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RailHub.Persistence;

namespace RailHub.Gateway.Members;

internal static class MemberServices
{
    /// <summary>Adds who may enter; the club's database has to be there.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="provider">The outside provider that members may sign in by; null = none.</param>
    public static IServiceCollection AddMembers(this IServiceCollection services, OpenIdOptions? provider)
    {
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<RailHubDb>>().CreateDbContext());
        services.AddSingleton<UserNames>();
        services.AddSingleton<ILookupNormalizer>(provider => provider.GetRequiredService<UserNames>());
        services.AddIdentityCore<MemberRow>(options =>
        {
            options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;

            // UserNames has looked at the name.
            options.User.AllowedUserNameCharacters = "";
        }).AddEntityFrameworkStores<RailHubDb>();
        services.AddScoped<IPasskeyHandler<MemberRow>, PasskeyHandler<MemberRow>>();
        services.AddScoped<Passkeys>();
        services.AddSingleton<IPasswordHasher<MemberRow>, PasswordHasher<MemberRow>>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<SignInTries>();

        services.AddSingleton<PassBook>();
        services.AddHostedService(provider => provider.GetRequiredService<PassBook>());
        services.AddSingleton<Presence>();
        services.AddHostedService(provider => provider.GetRequiredService<Presence>());
        services.AddScoped<MembershipEdits>();
        services.AddScoped<Accounts>();
        services.AddScoped<Sessions>();
        services.AddScoped<Entrance>();
        services.AddScoped<Tokens>();
        services.AddScoped<LayoutMembers>();

        // Any gateway reads the cookies of any other one of the club, and no other club's.
        services.AddDataProtection().SetApplicationName("RailHub").PersistKeysToDbContext<RailHubDb>();
        var authentication = services.AddAuthentication(Schemes.Any)
            .AddPolicyScheme(Schemes.Any, null, options => options.ForwardDefaultSelector =
                http => TokenAuthentication.Find(http.Request) is null ? Schemes.Session : Schemes.Token)
            .AddCookie(Schemes.Session, SessionCookie.Configure)
            .AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(Schemes.Token, null);
        services.AddSingleton<IPostConfigureOptions<CookieAuthenticationOptions>, ReadTickets>(); // after that of the cookie
        if (provider is not null)
        {
            services.AddSingleton(provider);
            services.AddScoped<ProviderLinks>();
            services.AddScoped<ProviderDoor>();
            services.AddOptions<OpenIdConnectOptions>(Schemes.Provider)
                .Configure<TimeProvider>((options, time) => ProviderHandling.Configure(options, provider, time));
            authentication.AddOpenIdConnect(Schemes.Provider, null, _ => { });
        }

        return services;
    }
}
