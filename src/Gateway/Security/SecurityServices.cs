using Microsoft.AspNetCore.Authorization;

namespace RailHub.Gateway.Security;

internal static class SecurityServices
{
    public static IServiceCollection AddRights(this IServiceCollection services)
    {
        services.AddSingleton<HostNames>();
        services.AddSingleton<Callers>();
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
}
