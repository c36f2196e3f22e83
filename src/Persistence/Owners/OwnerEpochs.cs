using Microsoft.EntityFrameworkCore;

namespace RailHub.Persistence;

/// <summary>Who owns a grain's rows: the fence of two activations of one grain, the same in every database.</summary>
public static class OwnerEpochs
{
    /// <summary>Takes a grain over: gives an epoch higher than any before.</summary>
    public static async Task<long> TakeOwnershipAsync(this RailHubDb database, string grain, CancellationToken cancellation = default) =>
        (await database.Database
            .SqlQuery<long>(
                $"""
                INSERT INTO owners (grain, epoch) VALUES ({grain}, 1)
                ON CONFLICT (grain) DO UPDATE SET epoch = owners.epoch + 1
                RETURNING epoch AS "Value"
                """)
            .ToListAsync(cancellation))
        .Single();

    /// <summary>
    /// Inside a transaction: makes sure that an epoch still counts, and lets nobody take over before the transaction ends.
    /// <see langword="false"/> when somebody has.
    /// </summary>
    public static async Task<bool> HoldOwnershipAsync(this RailHubDb database, string grain, long epoch, CancellationToken cancellation = default) =>
        await database.Owners.Where(row => row.Grain == grain && row.Epoch == epoch)
            .ExecuteUpdateAsync(row => row.SetProperty(owner => owner.Epoch, owner => owner.Epoch), cancellation) == 1;

    /// <summary>Inside a transaction: ends whoever owns these grains now.</summary>
    public static Task EndOwnershipAsync(this RailHubDb database, IReadOnlyCollection<string> grains, CancellationToken cancellation = default) =>
        database.Owners.Where(row => grains.Contains(row.Grain))
            .ExecuteUpdateAsync(row => row.SetProperty(owner => owner.Epoch, owner => owner.Epoch + 1), cancellation);

    /// <summary>The epoch that counts; null when nobody ever took it.</summary>
    public static async Task<long?> ReadOwnershipAsync(this RailHubDb database, string grain, CancellationToken cancellation = default) =>
        await database.Owners.Where(row => row.Grain == grain).Select(row => (long?)row.Epoch).SingleOrDefaultAsync(cancellation);
}
