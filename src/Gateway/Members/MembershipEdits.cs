using Microsoft.EntityFrameworkCore;
using RailHub.Contracts;
using RailHub.Gateway.History;
using RailHub.Persistence;

namespace RailHub.Gateway.Members;

/// <summary>
/// Changes of who may what: one at a time in the whole club, each whole or not at all, and known to this gateway when they are answered. The
/// others find out by the version that each raises.
/// </summary>
internal sealed class MembershipEdits(RailHubDb database, PassBook book, Audit audit, TimeProvider time)
{
    // No lamp waits for it, and the first one of a process on a slow machine takes seconds.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(15);

    private static readonly Refusal s_away = new(
        RefusalKind.Unavailable,
        RefusalCodes.DatabaseAway,
        "The database is away, so this was not done. Lamps can still be switched by whoever is signed in. Try again in a moment.");

    /// <summary>The database of this request, which is <c>UserManager</c>'s as well.</summary>
    public RailHubDb Database => database;

    /// <summary>Carries out a change. What it refuses is undone.</summary>
    /// <param name="edit">The change.</param>
    /// <param name="told">What is written down of it once it is done.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<Outcome<T>> EditAsync<T>(Func<CancellationToken, Task<Outcome<T>>> edit, Func<T, AuditEntry> told, CancellationToken cancellation)
        where T : class
    {
        var outcome = await EditAsync(edit, cancellation);
        if (outcome.Value is { } value)
        {
            audit.Note(told(value));
        }

        return outcome;
    }

    /// <summary>The same, where the caller writes down what is worth it.</summary>
    public async Task<Outcome<T>> EditAsync<T>(Func<CancellationToken, Task<Outcome<T>>> edit, CancellationToken cancellation)
        where T : class
    {
        using var limit = new CancellationTokenSource(s_limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        await using var driver = new DriverLimit(either.Token);
        try
        {
            await using (var transaction = await database.Database.BeginTransactionAsync(driver.Token))
            {
                // It also locks the row: of two changes the later one sees what the earlier one made.
                await database.Memberships.ExecuteUpdateAsync(
                    set => set.SetProperty(row => row.Version, row => row.Version + 1), driver.Token);
                var outcome = await edit(driver.Token);
                if (outcome.Refusal is not null)
                {
                    return outcome;
                }

                await database.SaveChangesAsync(driver.Token);
                await transaction.CommitAsync(driver.Token);
                await book.RenewAsync(driver.Token);
                return outcome;
            }
        }
        catch (Exception failure) when (IsAway(failure, cancellation))
        {
            return s_away;
        }
    }

    /// <summary>Asks the database.</summary>
    public async Task<Outcome<T>> AskAsync<T>(Func<CancellationToken, Task<Outcome<T>>> ask, CancellationToken cancellation)
        where T : class
    {
        using var limit = new CancellationTokenSource(s_limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        await using var driver = new DriverLimit(either.Token);
        try
        {
            return await ask(driver.Token);
        }
        catch (Exception failure) when (IsAway(failure, cancellation))
        {
            return s_away;
        }
    }

    private static bool IsAway(Exception failure, CancellationToken cancellation) =>
        DatabaseErrors.IsAway(failure) || (failure is OperationCanceledException && !cancellation.IsCancellationRequested);
}
