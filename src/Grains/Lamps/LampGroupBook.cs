using Microsoft.EntityFrameworkCore;
using RailHub.Contracts;
using RailHub.Grains.History;
using RailHub.Grains.Layouts;
using RailHub.Grains.Owners;
using RailHub.Persistence;

namespace RailHub.Grains.Lamps;

/// <summary>The lamp groups of a layout: makes, changes and switches them.</summary>
internal sealed class LampGroupBook(LayoutContent layout, OwnedRows rows, HistoryBook history, AllBoards boards, TimeProvider time)
{
    /// <summary>How many members a lamp group has at most.</summary>
    public const int MostMembers = 500;

    private static readonly Refusal s_unknown = Refusal.NotFound(RefusalCodes.LampGroupUnknown, "There is no such lamp group.");

    public Outcome<LampGroup> Find(LampGroupId id) => layout.LampGroups.TryGetValue(id, out var group) ? group : s_unknown;

    public Task<Outcome<LampGroup>> Create(LampGroupDraft draft) => rows.EditAsync<LampGroup>(async (database, cancellation) =>
        (Check(draft, known: null) ?? CheckRoom()) is { } refusal
            ? refusal
            : await Add(
                database,
                new LampGroup(LampGroupId.Create(time.GetUtcNow()), layout.Id, NameText.Clean(draft.Name), draft.Members, Version: 1),
                cancellation));

    /// <summary>Brings a deleted group back.</summary>
    public Task<Outcome<LampGroup>> Restore(LampGroup group) => rows.EditAsync<LampGroup>(async (database, cancellation) =>
        (CheckName(group.Name, group.Id) ?? CheckRoom()) is { } refusal
            ? refusal
            : await Add(database, group with { Version = group.Version + 1 }, cancellation));

    public Task<Outcome<LampGroup>> Replace(LampGroupId id, LampGroupDraft draft, IfVersion? ifVersion) => rows.EditAsync<LampGroup>(async (database, cancellation) =>
    {
        if (!layout.LampGroups.TryGetValue(id, out var group))
        {
            return s_unknown;
        }

        if ((Rules.CheckVersion(ifVersion, group.Version) ?? Check(draft, group)) is { } refusal)
        {
            return refusal;
        }

        var row = await database.LampGroups.Include(row => row.Members).SingleAsync(row => row.Id == id, cancellation);
        row.Name = NameText.Clean(draft.Name);
        row.Version++;
        row.Members.Clear();
        await database.SaveChangesAsync(cancellation);
        row.Members = draft.Members.ToLampGroupRows();
        await database.SaveChangesAsync(cancellation);
        return Put(row, HistoryKind.LampGroupReplaced);
    });

    public Task<Outcome<Done>> Delete(LampGroupId id, IfVersion? ifVersion) => rows.EditAsync<Done>(async (database, cancellation) =>
    {
        if (!layout.LampGroups.TryGetValue(id, out var group))
        {
            return s_unknown;
        }

        if (Rules.CheckVersion(ifVersion, group.Version) is { } refusal)
        {
            return refusal;
        }

        await database.LampGroups.Where(row => row.Id == id).ExecuteDeleteAsync(cancellation);
        return history.With(
            new Edited<Done>(Done.Instance, () => layout.LampGroups.Remove(id)),
            HistoryKind.LampGroupDeleted,
            group.Name,
            group.Members.Count,
            new Undo { LampGroup = group });
    });

    /// <summary>Sets all members at once; each answers for itself.</summary>
    public async Task<Outcome<Recall>> Set(LampGroupId id, OutputChange change)
    {
        if (!layout.LampGroups.TryGetValue(id, out var group))
        {
            return s_unknown;
        }

        if ((change?.Name is null
            ? Rules.Check(change, shown: null)
            : Refusal.Invalid("name", RefusalCodes.Malformed, "Lamps of a group have names of their own.")) is { } refusal)
        {
            return refusal;
        }

        var recall = await boards.ApplyAsync(
            [.. group.Members.Select(member => new Wanted(member.Controller, member.Pin, change!))], Origin.Person);
        history.Happened(HistoryKind.LampGroupSet, group.Name, group.Members.Count, Undo.Of(recall), recall.Results.Select(result => result.Result));
        return recall;
    }

    private async Task<Edited<LampGroup>> Add(RailHubDb database, LampGroup group, CancellationToken cancellation)
    {
        var row = group.ToRow();
        database.LampGroups.Add(row);
        await database.SaveChangesAsync(cancellation);
        return Put(row, HistoryKind.LampGroupMade);
    }

    private Edited<LampGroup> Put(LampGroupRow row, HistoryKind kind)
    {
        var group = row.ToContract();
        return history.With(
            new Edited<LampGroup>(group, () => layout.LampGroups[group.Id] = group), kind, group.Name, group.Members.Count);
    }

    private Refusal? CheckRoom() => layout.LampGroups.Count < LayoutBounds.LampGroups
        ? null
        : new Refusal(RefusalKind.Conflict, RefusalCodes.TooMany, $"A layout has {LayoutBounds.LampGroups} lamp groups at most.");

    private Refusal? CheckName(string? name, LampGroupId? except) =>
        !layout.Exists ? LayoutGrain.Unknown
        : Rules.CheckName(name)
            ?? (layout.LampGroups.Values.Any(other => other.Id != except && NameKey.Of(other.Name) == NameKey.Of(name!))
                ? LayoutContent.NameTaken("lamp group", NameText.Clean(name!))
                : null);

    /// <summary>Members must be on this layout's boards; one that was so when the group was made may stay when its board is gone.</summary>
    private Refusal? Check(LampGroupDraft draft, LampGroup? known)
    {
        if (CheckName(draft.Name, known?.Id) is { } refusal)
        {
            return refusal;
        }

        if (draft.Members is not { Count: > 0 })
        {
            return Refusal.Invalid("members", RefusalCodes.LampGroupEmpty, "At least one lamp is needed.");
        }

        if (draft.Members.Count > MostMembers)
        {
            return Refusal.Invalid("members", RefusalCodes.TooMany, $"{MostMembers} lamps are the most; these are {draft.Members.Count}.");
        }

        var seen = new HashSet<OutputAddress>();
        for (var index = 0; index < draft.Members.Count; index++)
        {
            var member = draft.Members[index];
            if (!seen.Add(member))
            {
                return Refusal.Invalid($"members[{index}]", RefusalCodes.OutputTwice, $"Pin {member.Pin} of {member.Controller} is a member already.");
            }

            if (!layout.Has(member.Controller) && known?.Members.Contains(member) != true)
            {
                return LayoutContent.Elsewhere($"members[{index}].controller", member.Controller);
            }
        }

        return null;
    }
}
