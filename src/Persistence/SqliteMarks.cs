using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace RailHub.Persistence;

/// <summary>
/// Ties a database in SQLite to its write-ahead log. SQLite does not: it lays any whole log over any database, and a backup that is put
/// beside the log of a crash becomes a mixture of both without a word. So the database has a mark that changes with every new log, and
/// each log has the mark that it began with (ADR 24).
/// </summary>
/// <param name="database">The file.</param>
public sealed class SqliteMarks(string database)
{
    // Of the header of page 1 (sqlite.org/fileformat2.html, section 1.3): user_version, and application_id for the mark before.
    private const int MarkAt = 60;
    private const int MarkBeforeAt = 68;
    private const int HeaderSize = 100;

    private ulong? _marked;

    /// <summary>Marks the database once more when its log is a new one: within the time between two calls, a log has no mark.</summary>
    /// <exception cref="SqliteException">The database is away; the next call tries again.</exception>
    public async Task MarkNewLogAsync(CancellationToken cancellation)
    {
        if (WriteAheadLog.Salts(database) is { } log && log != _marked)
        {
            await using var connection = await ConnectAsync(database, cancellation);
            await ChangeAsync(connection, cancellation);

            // Writing may itself have begun another one: then this was too early, and the next call finds it.
            _marked = log;
        }
    }

    /// <summary>Refuses a log that is not the database's own. To be called while nobody has the database open.</summary>
    /// <exception cref="DatabaseUnusableException">It is another one's, or of another day.</exception>
    internal static void Check(string database)
    {
        var pages = WriteAheadLog.FirstPages(database);
        if (pages.Count == 0)
        {
            return;
        }

        // What the database may have: what it had when the log began, and what parts of the log that are already in it made of that.
        var mark = Read(FirstPage(database), MarkAt);
        if (mark != Read(pages[0], MarkBeforeAt) && !pages.Exists(page => Read(page, MarkAt) == mark))
        {
            throw new DatabaseUnusableException(
                $"The log {WriteAheadLog.Of(database)} does not belong to the database {database}: one was put there without the other, and together they would be a mixture. "
                + "If the database is a backup that is to count, move the log away and start again; otherwise put back the database that the log belongs to.");
        }
    }

    /// <summary>Begins anew: from here on no log of before belongs to the database. To be called at the start, by whoever has it alone.</summary>
    internal static async Task BeginAsync(string database, CancellationToken cancellation)
    {
        await using var connection = await ConnectAsync(database, cancellation);
        await ChangeAsync(connection, cancellation);
        await connection.ExecuteAsync("PRAGMA wal_checkpoint(TRUNCATE)", cancellation);

        // The first thing in the new log: from its beginning it can be told whose it is.
        await ChangeAsync(connection, cancellation);
    }

    /// <summary>Gives the database another mark than it has. A copy that was given one belongs to no log of the original.</summary>
    internal static async Task ChangeAsync(SqliteConnection connection, CancellationToken cancellation)
    {
        await using var transaction = connection.BeginTransaction(deferred: false);
        var before = await connection.ReadAsync("PRAGMA user_version", cancellation);
        var mark = RandomNumberGenerator.GetInt32(1, int.MaxValue);
        await connection.ExecuteAsync(
            string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {before}; PRAGMA user_version = {mark}"), cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private static Task<SqliteConnection> ConnectAsync(string database, CancellationToken cancellation) =>
        SqliteCommands.ConnectAsync(database, SqliteOpenMode.ReadWrite, cancellation);

    private static byte[] FirstPage(string database)
    {
        using var file = new FileStream(database, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var header = new byte[HeaderSize];
        file.ReadAtLeast(header, HeaderSize, throwOnEndOfStream: false);
        return header;
    }

    private static uint Read(byte[] page, int at) => BinaryPrimitives.ReadUInt32BigEndian(page.AsSpan(at));
}
