using Microsoft.EntityFrameworkCore;

namespace RailHub.Persistence.Tests;

/// <summary>What every provider must do; each has a class that runs it and adds what is its own.</summary>
public abstract partial class DatabaseSuite(TestDatabase database)
{
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    protected async Task SaveAsync(params object[] rows)
    {
        await using var db = database.Connect();
        db.AddRange(rows);
        await db.SaveChangesAsync();
    }

    protected async Task<DbUpdateException> RefusedAsync(params object[] rows) =>
        await Assert.ThrowsAnyAsync<DbUpdateException>(() => SaveAsync(rows));
}
