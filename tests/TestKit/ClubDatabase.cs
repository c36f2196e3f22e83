using RailHub.Persistence;

namespace RailHub.TestKit;

/// <summary>A database of a test club's own: a copy of one that was migrated once for all clubs of the process.</summary>
public abstract class ClubDatabase : IAsyncDisposable
{
    public abstract DatabaseOptions Options { get; }

    /// <summary>Makes one.</summary>
    public static async Task<ClubDatabase> CreateAsync(DatabaseProvider provider) => provider == DatabaseProvider.Sqlite
        ? await SqliteClubDatabase.CreateAsync()
        : await PostgresClubDatabase.CreateAsync();

    public abstract ValueTask DisposeAsync();
}
