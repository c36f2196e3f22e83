using Microsoft.EntityFrameworkCore;
using RailHub.Contracts;
using RailHub.Grains.Chasing;
using RailHub.Persistence;
using RailHub.Protocol;

namespace RailHub.Grains.Layouts;

/// <summary>The layout's chasing groups. A group runs on the board that has its outputs.</summary>
internal sealed partial class LayoutGrain
{
    private static readonly Refusal s_unknownGroup = Refusal.NotFound(RefusalCodes.ChasingGroupUnknown, "There is no such chasing group.");

    public Task<Outcome<ChasingGroup>> GetChasingGroup(ChasingGroupId id) =>
        Task.FromResult(_groups.TryGetValue(id, out var group) ? (Outcome<ChasingGroup>)group : s_unknownGroup);

    public Task<Outcome<ChasingGroup>> CreateChasingGroup(ChasingGroupDraft draft) => Edit<ChasingGroup>(async database =>
    {
        var id = ChasingGroupId.Create(time.GetUtcNow());
        if (await Check(id, draft) is { } refusal)
        {
            return refusal;
        }

        var row = new ChasingGroupRow
        {
            Id = id,
            LayoutId = _id,
            Name = NameText.Clean(draft.Name),
            Interval = draft.Interval,
            Version = 1,
            Members = draft.Members.ToRows(),
        };
        database.ChasingGroups.Add(row);
        await database.SaveChangesAsync();
        return _groups[id] = row.ToContract();
    });

    public async Task<Outcome<ChasingGroup>> ReplaceChasingGroup(ChasingGroupId id, ChasingGroupDraft draft, long? ifVersion)
    {
        var before = _groups.GetValueOrDefault(id);
        var replaced = await Edit<ChasingGroup>(async database =>
        {
            if (!_groups.TryGetValue(id, out var group))
            {
                return s_unknownGroup;
            }

            if ((Rules.CheckVersion(ifVersion, group.Version) ?? await Check(id, draft)) is { } refusal)
            {
                return refusal;
            }

            var row = await database.ChasingGroups.Include(row => row.Members).SingleAsync(row => row.Id == id);
            row.Name = NameText.Clean(draft.Name);
            row.Interval = draft.Interval;
            row.Version++;
            await using var transaction = await database.Database.BeginTransactionAsync();
            row.Members.Clear();
            await database.SaveChangesAsync();
            row.Members = draft.Members.ToRows();
            await database.SaveChangesAsync();
            await transaction.CommitAsync();
            return _groups[id] = row.ToContract();
        });
        if (replaced.Value is { } now && before is not null)
        {
            // A group that moves to another board stops on the old one and waits for its start on the new one.
            await (Board(now) == Board(before) ? Grain(Board(now)).ReviseGroup(now) : Grain(Board(before)).StopGroup(id));
        }

        return replaced;
    }

    public async Task<Outcome<Done>> DeleteChasingGroup(ChasingGroupId id, long? ifVersion)
    {
        if (!_groups.TryGetValue(id, out var group))
        {
            return s_unknownGroup;
        }

        if (Rules.CheckVersion(ifVersion, group.Version) is { } outdated)
        {
            return outdated;
        }

        if (Has(Board(group)))
        {
            var stopped = await Grain(Board(group)).StopGroup(id);
            if (stopped.Refusal is { Code: not RefusalCodes.ControllerUnknown } refusal)
            {
                return refusal;
            }

            if (stopped.Value is { State: not ChasingState.Stopped })
            {
                return new Refusal(
                    RefusalKind.Unavailable,
                    RefusalCodes.BoardOffline,
                    "The group still runs on its board, which does not answer now; it is told to stop when it is back. Delete the group then.");
            }
        }

        return await Edit<Done>(async database =>
        {
            await database.ChasingGroups.Where(row => row.Id == id).ExecuteDeleteAsync();
            _groups.Remove(id);
            return Done.Instance;
        });
    }

    public async Task<Outcome<ChasingGroupStatus>> StartChasingGroup(ChasingGroupId id) =>
        !_groups.TryGetValue(id, out var group) ? s_unknownGroup
        : !Has(Board(group)) ? UnknownController(Board(group))
        : await Grain(Board(group)).StartGroup(group);

    public async Task<Outcome<ChasingGroupStatus>> StopChasingGroup(ChasingGroupId id) =>
        !_groups.TryGetValue(id, out var group) ? s_unknownGroup
        : !Has(Board(group)) ? UnknownController(Board(group))
        : await Grain(Board(group)).StopGroup(id);

    private static MacAddress Board(ChasingGroup group) => group.Members[0].Controller;

    private async Task<Refusal?> Check(ChasingGroupId id, ChasingGroupDraft draft)
    {
        if (ChasingRules.Check(draft) is { } refusal)
        {
            return refusal;
        }

        if (!Has(draft.Members[0].Controller))
        {
            return Elsewhere("members", draft.Members[0].Controller);
        }

        if (_groups.Values.Any(other => other.Id != id && NameKey.Of(other.Name) == NameKey.Of(draft.Name)))
        {
            return NameTaken("chasing group", NameText.Clean(draft.Name));
        }

        var group = new ChasingGroup(id, _id, NameText.Clean(draft.Name), draft.Interval, draft.Members, 0);
        return (await Grain(Board(group)).CheckGroup(group)).Refusal;
    }

    /// <summary>The groups that run on a board when it is added become the club's own.</summary>
    private List<ChasingGroup> AdoptGroups(RailHubDb database, MacAddress controller, StatusSnapshot status)
    {
        var adopted = new List<ChasingGroup>();
        foreach (var reading in status.Groups.DistinctBy(group => group.Id).Where(group => group.Pins.Length > 0))
        {
            // A board that was removed and is added again may run a group that the layout still has.
            if (_groups.Values.FirstOrDefault(group => Board(group) == controller
                && group.Interval == reading.Interval && reading.Pins.AsSpan().SequenceEqual(GroupRun.Pins(group))) is { } known)
            {
                database.GroupRuns.Add(Run(known.Id, reading));
                continue;
            }

            var name = FreeName(BoardRules.TrimToPortable(reading.Name) is { Length: > 0 } given ? given : $"Group {reading.Id}", adopted);
            var row = new ChasingGroupRow
            {
                Id = ChasingGroupId.Create(time.GetUtcNow()),
                LayoutId = _id,
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

    private string FreeName(string name, List<ChasingGroup> others)
    {
        var free = name;
        for (var number = 2; _groups.Values.Concat(others).Any(other => NameKey.Of(other.Name) == NameKey.Of(free)); number++)
        {
            free = Numbered(name, $" {number}");
        }

        return free;

        static string Numbered(string name, string suffix)
        {
            var runes = name.EnumerateRunes().ToList();
            while (runes.Sum(rune => rune.Utf8SequenceLength) + suffix.Length > BoardRules.MaxNameBytes)
            {
                runes.RemoveAt(runes.Count - 1);
            }

            return string.Concat(runes) + suffix;
        }
    }
}
