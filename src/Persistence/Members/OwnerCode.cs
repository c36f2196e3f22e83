using Microsoft.EntityFrameworkCore;

namespace RailHub.Persistence;

/// <summary>The code by which the first owner of a club is made, and another one when all are lost. It is shown by whoever makes it, and kept as a hash.</summary>
public static class OwnerCode
{
    /// <summary>How long a code is good for.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>
    /// Makes the code of a club that has no owner yet. Of several processes that do so at once, one gets it.
    /// </summary>
    /// <param name="factory">The club's database.</param>
    /// <param name="now">The time.</param>
    /// <param name="renew">Whether a code that is good still is replaced: only who made it can show it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The code; null when the club has its owner, or another process has made a code.</returns>
    public static async Task<string?> OfferAsync(
        IDbContextFactory<RailHubDb> factory, DateTimeOffset now, bool renew, CancellationToken cancellation)
    {
        var code = OneTimeCode.Create();
        var ms = now.ToUnixTimeMilliseconds();
        await using var database = await factory.CreateDbContextAsync(cancellation);
        var offered = await database.Memberships
            .Where(row => row.FoundedAt == null && (renew || row.CodeHash == null || row.CodeExpiresAt < ms))
            .ExecuteUpdateAsync(Put(code, now), cancellation);
        return offered == 0 ? null : code;
    }

    /// <summary>Makes a code for one more owner, whether the club has one or not; the code before is void.</summary>
    public static async Task<string> ReplaceAsync(IDbContextFactory<RailHubDb> factory, DateTimeOffset now, CancellationToken cancellation)
    {
        var code = OneTimeCode.Create();
        await using var database = await factory.CreateDbContextAsync(cancellation);
        await database.Memberships.ExecuteUpdateAsync(Put(code, now), cancellation);
        return code;
    }

    private static Action<Microsoft.EntityFrameworkCore.Query.UpdateSettersBuilder<MembershipRow>> Put(string code, DateTimeOffset now)
    {
        var (hash, expires) = (OneTimeCode.Hash(code), (now + Lifetime).ToUnixTimeMilliseconds());
        return set => set
            .SetProperty(row => row.CodeHash, hash)
            .SetProperty(row => row.CodeExpiresAt, expires)
            .SetProperty(row => row.Version, row => row.Version + 1);
    }
}
