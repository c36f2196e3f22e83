using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using RailHub.Contracts;
using RailHub.Grains.Chasing;
using RailHub.Grains.Desks;
using RailHub.Grains.Exchange;
using RailHub.Grains.History;
using RailHub.Grains.Layouts;
using RailHub.Grains.Owners;
using RailHub.Persistence;
using RailHub.Protocol;

namespace RailHub.Grains.Controllers;

/// <summary>Adds boards to a layout, gives them names and addresses, and removes them.</summary>
internal sealed partial class RosterEditor(
    LayoutContent layout,
    OwnedRows rows,
    HistoryBook history,
    DeskBook desk,
    ChasingBook chasing,
    BoardClientFactory clients,
    IGrainFactory grains,
    TimeProvider time,
    ILogger logger)
{
    /// <summary>How many boards of a layout can be restored.</summary>
    public const int MostRemoved = 20;

    /// <summary>How long a board can be restored.</summary>
    public static readonly TimeSpan RemovedFor = TimeSpan.FromDays(30);

    public async Task<Outcome<Controller>> AddController(ControllerDraft draft)
    {
        var found = await Ask(draft);
        return found.Succeeded(out var board, out var refusal) ? await Register(draft, board) : refusal;
    }

    /// <summary>All are asked at once and added one after the other; what is wrong with one of them keeps none of the others out.</summary>
    public async Task<Outcome<AddedControllers>> AddControllers(ControllerDrafts drafts)
    {
        if (Check(drafts.Controllers) is { } invalid)
        {
            return invalid;
        }

        if (!layout.Exists)
        {
            return LayoutGrain.Unknown;
        }

        var found = await Task.WhenAll(drafts.Controllers.Select(Ask));
        var outcomes = new Outcome<Controller>[found.Length];
        Refusal? away = null;
        for (var place = 0; place < outcomes.Length; place++)
        {
            var outcome = !found[place].Succeeded(out var board, out var refusal) ? refusal
                : away ?? await Register(drafts.Controllers[place], board);

            // A database that hangs is waited for once.
            away ??= outcome.Refusal is { Code: RefusalCodes.DatabaseAway } ? outcome.Refusal : null;
            outcomes[place] = outcome.Refusal is { Field: { } field } wrong
                ? wrong with { Field = $"controllers[{place}].{field}" }
                : outcome;
        }

        return new AddedControllers(outcomes);
    }

    private static Refusal? Check(IReadOnlyList<ControllerDraft>? drafts)
    {
        if (drafts is null or [] || drafts.Count > ControllerDrafts.Most)
        {
            return Refusal.Invalid(
                "controllers", RefusalCodes.TooMany, $"1 to {ControllerDrafts.Most} boards can be added at once; these are {drafts?.Count ?? 0}.");
        }

        var place = drafts.ToList().FindIndex(draft => draft is null);
        return place < 0 ? null : Refusal.Invalid($"controllers[{place}]", RefusalCodes.Malformed, "A board is needed here.");
    }

    /// <summary>The board at an address, which tells who it is.</summary>
    private async Task<Outcome<StatusSnapshot>> Ask(ControllerDraft draft)
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
            return RosterRefusals.NoBoard(draft, answer.Answer);
        }

        if (status.MacAddress is not { } id)
        {
            return RosterRefusals.NoBoard(draft, answer.Answer with { Kind = BoardAnswerKind.Refused });
        }

        return id.Problem is { } problem ? RosterRefusals.NoIdentity(draft, id, problem) : status;
    }

    private async Task<Outcome<Controller>> Register(ControllerDraft draft, StatusSnapshot status)
    {
        var id = status.MacAddress!.Value;
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
                Name = NameText.Clean(draft.Name ?? BoardName.Plain(status.Name) ?? id.ToString()),
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
            await grains.Controller(id).KeepLinked();
        }

        return added;
    }

    public async Task<Outcome<Controller>> EditController(
        MacAddress id, ControllerEdit edit, IfVersion? ifVersion, HistoryKind kind = HistoryKind.ControllerEdited)
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
                new Edited<Controller>(controller, () => layout.Controllers[index] = controller), kind, controller.Name);
        });
        if (edited.Value is { } controller)
        {
            await grains.Controller(id).Configure(controller);
        }

        return edited;
    }

    public async Task<Outcome<Done>> RemoveController(MacAddress id, IfVersion? ifVersion)
    {
        if (CheckGoing() is { } refused)
        {
            return refused;
        }

        var removed = await desk.LetGo([id], departure => rows.EditAsync<Done>(async (database, cancellation) =>
        {
            if (CheckGoing() is { } refusal)
            {
                return refusal;
            }

            var name = Known()!.Name;
            var (removed, lamps) = await DeleteRows(database, [id], isKept: true, cancellation);
            return departure.In(history, history.With(
                new Edited<Done>(Done.Instance, () =>
                {
                    layout.Controllers.RemoveAll(known => known.Id == id);
                    layout.Removed.Clear();
                    layout.Removed.AddRange(removed);
                    layout.Lamps = lamps;
                }),
                HistoryKind.ControllerRemoved,
                name,
                undo: new Undo { Removed = id }));
        }));
        if (removed.Refusal is null)
        {
            await grains.ReleaseAsync([id], logger);
        }

        return removed;

        Controller? Known() => layout.Controllers.Find(known => known.Id == id);

        Refusal? CheckGoing() => Known() is { } known ? Rules.CheckVersion(ifVersion, known.Version) : LayoutContent.Unknown(id);
    }

    /// <summary>Writes boards that come, change and go as parts of something larger, within its edit.</summary>
    /// <param name="database">The edit's database.</param>
    /// <param name="boards">What becomes of the boards.</param>
    /// <param name="isKept">Whether those that go can be restored.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task Write(RailHubDb database, Turnover<Controller> boards, bool isKept, CancellationToken cancellation)
    {
        if (boards.Removed.Count > 0)
        {
            await DeleteRows(database, [.. boards.Removed.Select(board => board.Id)], isKept, cancellation);
        }

        // Behind all others, and all of them when the order becomes another: a board that can be restored keeps its place.
        var next = await NextPosition(database, cancellation);
        MacAddress[] come = [.. boards.Added.Select(board => board.Id)];
        var rows = await database.Controllers.Where(row => row.LayoutId == layout.Id).ToDictionaryAsync(row => row.Id, cancellation);
        var changed = boards.Changed.Select(board => board.Id).ToHashSet();
        foreach (var board in boards.After)
        {
            if (!rows.TryGetValue(board.Id, out var row))
            {
                database.Controllers.Add(board.ToRow(next++));
                continue;
            }

            if (boards.IsReordered)
            {
                row.Position = next++;
            }

            if (changed.Contains(board.Id))
            {
                (row.Name, row.Host, row.HttpPort, row.WebSocketPort) = (board.Name, board.Host, board.HttpPort, board.WebSocketPort);
                row.Version++;
            }
        }

        await database.RemovedControllers.Where(row => row.LayoutId == layout.Id && come.Contains(row.Controller)).ExecuteDeleteAsync(cancellation);
        await database.SaveChangesAsync(cancellation);
    }

    /// <summary>Lets the grains of boards hear what <see cref="Write"/> has written. That one cannot be told undoes nothing of it.</summary>
    public async Task Tell(Turnover<Controller> boards)
    {
        await Task.WhenAll(boards.Added.Concat(boards.Changed).Select(Told)
            .Append(grains.ReleaseAsync(boards.Removed.Select(board => board.Id), logger)));

        async Task Told(Controller board)
        {
            try
            {
                // What the layout has of it by now: another edit may have been quicker.
                if (layout.Controllers.Find(known => known.Id == board.Id) is { } now)
                {
                    await grains.Controller(now.Id).Configure(now);
                    await grains.Controller(now.Id).KeepLinked();
                }
            }
            catch (Exception failure) when (AllBoards.IsNotAsked(failure))
            {
                LogNotTold(logger, failure, board.Id);
            }
        }
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

            var row = new Controller(id, layout.Id, kept.Name, kept.Host, kept.HttpPort, kept.WebSocketPort, kept.Version + 1).ToRow(kept.Position);
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
            await grains.Controller(id).KeepLinked();
        }

        return restored;
    }

    // A board that can be restored keeps its place.
    private async Task<int> NextPosition(RailHubDb database, CancellationToken cancellation) => 1 + Math.Max(
        await database.Controllers.Where(row => row.LayoutId == layout.Id).MaxAsync(row => (int?)row.Position, cancellation) ?? -1,
        await database.RemovedControllers.Where(row => row.LayoutId == layout.Id).MaxAsync(row => (int?)row.Position, cancellation) ?? -1);

    private bool IsTooOld(RemovedController removed) => time.GetUtcNow() - removed.RemovedAt > RemovedFor;

    /// <summary>Writes down what a restore needs; gives the boards that can be restored then, newest first.</summary>
    private async Task<List<RemovedController>> KeepForRestore(RailHubDb database, MacAddress[] ids, CancellationToken cancellation)
    {
        var boards = await database.Controllers.AsNoTracking().Where(row => ids.Contains(row.Id)).OrderBy(row => row.Position).ToListAsync(cancellation);
        var runs = (await database.GroupRuns.AsNoTracking().Where(run => ids.Contains(run.Controller) && run.Wanted).ToListAsync(cancellation))
            .ToLookup(run => run.Controller);
        RemovedControllerRow[] removed = [.. boards.Select(row => new RemovedControllerRow
        {
            LayoutId = layout.Id,
            Controller = row.Id,
            Name = row.Name,
            Host = row.Host,
            HttpPort = row.HttpPort,
            WebSocketPort = row.WebSocketPort,
            Position = row.Position,
            Version = row.Version,
            RemovedAt = time.GetUtcNow().ToUnixTimeMilliseconds(),
            Runs = [.. runs[row.Id].Select(run => new RemovedRunRow { GroupId = run.GroupId, Number = run.Number })],
        })];
        database.RemovedControllers.AddRange(removed);
        await database.SaveChangesAsync(cancellation);
        return [.. removed.Select(row => row.ToContract()), .. layout.Removed];
    }

    /// <summary>Gives the boards that can be restored then, newest first, and the lamps as they are then.</summary>
    private async Task<(List<RemovedController> Removed, LampList Lamps)> DeleteRows(
        RailHubDb database, MacAddress[] ids, bool isKept, CancellationToken cancellation)
    {
        // Saves of the boards' own grains that are under way leave nothing behind.
        await database.EndOwnershipAsync([.. ids.Select(GrainKeys.Owner)], cancellation);
        var removed = isKept ? await KeepForRestore(database, ids, cancellation) : [.. layout.Removed];
        var lamps = await ForgetOldRemovals(database, removed, cancellation);
        await database.GroupRuns.Where(run => ids.Contains(run.Controller)).ExecuteDeleteAsync(cancellation);
        await database.Controllers.Where(row => ids.Contains(row.Id)).ExecuteDeleteAsync(cancellation);
        return (removed, lamps);
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
        return RosterRefusals.Taken(id, layout.Name, taken.Name, "host");
    }

    [LoggerMessage(LogLevel.Warning, "Controller {Controller} was imported, and its grain could not be told; it hears of it when it comes to life again")]
    private static partial void LogNotTold(ILogger logger, Exception failure, MacAddress controller);
}
