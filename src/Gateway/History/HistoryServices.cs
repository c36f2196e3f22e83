namespace RailHub.Gateway.History;

internal static class HistoryServices
{
    /// <summary>Adds who did what; the club's database has to be there.</summary>
    public static IServiceCollection AddHistory(this IServiceCollection services)
    {
        services.AddSingleton<Audit>();
        services.AddHostedService(provider => provider.GetRequiredService<Audit>());
        services.AddSingleton<AuditReader>();
        return services;
    }
}
