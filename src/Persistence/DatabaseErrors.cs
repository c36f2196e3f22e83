using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace RailHub.Persistence;

/// <summary>Tells what a database error means, the same for every provider.</summary>
public static class DatabaseErrors
{
    // SQLite's extended result codes (sqlite.org/rescode.html), which Microsoft.Data.Sqlite has no names for.
    private const int SqliteConstraintPrimaryKey = 1555;
    private const int SqliteConstraintUnique = 2067;
    private const int SqliteShmSize = 4874; // The write-ahead log's index cannot grow.

    // What .NET gives an IOException of a full disk: on Unix errno, ENOSPC and EDQUOT (Linux, macOS); on Windows ERROR_DISK_FULL
    // and ERROR_HANDLE_DISK_FULL.
    private static readonly int[] s_diskFull = [28, 122, 69, unchecked((int)0x80070070), unchecked((int)0x80070027)];

    /// <summary>
    /// Whether the database cannot serve now, through no fault of the request: it is down, not reached, full, locked or damaged.
    /// The same request may succeed later. Errors that a bug makes (a broken constraint, wrong SQL) are not of this kind.
    /// </summary>
    public static bool IsAway(Exception exception) => Causes(exception).Any(cause => cause switch
    {
        PostgresException postgres => MeansAway(postgres.SqlState),
        NpgsqlOperationInProgressException => false, // Two pieces of work on one context: a bug.
        NpgsqlException => true, // Not the server's word, so about the way to it: sockets, log-in, pool, time-outs.
        SqliteException sqlite => MeansAway((SqliteResult)sqlite.SqliteErrorCode),
        _ => false,
    });

    /// <summary>Whether the reason is a full disk, the database's or that of a file: only a person can do something about it.</summary>
    public static bool IsFull(Exception exception) => Causes(exception).Any(cause => cause switch
    {
        PostgresException postgres => postgres.SqlState == PostgresErrorCodes.DiskFull,
        SqliteException sqlite => sqlite.SqliteErrorCode == (int)SqliteResult.Full || sqlite.SqliteExtendedErrorCode == SqliteShmSize,
        IOException file => s_diskFull.Contains(file.HResult),
        _ => false,
    });

    /// <summary>Whether the database can be read and not written: it is a standby, or its file is protected.</summary>
    public static bool IsReadOnly(Exception exception) => Causes(exception).Any(cause => cause switch
    {
        PostgresException postgres => postgres.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction,
        SqliteException sqlite => sqlite.SqliteErrorCode == (int)SqliteResult.ReadOnly,
        _ => false,
    });

    /// <summary>Whether another row has the same key or unique name.</summary>
    public static bool IsUniqueViolation(DbUpdateException exception) => exception.InnerException switch
    {
        PostgresException postgres => postgres.SqlState == PostgresErrorCodes.UniqueViolation,
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode is SqliteConstraintUnique or SqliteConstraintPrimaryKey,
        _ => false,
    };

    /// <summary>The error of the driver that is behind an exception; null when there is none.</summary>
    internal static Exception? Driver(Exception exception) =>
        Causes(exception).FirstOrDefault(cause => cause is NpgsqlException or SqliteException);

    private static bool MeansAway(string sqlState) =>
        sqlState is PostgresErrorCodes.AdminShutdown
            or PostgresErrorCodes.CrashShutdown
            or PostgresErrorCodes.CannotConnectNow
            or PostgresErrorCodes.InvalidCatalogName // The database itself is gone.
            or PostgresErrorCodes.ReadOnlySqlTransaction // What answers is a standby, as during a fail-over.
            or PostgresErrorCodes.LockNotAvailable
            or "25P03" // idle_in_transaction_session_timeout: this process stood still inside a save.
            or PostgresErrorCodes.QueryCanceled // statement_timeout; a cancelled token is an OperationCanceledException.
        || sqlState[..2] is "08" or "28" or "53" or "58"; // Connection, log-in, resources (disk full, too many clients), I/O.

    private static bool MeansAway(SqliteResult code) => code
        is SqliteResult.Perm
        or SqliteResult.Busy
        or SqliteResult.Locked
        or SqliteResult.OutOfMemory
        or SqliteResult.ReadOnly
        or SqliteResult.IoError
        or SqliteResult.Corrupt
        or SqliteResult.Full
        or SqliteResult.CannotOpen
        or SqliteResult.Protocol
        or SqliteResult.NotADatabase;

    private static IEnumerable<Exception> Causes(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            yield return exception;
        }
    }
}
