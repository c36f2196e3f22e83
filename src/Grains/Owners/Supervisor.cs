using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RailHub.Persistence;

namespace RailHub.Grains.Owners;

/// <summary>
/// Nothing calls a board's grain when its silo died, and an outgoing socket keeps no activation alive. So every silo looks every few seconds
/// that each grain of the kinds that must be alive has a live activation somewhere, and tells it which owner epoch counts.
/// </summary>
internal sealed partial class Supervisor(
    IGrainFactory grains, IEnumerable<OwnedKind> kinds, IDbContextFactory<RailHubDb> databases, TimeProvider time, ILogger<Supervisor> logger)
    : BackgroundService
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    /// <summary>How long reading the list may take: the calls must not wait for a database that hangs.</summary>
    public static readonly TimeSpan ReadLimit = TimeSpan.FromSeconds(3);

    private readonly Dictionary<(OwnedKind Kind, string Key), Task> _calls = [];
    private List<(OwnedKind Kind, string Key, long? Epoch)> _known = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            try
            {
                using var limit = new CancellationTokenSource(ReadLimit, time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, limit.Token);
                _known = await Task.Run(() => ReadAsync(either.Token), either.Token).WaitAsync(either.Token);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                // Boards stay linked while the database is away: the last list goes on, without epochs, which it cannot vouch for.
                LogNotRead(failure);
                _known = [.. _known.Select(entry => entry with { Epoch = null })];
            }

            await CallAllAsync();
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<List<(OwnedKind Kind, string Key, long? Epoch)>> ReadAsync(CancellationToken cancellation)
    {
        await using var database = await databases.CreateDbContextAsync(cancellation);
        var read = new List<(OwnedKind, string, long?)>();
        foreach (var kind in kinds)
        {
            var keys = await kind.Keys(database, cancellation);
            var epochs = await database.Owners.AsNoTracking().Where(row => row.Grain.StartsWith(kind.Owners))
                .ToDictionaryAsync(row => row.Grain, row => row.Epoch, cancellation);
            read.AddRange(keys.Select(key => (kind, key, epochs.TryGetValue(kind.Owners + key, out var epoch) ? (long?)epoch : null)));
        }

        return read;
    }

    /// <summary>
    /// Calls each grain, unless it has not answered the last call: one that is slow holds up none of the others. Between two, whatever
    /// else the process has to do gets its turn: people's commands do not queue behind a round of thousands.
    /// </summary>
    private async Task CallAllAsync()
    {
        foreach (var (kind, key, epoch) in _known)
        {
            if (!_calls.TryGetValue((kind, key), out var last) || last.IsCompleted)
            {
                _calls[(kind, key)] = CallAsync(kind.Grain(grains, key), kind.Owners + key, epoch);
                await Task.Yield();
            }
        }

        foreach (var gone in _calls.Keys.Except(_known.Select(entry => (entry.Kind, entry.Key))).ToArray())
        {
            _calls.Remove(gone);
        }
    }

    private async Task CallAsync(IOwnedGrain grain, string name, long? epoch)
    {
        try
        {
            await grain.KeepLinked(epoch);
        }
        catch (Exception failure)
        {
            // The cluster or the database is not ready: the next round tries again.
            LogNotCalled(failure, name);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The list of what is to be alive could not be read; the last one goes on")]
    private partial void LogNotRead(Exception failure);

    [LoggerMessage(LogLevel.Warning, "{Grain} could not be called; it is tried again")]
    private partial void LogNotCalled(Exception failure, string grain);
}
