using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RailHub.Persistence;

namespace RailHub.Grains.Controllers;

/// <summary>
/// Nothing calls a board's grain when its silo died, and an outgoing socket keeps no activation alive. So every silo
/// looks every few seconds that each registered controller has a live activation somewhere.
/// </summary>
internal sealed partial class ControllerSupervisor(
    IGrainFactory grains, IDbContextFactory<RailHubDb> databases, TimeProvider time, ILogger<ControllerSupervisor> logger) : BackgroundService
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            try
            {
                await LookAfterAll(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                // The database or the cluster is not ready: boards that are linked stay linked, and the next round tries again.
                LogRoundFailed(failure);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task LookAfterAll(CancellationToken cancellation)
    {
        await using var database = await databases.CreateDbContextAsync(cancellation);
        var ids = await database.Controllers.AsNoTracking().Select(row => row.Id).ToListAsync(cancellation);
        await Task.WhenAll(ids.Select(id => grains.GetGrain<IControllerGrain>(id.Compact).KeepLinked()));
    }

    [LoggerMessage(LogLevel.Warning, "Looking after the controllers failed; it is tried again")]
    private partial void LogRoundFailed(Exception failure);
}
