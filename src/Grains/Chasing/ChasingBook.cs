using Microsoft.EntityFrameworkCore;
using RailHub.Contracts;
using RailHub.Grains.History;
using RailHub.Grains.Layouts;
using RailHub.Grains.Owners;
using RailHub.Grains.Shows;
using RailHub.Persistence;
using RailHub.Protocol;

namespace RailHub.Grains.Chasing;

/// <summary>The chasing groups of a layout. A group runs on the board that has its outputs; what is done with one group takes turns.</summary>
internal sealed class ChasingBook(
    LayoutContent layout, OwnedRows rows, HistoryBook history, ShowBook shows, IGrainFactory grains, TimeProvider time)
{
    private static readonly Refusal s_unknown = Refusal.NotFound(RefusalCodes.ChasingGroupUnknown, "There is no such chasing group.");

    private readonly Dictionary<ChasingGroupId, SemaphoreSlim> _turns = [];

    public Outcome<ChasingGroup> Find(ChasingGroupId id) => layout.Groups.TryGetValue(id, out var group) ? group : s_unknown;

    public async Task<Outcome<ChasingGroup>> Create(ChasingGroupDraft draft)
    {
        var id = ChasingGroupId.Create(time.GetUtcNow());
        return await CheckBoard(id, draft) is { } unfit ? unfit : await rows.EditAsync<ChasingGroup>(async (database, cancellation) =>
        {
            if (Check(id, draft) is { } refusal)
            {
                return refusal;
            }

            return await Add(
                database, new ChasingGroup(id, layout.Id, NameText.Clean(draft.Name), draft.Interval, draft.Members, Version: 1), cancellation);
        });
    }

    /// <summary>Brings a deleted group back; it does not run yet. Whether its board can still run it is asked when it is started.</summary>
    public Task<Outcome<ChasingGroup>> Restore(ChasingGroup group) => rows.EditAsync<ChasingGroup>(async (database, cancellation) =>
    {
        if (CheckName(group.Name, group.Id) is { } refusal)
        {
            return refusal;
        }

        return await Add(database, group with { Version = group.Version + 1 }, cancellation);
    });

    public Task<Outcome<ChasingGroup>> Replace(ChasingGroupId id, ChasingGroupDraft draft, IfVersion? ifVersion) => InTurn(id, async before =>
    {
        if (await CheckBoard(id, draft) is { } unfit)
        {
            return unfit;
        }

        var replaced = await rows.EditAsync<ChasingGroup>(async (database, cancellation) =>
        {
            if (!layout.Groups.TryGetValue(id, out var group))
            {
                return s_unknown;
            }

            if ((Rules.CheckVersion(ifVersion, group.Version) ?? Check(id, draft)) is { } refusal)
            {
                return refusal;
            }

            var row = await database.ChasingGroups.Include(row => row.Members).SingleAsync(row => row.Id == id, cancellation);
            row.Name = NameText.Clean(draft.Name);
            row.Interval = draft.Interval;
            row.Version++;
            row.Members.Clear();
            await database.SaveChangesAsync(cancellation);
            row.Members = draft.Members.ToRows();
            await database.SaveChangesAsync(cancellation);
            return Put(row, HistoryKind.ChasingGroupReplaced);
        });
        if (replaced.Value is { } now)
        {
            await Tell(before, now);
            shows.Revise(cue => cue.ChasingGroup == id);
        }

        return replaced;
    });

    public Task<Outcome<Done>> Delete(ChasingGroupId id, IfVersion? ifVersion) => InTurn<Done>(id, async group =>
    {
        // Before it is stopped, and again when no show can begin to use it any more.
        if ((Rules.CheckVersion(ifVersion, group.Version) ?? CheckUnused(group)) is { } refused)
        {
            return refused;
        }

        return await StopToDelete(group) is { } refusal ? refusal : await rows.EditAsync<Done>(async (database, cancellation) =>
        {
            if (CheckUnused(group) is { } used)
            {
                return used;
            }

            await database.ChasingGroups.Where(row => row.Id == id).ExecuteDeleteAsync(cancellation);
            return history.With(
                new Edited<Done>(Done.Instance, () => layout.Groups.Remove(id)),
                HistoryKind.ChasingGroupDeleted,
                group.Name,
                group.Members.Count,
                new Undo { ChasingGroup = group });
        });
    });

    /// <summary>A refusal when shows use a group that is to be deleted.</summary>
    private Refusal? CheckUnused(ChasingGroup group) => shows.CheckUnused("The chasing group", group.Name, cue => cue.ChasingGroup == group.Id);

    /// <summary>Stops a group that is about to be deleted, in its turn; a refusal when it may still run.</summary>
    public async Task<Refusal?> StopToDelete(ChasingGroup group)
    {
        if (!layout.Has(Board(group)))
        {
            return null;
        }

        var stopped = await CallAsync(group, static (board, group) => board.StopGroup(group));
        return stopped.Refusal is { } refusal ? refusal.Code == RefusalCodes.ControllerUnknown ? null : refusal
            : stopped.Value is { State: not ChasingState.Stopped }
                ? new Refusal(
                    RefusalKind.Unavailable,
                    RefusalCodes.BoardOffline,
                    $"The group \"{group.Name}\" still runs on its board, which does not answer now; it is told to stop when it is back. Delete the group then.")
            : null;
    }

    /// <summary>
    /// Lets boards hear of a group that became another, in its turn. One that moves to another board stops on the old one and waits for its
    /// start on the new one.
    /// </summary>
    public Task Tell(ChasingGroup before, ChasingGroup now) => Board(now) == Board(before)
        ? CallAsync(now, static (board, group) => board.ReviseGroup(group))
        : CallAsync(before, static (board, group) => board.StopGroup(group));

    public async Task<Outcome<ChasingGroupStatus>> Start(ChasingGroupId id) =>
        Noted(await StartUnnoted(id), HistoryKind.ChasingGroupStarted);

    public async Task<Outcome<ChasingGroupStatus>> Stop(ChasingGroupId id) =>
        Noted(await StopUnnoted(id), HistoryKind.ChasingGroupStopped);

    /// <summary>Starts a group as a part of something that the history tells as a whole.</summary>
    public Task<Outcome<ChasingGroupStatus>> StartUnnoted(ChasingGroupId id) => OnBoard(id, (board, group) => board.StartGroup(group));

    /// <summary>Stops a group as a part of something that the history tells as a whole.</summary>
    public Task<Outcome<ChasingGroupStatus>> StopUnnoted(ChasingGroupId id) => OnBoard(id, (board, group) => board.StopGroup(group));

    /// <summary>Stops what runs on a board without being a group of the club.</summary>
    public Task<Outcome<ChasingGroupStatus>> StopForeign(MacAddress controller, BoardGroup group) => CallAsync(
        new ChasingGroup(
            ChasingGroupId.Create(time.GetUtcNow()),
            layout.Id,
            group.Name,
            group.Interval,
            [.. group.Pins.Select(pin => new OutputAddress(controller, pin))],
            0),
        static (board, group) => board.StopGroup(group));

    /// <summary>The groups that run on a board when it is added become the club's own.</summary>
    public List<ChasingGroup> Adopt(RailHubDb database, MacAddress controller, StatusSnapshot status)
    {
        var adopted = new List<ChasingGroup>();
        foreach (var reading in status.Groups.DistinctBy(group => group.Id).Where(group => group.Pins.Length > 0))
        {
            // A board that was removed and is added again may run a group that the layout still has.
            if (layout.Groups.Values.FirstOrDefault(group => Board(group) == controller
                && group.Interval == reading.Interval && reading.Pins.AsSpan().SequenceEqual(GroupTrack.Pins(group))) is { } known)
            {
                database.GroupRuns.Add(Run(known.Id, reading));
                continue;
            }

            var name = FreeName(BoardRules.TrimToPortable(reading.Name) is { Length: > 0 } given ? given : $"Group {reading.Id}", adopted);
            var row = new ChasingGroupRow
            {
                Id = ChasingGroupId.Create(time.GetUtcNow()),
                LayoutId = layout.Id,
                Name = name,
                Interval = reading.Interval,
                Version = 1,
                Members = ((OutputAddress[])[.. reading.Pins.Select(pin => new OutputAddress(controller, pin))]).ToRows(),
            };
            database.ChasingGroups.Add(row);
            database.GroupRuns.Add(Run(row.Id, reading));
            adopted.Add(row.ToContract());
        }

        return adopted;

        GroupRunRow Run(ChasingGroupId id, GroupReading reading) =>
            new() { GroupId = id, Controller = controller, Number = reading.Id, Wanted = true, Pending = false };
    }

    private Outcome<ChasingGroupStatus> Noted(Outcome<ChasingGroupStatus> outcome, HistoryKind kind)
    {
        if (outcome.Value is { } status && layout.Groups.TryGetValue(status.Id, out var group))
        {
            history.Happened(kind, group.Name, group.Members.Count);
        }

        return outcome;
    }

    /// <summary>Whether a group has its outputs on this board.</summary>
    public bool IsOn(ChasingGroupId id, MacAddress controller) => layout.Groups.TryGetValue(id, out var group) && Board(group) == controller;

    private static MacAddress Board(ChasingGroup group) => group.Members[0].Controller;

    private Task<Outcome<ChasingGroupStatus>> OnBoard(
        ChasingGroupId id, Func<IControllerGrain, ChasingGroup, Task<Outcome<ChasingGroupStatus>>> call) => InTurn<ChasingGroupStatus>(
            id, async group => layout.Has(Board(group)) ? await CallAsync(group, call) : LayoutContent.Unknown(Board(group)));

    private Task<Outcome<ChasingGroupStatus>> CallAsync(
        ChasingGroup group, Func<IControllerGrain, ChasingGroup, Task<Outcome<ChasingGroupStatus>>> call) =>
        Moving.Follow(() => call(grains.Controller(Board(group)), group));

    private async Task<Outcome<T>> InTurn<T>(ChasingGroupId id, Func<ChasingGroup, Task<Outcome<T>>> work)
        where T : class => layout.Groups.ContainsKey(id)
            ? await InTurns<T>([id], async () => layout.Groups.TryGetValue(id, out var group) ? await work(group) : s_unknown)
            : s_unknown;

    /// <summary>One after the other for each group: a group that is being deleted is not started, and the other way round.</summary>
    public async Task<Outcome<T>> InTurns<T>(IEnumerable<ChasingGroupId> ids, Func<Task<Outcome<T>>> work)
        where T : class
    {
        // All who want several wait in the same order, so that nobody waits for somebody who waits for him.
        var held = new Stack<(ChasingGroupId Id, SemaphoreSlim Turn)>();
        try
        {
            foreach (var id in ids.Distinct().OrderBy(id => id.Value))
            {
                if (!_turns.TryGetValue(id, out var turn))
                {
                    turn = _turns[id] = new SemaphoreSlim(1);
                }

                await turn.WaitAsync();
                held.Push((id, turn));
            }

            return await work();
        }
        finally
        {
            while (held.TryPop(out var done))
            {
                done.Turn.Release();
                if (!layout.Groups.ContainsKey(done.Id))
                {
                    _turns.Remove(done.Id);
                }
            }
        }
    }

    private async Task<Edited<ChasingGroup>> Add(RailHubDb database, ChasingGroup group, CancellationToken cancellation)
    {
        var row = group.ToRow();
        database.ChasingGroups.Add(row);
        await database.SaveChangesAsync(cancellation);
        return Put(row, HistoryKind.ChasingGroupMade);
    }

    private Edited<ChasingGroup> Put(ChasingGroupRow row, HistoryKind kind)
    {
        var group = row.ToContract();
        return history.With(
            new Edited<ChasingGroup>(group, () => layout.Groups[group.Id] = group), kind, group.Name, group.Members.Count);
    }

    private Refusal? Check(ChasingGroupId id, ChasingGroupDraft draft) =>
        !layout.Exists ? LayoutGrain.Unknown
        : CheckDraft(id, draft) ?? CheckName(draft.Name, id);

    private Refusal? CheckName(string name, ChasingGroupId except) =>
        layout.Groups.Values.Any(other => other.Id != except && NameKey.Of(other.Name) == NameKey.Of(name))
            ? LayoutContent.NameTaken("chasing group", NameText.Clean(name))
            : null;

    private Refusal? CheckDraft(ChasingGroupId id, ChasingGroupDraft draft) =>
        ChasingRules.Check(draft, layout.Groups.GetValueOrDefault(id))
        ?? (layout.Has(draft.Members[0].Controller) ? null : LayoutContent.Elsewhere("members", draft.Members[0].Controller));

    /// <summary>
    /// What only the board knows; outside an edit's turn, because it may take a moment. With the same outputs there is nothing to ask
    /// it, so a group can be renamed and its step changed while its board is off or just moving.
    /// </summary>
    private async Task<Refusal?> CheckBoard(ChasingGroupId id, ChasingGroupDraft draft) =>
        Check(id, draft) is { } refusal ? refusal
        : layout.Groups.TryGetValue(id, out var known) && known.Members.SequenceEqual(draft.Members) ? null
        : (await grains.Controller(draft.Members[0].Controller)
                .CheckGroup(new ChasingGroup(id, layout.Id, NameText.Clean(draft.Name), draft.Interval, draft.Members, 0))).Refusal;

    private string FreeName(string name, List<ChasingGroup> others) => NameChoice.Free(
        name, NameChoice.BoardRoom, free => layout.Groups.Values.Concat(others).Any(other => NameKey.Of(other.Name) == NameKey.Of(free)));
}
