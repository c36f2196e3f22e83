using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using RailHub.Contracts;
using RailHub.Grains.Chasing;
using RailHub.Grains.History;
using RailHub.Grains.Layouts;
using RailHub.Grains.Owners;
using RailHub.Persistence;
using RailHub.Protocol;

namespace RailHub.Grains.Controllers;

/// <summary>Adds boards to a layout, gives them names and addresses, and removes them.</summary>
internal sealed class RosterEditor(
    LayoutContent layout, OwnedRows rows, HistoryBook history, ChasingBook chasing, BoardClientFactory clients, IGrainFactory grains, TimeProvider time, ILogger logger)
{
    /// <summary>How many boards of a layout can be restored.</summary>
    public const int MostRemoved = 20;

    /// <summary>How long a board can be restored.</summary>
    public static readonly TimeSpan RemovedFor = TimeSpan.FromDays(30);

    public async Task<Outcome<Controller>> AddController(ControllerDraft draft)
    {
        if ((Rules.CheckHost(draft.Host)
            ?? Rules.CheckPort(draft.HttpPort, "httpPort")
            ?? Rules.CheckPort(draft.WebSocketPort, "webSocketPort")
            ?? (draft.Name is null ? null : Rules.CheckName(draft.Name))) is { } invalid)
        {
            return invalid;
        }

        if (!layout.Exists)
        {
            return LayoutGrain.Unknown;
        }

        using var board = clients.Create(new BoardAddress(draft.Host.Trim(), draft.HttpPort, draft.WebSocketPort));
        var answer = await board.GetStatusAsync(CancellationToken.None);
        if (answer.Snapshot is not { } status)
        {
            return NoBoard(draft, answer.Answer);
        }

        if (status.MacAddress is not { } id)
        {
            return NoBoard(draft, answer.Answer with { Kind = BoardAnswerKind.Refused });
        }

        if (id.Problem is { } problem)
        {
            return NoIdentity(draft, id, problem);
        }

        var added = await rows.EditAsync<Controller>(async (database, cancellation) =>
        {
            if (!layout.Exists)
            {
                return LayoutGrain.Unknown;
            }

            if (await FindTaken(database, id, cancellation) is { } taken)
            {
                return taken;
            }

            var row = new ControllerRow
            {
                Id = id,
                LayoutId = layout.Id,
                Name = NameText.Clean(draft.Name ?? PlainName(status.Name) ?? id.ToString()),
                Host = draft.Host.Trim(),
                HttpPort = draft.HttpPort,
                WebSocketPort = draft.WebSocketPort,
                Position = await NextPosition(database, cancellation),
                Version = 1,
            };
            database.Controllers.Add(row);
            var adopted = chasing.Adopt(database, id, status);
            await database.RemovedControllers.Where(removed => removed.LayoutId == layout.Id && removed.Controller == id)
                .ExecuteDeleteAsync(cancellation);
            try
            {
                await database.SaveChangesAsync(cancellation);
            }
            catch (DbUpdateException failure) when (DatabaseErrors.IsUniqueViolation(failure))
            {
                // Another layout was quicker by a moment.
                database.ChangeTracker.Clear();
                if (await FindTaken(database, id, cancellation) is { } quicker)
                {
                    return quicker;
                }

                throw;
            }

            var controller = row.ToContract();
            return history.With(
                new Edited<Controller>(controller, () =>
                {
                    layout.Controllers.Add(controller);
                    layout.Removed.RemoveAll(removed => removed.Id == id);
                    foreach (var group in adopted)
                    {
                        layout.Groups[group.Id] = group;
                    }
                }),
                HistoryKind.ControllerAdded,
                controller.Name);
        });
        if (added.Value is { } controller)
        {
            await grains.Controller(id).Configure(controller);
            await grains.Controller(id).KeepLinked(epoch: null);
        }

        return added;
    }

    public async Task<Outcome<Controller>> EditController(MacAddress id, ControllerEdit edit, IfVersion? ifVersion)
    {
        // What is not changed is not checked: a name that a board brought along may break our rules.
        var before = layout.Controllers.Find(known => known.Id == id);
        if (((edit.Host is null ? null : Rules.CheckHost(edit.Host))
            ?? Rules.CheckPort(edit.HttpPort, "httpPort")
            ?? Rules.CheckPort(edit.WebSocketPort, "webSocketPort")
            ?? (edit.Name is null || edit.Name == before?.Name ? null : Rules.CheckName(edit.Name))) is { } invalid)
        {
            return invalid;
        }

        var edited = await rows.EditAsync<Controller>(async (database, cancellation) =>
        {
            var index = layout.Controllers.FindIndex(known => known.Id == id);
            if ((index < 0 ? LayoutContent.Unknown(id) : Rules.CheckVersion(ifVersion, layout.Controllers[index].Version)) is { } refusal)
            {
                return refusal;
            }

            var row = await database.Controllers.SingleAsync(row => row.Id == id, cancellation);
            row.Name = edit.Name is null || edit.Name == row.Name ? row.Name : NameText.Clean(edit.Name);
            row.Host = edit.Host?.Trim() ?? row.Host;
            row.HttpPort = edit.HttpPort ?? row.HttpPort;
            row.WebSocketPort = edit.WebSocketPort ?? row.WebSocketPort;
            row.Version++;
            await database.SaveChangesAsync(cancellation);
            var controller = row.ToContract();
            return history.With(
                new Edited<Controller>(controller, () => layout.Controllers[index] = controller), HistoryKind.ControllerEdited, controller.Name);
        });
        if (edited.Value is { } controller)
        {
            await grains.Controller(id).Configure(controller);
        }

        return edited;
    }

    public async Task<Outcome<Done>> RemoveController(MacAddress id, IfVersion? ifVersion)
    {
        var removed = await rows.EditAsync<Done>(async (database, cancellation) =>
        {
            var known = layout.Controllers.Find(known => known.Id == id);
            if ((known is null ? LayoutContent.Unknown(id) : Rules.CheckVersion(ifVersion, known.Version)) is { } refusal)
            {
                return refusal;
            }

            // A save of the board's own grain that is under way leaves nothing behind.
            await database.EndOwnershipAsync([GrainKeys.Owner(id)], cancellation);
            var removed = await KeepForRestore(database, id, cancellation);
            var lamps = await ForgetOldRemovals(database, removed, cancellation);
            await database.GroupRuns.Where(run => run.Controller == id).ExecuteDeleteAsync(cancellation);
            await database.Controllers.Where(row => row.Id == id).ExecuteDeleteAsync(cancellation);
            return history.With(
                new Edited<Done>(Done.Instance, () =>
                {
                    layout.Controllers.RemoveAll(known => known.Id == id);
                    layout.Removed.Clear();
                    layout.Removed.AddRange(removed);
                    layout.Lamps = lamps;
                }),
                HistoryKind.ControllerRemoved,
                known!.Name,
                undo: new Undo { Removed = id });
        });
        if (removed.Refusal is null)
        {
            await grains.ReleaseAsync([id], logger);
        }

        return removed;
    }

    /// <summary>The boards that can be restored, newest first.</summary>
    public Outcome<RemovedControllers> Removed() =>
        layout.Exists ? new RemovedControllers([.. layout.Removed.Where(removed => !IsTooOld(removed))]) : LayoutGrain.Unknown;

    /// <summary>Brings a removed board back to where it was, whether it answers or not.</summary>
    public async Task<Outcome<Controller>> Restore(MacAddress id)
    {
        var restored = await rows.EditAsync<Controller>(async (database, cancellation) =>
        {
            if (!layout.Exists)
            {
                return LayoutGrain.Unknown;
            }

            if (await FindTaken(database, id, cancellation) is { } taken)
            {
                return taken with { Field = null };
            }

            var kept = await database.RemovedControllers.Include(row => row.Runs)
                .SingleOrDefaultAsync(row => row.LayoutId == layout.Id && row.Controller == id, cancellation);
            if (kept is null || IsTooOld(kept.ToContract()))
            {
                return Refusal.NotFound(
                    RefusalCodes.ControllerUnknown,
                    $"Nothing is kept of a board {id}: a layout keeps the last {MostRemoved} that were removed, for {RemovedFor.TotalDays:F0} days. Add it by its address.");
            }

            var row = new ControllerRow
            {
                Id = id,
                LayoutId = layout.Id,
                Name = kept.Name,
                Host = kept.Host,
                HttpPort = kept.HttpPort,
                WebSocketPort = kept.WebSocketPort,
                Position = kept.Position,
                Version = kept.Version + 1,
            };
            var place = await database.Controllers.CountAsync(other => other.LayoutId == layout.Id && other.Position < kept.Position, cancellation);
            database.Controllers.Add(row);

            // A group that was given outputs of another board meanwhile is not this one's to run any more.
            database.GroupRuns.AddRange(kept.Runs.Where(run => chasing.IsOn(run.GroupId, id)).Select(run => new GroupRunRow
            {
                GroupId = run.GroupId,
                Controller = id,
                Number = run.Number,
                Wanted = true,
                Pending = true,
            }));
            database.RemovedControllers.Remove(kept);
            await database.SaveChangesAsync(cancellation);
            var controller = row.ToContract();
            return history.With(
                new Edited<Controller>(controller, () =>
                {
                    layout.Controllers.Insert(place, controller);
                    layout.Removed.RemoveAll(removed => removed.Id == id);
                }),
                HistoryKind.ControllerRestored,
                controller.Name);
        });
        if (restored.Value is { } controller)
        {
            await grains.Controller(id).Configure(controller);
            await grains.Controller(id).KeepLinked(epoch: null);
        }

        return restored;
    }

    // A board that can be restored keeps its place.
    private async Task<int> NextPosition(RailHubDb database, CancellationToken cancellation) => 1 + Math.Max(
        await database.Controllers.Where(row => row.LayoutId == layout.Id).MaxAsync(row => (int?)row.Position, cancellation) ?? -1,
        await database.RemovedControllers.Where(row => row.LayoutId == layout.Id).MaxAsync(row => (int?)row.Position, cancellation) ?? -1);

    private bool IsTooOld(RemovedController removed) => time.GetUtcNow() - removed.RemovedAt > RemovedFor;

    /// <summary>Writes down what a restore needs; gives the boards that can be restored then, newest first.</summary>
    private async Task<List<RemovedController>> KeepForRestore(RailHubDb database, MacAddress id, CancellationToken cancellation)
    {
        var row = await database.Controllers.AsNoTracking().SingleAsync(row => row.Id == id, cancellation);
        var runs = await database.GroupRuns.AsNoTracking().Where(run => run.Controller == id && run.Wanted).ToListAsync(cancellation);
        var removed = new RemovedControllerRow
        {
            LayoutId = layout.Id,
            Controller = id,
            Name = row.Name,
            Host = row.Host,
            HttpPort = row.HttpPort,
            WebSocketPort = row.WebSocketPort,
            Position = row.Position,
            Version = row.Version,
            RemovedAt = time.GetUtcNow().ToUnixTimeMilliseconds(),
            Runs = [.. runs.Select(run => new RemovedRunRow { GroupId = run.GroupId, Number = run.Number })],
        };
        database.RemovedControllers.Add(removed);
        await database.SaveChangesAsync(cancellation);
        return [removed.ToContract(), .. layout.Removed];
    }

    /// <summary>What is too old, or one too many, goes with what was known of its lamps; gives the lamps as they are then.</summary>
    private async Task<LampList> ForgetOldRemovals(RailHubDb database, List<RemovedController> removed, CancellationToken cancellation)
    {
        MacAddress[] old = [.. removed.Where((board, place) => place >= MostRemoved || IsTooOld(board)).Select(board => board.Id)];
        if (old.Length == 0)
        {
            return layout.Lamps;
        }

        removed.RemoveAll(board => old.Contains(board.Id));
        await database.RemovedControllers.Where(row => row.LayoutId == layout.Id && old.Contains(row.Controller)).ExecuteDeleteAsync(cancellation);
        await database.Lamps.Where(row => row.LayoutId == layout.Id && old.Contains(row.Controller)).ExecuteDeleteAsync(cancellation);
        var left = await layout.NextLamps(database, [], cancellation);
        return left with { Lamps = [.. left.Lamps.Where(lamp => !old.Contains(lamp.Controller))] };
    }

    private static async Task<Refusal?> FindTaken(RailHubDb database, MacAddress id, CancellationToken cancellation)
    {
        if (await database.Controllers.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellation) is not { } taken)
        {
            return null;
        }

        var layout = await database.Layouts.AsNoTracking().SingleAsync(row => row.Id == taken.LayoutId, cancellation);
        return new Refusal(
            RefusalKind.Conflict,
            RefusalCodes.ControllerTaken,
            $"This board ({id}) is in the layout \"{layout.Name}\" already, as \"{taken.Name}\". Remove it there first.",
            "host",
            Names: [layout.Name, taken.Name]);
    }

    private static Refusal NoIdentity(ControllerDraft draft, MacAddress id, MacProblem problem) => new(
        RefusalKind.Unfit,
        RefusalCodes.MacInvalid,
        $"The board at {draft.Host.Trim()}:{draft.HttpPort} says that its MAC address is {id}, which is "
            + problem switch
            {
                MacProblem.Zero => "no address at all",
                MacProblem.Broadcast => "the address of everybody",
                _ => "the address of a group",
            }
            + ". Boards are told apart by it, so this one cannot be added; look at its firmware.",
        "host");

    private static Refusal NoBoard(ControllerDraft draft, BoardAnswer answer)
    {
        var address = $"{draft.Host.Trim()}:{draft.HttpPort}";
        return answer.Kind switch
        {
            BoardAnswerKind.TimedOut => new Refusal(
                RefusalKind.TimedOut,
                RefusalCodes.NoAnswer,
                $"{address} does not answer. Is the board switched on and in this network?",
                "host"),
            BoardAnswerKind.Unreachable => new Refusal(
                RefusalKind.TimedOut,
                RefusalCodes.NotReached,
                $"{address} cannot be reached ({answer.Error}). Check the address, and that the board is switched on.",
                "host"),
            _ => new Refusal(
                RefusalKind.Unfit,
                RefusalCodes.NotABoard,
                $"Something answers at {address}, but it is no RailHub board. Check host and port.",
                "host"),
        };
    }

    private static string? PlainName(string? name)
    {
        var plain = name is null ? null : new string([.. name.Where(letter => !char.IsControl(letter)).Take(Rules.LongestName)]).Trim();
        return string.IsNullOrEmpty(plain) ? null : plain;
    }
}
