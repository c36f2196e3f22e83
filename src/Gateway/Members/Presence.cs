using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using RailHub.Persistence;

namespace RailHub.Gateway.Members;

/// <summary>Keeps when sessions and tokens were last used: to about ten minutes, and never on the way of a call.</summary>
internal sealed partial class Presence(IDbContextFactory<RailHubDb> factory, TimeProvider time, ILogger<Presence> logger) : BackgroundService
{
    private static readonly TimeSpan s_period = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_grain = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<Guid, long> _seen = new();
    private readonly Dictionary<Guid, long> _kept = [];

    public void Seen(Guid id) => _seen[id] = time.GetUtcNow().ToUnixTimeMilliseconds();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await KeepAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotKept(failure);
            }
        }
    }

    private async Task KeepAsync(CancellationToken cancellation)
    {
        var due = _seen.Where(seen => !_kept.TryGetValue(seen.Key, out var kept) || seen.Value - kept >= s_grain.TotalMilliseconds).ToArray();
        if (due.Length > 0)
        {
            await using var database = await factory.CreateDbContextAsync(cancellation);
            foreach (var (id, at) in due)
            {
                var until = at + (long)Sessions.Lifetime.TotalMilliseconds;
                await database.Sessions.Where(row => row.Id == id && row.LastSeenAt < at).ExecuteUpdateAsync(
                    set => set.SetProperty(row => row.LastSeenAt, at).SetProperty(row => row.ExpiresAt, until), cancellation);
                await database.Tokens.Where(row => row.Id == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastUsedAt, at), cancellation);
                await database.Members
                    .Where(row => database.Sessions.Any(session => session.Id == id && session.MemberId == row.Id))
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.LastSeenAt, at), cancellation);
                _kept[id] = at;
            }

            // Their passes run out later now.
            await database.Memberships.ExecuteUpdateAsync(set => set.SetProperty(row => row.Version, row => row.Version + 1), cancellation);
        }

        foreach (var (id, at) in _seen)
        {
            _seen.TryRemove(KeyValuePair.Create(id, at));
        }
    }

    [LoggerMessage(LogLevel.Debug, "When members were here could not be kept")]
    private partial void LogNotKept(Exception failure);
}
