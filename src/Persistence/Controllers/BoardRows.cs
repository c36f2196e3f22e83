using System.Data.Common;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using RailHub.Contracts;

namespace RailHub.Persistence;

/// <summary>What the database has of a board, as its new owner finds it.</summary>
/// <param name="Epoch">The owner epoch that was taken.</param>
/// <param name="Controller">Its registration.</param>
/// <param name="Wishes">What is wanted of its outputs, in the order in which it counts.</param>
/// <param name="Runs">The chasing groups that it is told of.</param>
/// <param name="Ended">The groups that only the board knew and that the desk has ended.</param>
/// <param name="Fades">The steps of fades that it was sent in the day that was begun last; null when there was none.</param>
/// <param name="Desk">The desk of its layout; null when nobody has touched it.</param>
public sealed record BoardRows(
    long Epoch,
    ControllerRow Controller,
    IReadOnlyList<WishRow> Wishes,
    IReadOnlyList<(GroupRunRow Run, ChasingGroupRow Group)> Runs,
    IReadOnlyList<EndedGroupRow> Ended,
    FadeDayRow? Fades,
    DeskRow? Desk);

/// <summary>Takes boards over.</summary>
public static class BoardTakeover
{
    // Statements of one round trip, each of which sees what was committed before it began. So the first waits for whoever saves under
    // the epoch that it ends, and the others read what that one wrote. One statement for all would not see it.
    private const string Sql =
        """
        INSERT INTO owners (grain, epoch) SELECT {0}, 1 WHERE EXISTS (SELECT 1 FROM controllers WHERE id = {1})
            ON CONFLICT (grain) DO UPDATE SET epoch = owners.epoch + 1 RETURNING epoch;
        SELECT c.layout_id, c.name, c.host, c.http_port, c.web_socket_port, c.position, c.version FROM controllers AS c WHERE c.id = {1};
        SELECT w.pin, w.ordinal, w.active, w.brightness, w.interval, w.name, w.starts_at, w.duration, w.curve, w.origin
            FROM wishes AS w WHERE w.controller = {1} ORDER BY w.ordinal;
        SELECT m.group_id, m.ordinal, m.controller, m.pin
            FROM group_runs AS r JOIN chasing_members AS m ON m.group_id = r.group_id WHERE r.controller = {1};
        SELECT r.group_id, r.number, r.wanted, r.pending, r.problem, g.layout_id, g.name, g.interval, g.version
            FROM group_runs AS r JOIN chasing_groups AS g ON g.id = r.group_id WHERE r.controller = {1};
        SELECT e.ordinal, e.number, e.name, e.interval, e.pins FROM ended_groups AS e WHERE e.controller = {1} ORDER BY e.ordinal;
        SELECT f.since, f.steps FROM fade_days AS f WHERE f.controller = {1};
        SELECT d.layout_id, d.epoch, d.content FROM controllers AS c JOIN desks AS d ON d.layout_id = c.layout_id WHERE c.id = {1}
        """;

    /// <summary>
    /// Takes a board over and reads what was kept of it, in one round trip: none of the owners before writes any more. Null when the club
    /// has no such board; then nobody becomes its owner.
    /// </summary>
    /// <param name="database">The database, outside a transaction.</param>
    /// <param name="grain">The board's name among the owners.</param>
    /// <param name="id">The board.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<BoardRows?> TakeBoardAsync(
        this RailHubDb database, string grain, MacAddress id, CancellationToken cancellation = default)
    {
        var command = database.GetService<IRawSqlCommandBuilder>().Build(Sql, [grain, (long)id.Value], database.Model);
        await using var results = await command.RelationalCommand.ExecuteReaderAsync(
            new RelationalCommandParameterObject(
                database.GetService<IRelationalConnection>(), command.ParameterValues, readerColumns: null, database, logger: null),
            cancellation);
        var reader = results.DbDataReader;
        var epochs = await ReadAsync(reader, static row => row.GetInt64(0), cancellation);
        var controllers = await ReadNextAsync(reader, row => Controller(row, id), cancellation);
        var wishes = await ReadNextAsync(reader, row => Wish(row, id), cancellation);
        var members = (await ReadNextAsync(reader, Member, cancellation)).ToLookup(member => member.GroupId);
        var runs = await ReadNextAsync(reader, row => Run(row, id, members), cancellation);
        var ended = await ReadNextAsync(reader, row => Ended(row, id), cancellation);
        var fades = await ReadNextAsync(reader, row => Fades(row, id), cancellation);
        var desks = await ReadNextAsync(reader, Desk, cancellation);
        return epochs is [var epoch] && controllers is [var controller]
            ? new BoardRows(epoch, controller, wishes, runs, ended, fades.SingleOrDefault(), desks.SingleOrDefault())
            : null;
    }

    private static async Task<List<T>> ReadNextAsync<T>(DbDataReader reader, Func<DbDataReader, T> read, CancellationToken cancellation)
    {
        await reader.NextResultAsync(cancellation);
        return await ReadAsync(reader, read, cancellation);
    }

    private static async Task<List<T>> ReadAsync<T>(DbDataReader reader, Func<DbDataReader, T> read, CancellationToken cancellation)
    {
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private static ControllerRow Controller(DbDataReader row, MacAddress id) => new()
    {
        Id = id,
        LayoutId = new LayoutId(row.GetGuid(0)),
        Name = row.GetString(1),
        Host = row.GetString(2),
        HttpPort = row.GetInt32(3),
        WebSocketPort = row.GetInt32(4),
        Position = row.GetInt32(5),
        Version = row.GetInt64(6),
    };

    private static WishRow Wish(DbDataReader row, MacAddress id) => new()
    {
        Controller = id,
        Pin = row.GetInt32(0),
        Ordinal = row.GetInt32(1),
        Active = row.IsDBNull(2) ? null : row.GetBoolean(2),
        Brightness = row.IsDBNull(3) ? null : row.GetInt32(3),
        Interval = row.IsDBNull(4) ? null : row.GetInt64(4),
        Name = row.IsDBNull(5) ? null : row.GetString(5),
        StartsAt = row.GetInt64(6),
        Duration = row.GetInt64(7),
        Curve = (Curve)row.GetInt32(8),
        Origin = row.GetInt32(9),
    };

    private static EndedGroupRow Ended(DbDataReader row, MacAddress id) => new()
    {
        Controller = id,
        Ordinal = row.GetInt32(0),
        Number = row.GetInt32(1),
        Name = row.GetString(2),
        Interval = row.GetInt64(3),
        Pins = row.GetString(4),
    };

    private static FadeDayRow Fades(DbDataReader row, MacAddress id) =>
        new() { Controller = id, Since = row.GetInt64(0), Steps = row.GetInt32(1) };

    private static DeskRow Desk(DbDataReader row) =>
        new() { LayoutId = new LayoutId(row.GetGuid(0)), Epoch = row.GetInt64(1), Content = row.GetString(2) };

    private static ChasingMemberRow Member(DbDataReader row) => new()
    {
        GroupId = new ChasingGroupId(row.GetGuid(0)),
        Ordinal = row.GetInt32(1),
        Controller = new MacAddress((ulong)row.GetInt64(2)),
        Pin = row.GetInt32(3),
    };

    private static (GroupRunRow Run, ChasingGroupRow Group) Run(DbDataReader row, MacAddress id, ILookup<ChasingGroupId, ChasingMemberRow> members)
    {
        var group = new ChasingGroupId(row.GetGuid(0));
        return (
            new GroupRunRow
            {
                GroupId = group,
                Controller = id,
                Number = row.IsDBNull(1) ? null : row.GetInt32(1),
                Wanted = row.GetBoolean(2),
                Pending = row.GetBoolean(3),
                Problem = row.IsDBNull(4) ? null : row.GetString(4),
            },
            new ChasingGroupRow
            {
                Id = group,
                LayoutId = new LayoutId(row.GetGuid(5)),
                Name = row.GetString(6),
                Interval = row.GetInt32(7),
                Version = row.GetInt64(8),
                Members = [.. members[group]],
            });
    }
}
