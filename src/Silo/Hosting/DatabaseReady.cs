using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using RailHub.Grains.Owners;
using RailHub.Persistence;

namespace RailHub.Silo.Hosting;

/// <summary>
/// Ready when the club's database answers within two seconds and has not just refused to be written. Live control goes on without it; edits
/// do not.
/// </summary>
internal sealed class DatabaseReady(IDbContextFactory<RailHubDb> databases, IDatabaseWrites writes, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    // One question at a time, however often probes come: SQLite keeps a thread for as long as the disk hangs.
    private Task _asked = Task.CompletedTask;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            if (_asked.IsCompleted)
            {
                _asked = Task.Run(AskAsync, CancellationToken.None);
            }

            await _asked.WaitAsync(s_patience, time, cancellationToken);
            return writes.Refused is { } why
                ? HealthCheckResult.Unhealthy($"It cannot be written ({why}). Lamps can be switched; edits are refused until it can.")
                : HealthCheckResult.Healthy();
        }
        catch (TimeoutException)
        {
            return HealthCheckResult.Unhealthy("It does not answer. Lamps can be switched; edits are refused until it does.");
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy(
                $"It cannot be used ({failure.GetBaseException().Message.TrimEnd('.')}). Lamps can be switched; edits are refused until it can.", failure);
        }
    }

    private async Task AskAsync()
    {
        await using var database = await databases.CreateDbContextAsync();
        await database.Layouts.AsNoTracking().AnyAsync();
    }
}
