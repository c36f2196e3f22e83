using Microsoft.AspNetCore.Authorization;

namespace RailHub.Gateway.Security;

internal static class SecurityServices
{
    public static IServiceCollection AddRights(this IServiceCollection services)
    {
        services.AddSingleton<RateLimits>();
        services.AddSingleton<CallLimit>();
        services.AddSingleton<Gatekeeper>();
        services.AddSingleton<IAuthorizationHandler, CallerPolicy>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, RefusedCaller>();
        var authorization = services.AddAuthorizationBuilder();
        foreach (var right in Rights.All)
        {
            authorization.AddPolicy(right, policy => policy.AddRequirements(new RightRequirement(right)));
        }

        return services;
    }

    /// <summary>Adds who is let near, and what browsers are told of answers.</summary>
    public static IServiceCollection AddCallers(this IServiceCollection services)
    {
        services.AddSingleton<HostNames>();
        services.AddSingleton<Proxies>();
        services.AddSingleton<Callers>();
        services.AddSingleton<SecurityHeaders>();
        services.AddSingleton<IHttpContextFactory, QueryToken>();
        return services;
    }
}
