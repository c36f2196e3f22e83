using Microsoft.EntityFrameworkCore;
using RailHub.Contracts;
using RailHub.Grains.History;
using RailHub.Grains.Layouts;
using RailHub.Grains.Owners;
using RailHub.Persistence;

namespace RailHub.Grains.Areas;

/// <summary>The areas of a layout, in its order.</summary>
internal sealed class AreaBook(LayoutContent layout, OwnedRows rows, HistoryBook history, TimeProvider time)
{
    private static readonly Refusal s_unknown = Refusal.NotFound(RefusalCodes.AreaUnknown, "There is no such area.");

    public Task<Outcome<Area>> Create(AreaDraft draft) => rows.EditAsync<Area>(async (database, cancellation) =>
    {
        if ((Check(draft, except: null) ?? CheckRoom()) is { } refusal)
        {
            return refusal;
        }

        var row = Row(AreaId.Create(time.GetUtcNow()), NameText.Clean(draft.Name), version: 1);
        database.Areas.Add(row);
        return await Put(database, row, draft.Position ?? layout.Areas.Count, HistoryKind.AreaMade, undo: null, cancellation);
    });

    public Task<Outcome<Area>> Replace(AreaId id, AreaDraft draft, IfVersion? ifVersion) => rows.EditAsync<Area>(async (database, cancellation) =>
    {
        var place = layout.Areas.FindIndex(area => area.Id == id);
        if ((place < 0 ? s_unknown : Rules.CheckVersion(ifVersion, layout.Areas[place].Version) ?? Check(draft, id)) is { } refusal)
        {
            return refusal;
        }

        var row = await database.Areas.SingleAsync(row => row.Id == id, cancellation);
        row.Name = NameText.Clean(draft.Name);
        row.Version++;
        var undo = new Undo { AreaBefore = new AreaBefore(layout.Areas[place], place, row.Version) };
        return await Put(database, row, draft.Position ?? place, HistoryKind.AreaReplaced, undo, cancellation);
    });

    public Task<Outcome<Done>> Delete(AreaId id, IfVersion? ifVersion) => rows.EditAsync<Done>(async (database, cancellation) =>
    {
        var place = layout.Areas.FindIndex(area => area.Id == id);
        if ((place < 0 ? s_unknown : Rules.CheckVersion(ifVersion, layout.Areas[place].Version)) is { } refusal)
        {
            return refusal;
        }

        var area = layout.Areas[place];
        OutputAddress[] inIt = [.. layout.Lamps.Lamps.Where(lamp => lamp.Area == id).Select(lamp => lamp.Output)];
        var lamps = await Sort(database, inIt, area: null, cancellation);
        await database.Areas.Where(row => row.Id == id).ExecuteDeleteAsync(cancellation);
        return history.With(
            new Edited<Done>(Done.Instance, () =>
            {
                layout.Areas.RemoveAll(known => known.Id == id);
                layout.Lamps = lamps;
            }),
            HistoryKind.AreaDeleted,
            area.Name,
            inIt.Length,
            new Undo { AreaDeleted = new AreaDeleted(area, place, inIt) });
    });

    /// <summary>Brings a deleted area back, with the lamps that nobody has sorted since.</summary>
    public Task<Outcome<Area>> Restore(AreaDeleted deleted) => rows.EditAsync<Area>(async (database, cancellation) =>
    {
        if ((Check(new AreaDraft(deleted.Area.Name), except: null) ?? CheckRoom()) is { } refusal)
        {
            return refusal;
        }

        var row = Row(deleted.Area.Id, deleted.Area.Name, deleted.Area.Version + 1);
        database.Areas.Add(row);
        await database.SaveChangesAsync(cancellation);
        var unsorted = layout.Lamps.Lamps.Where(lamp => lamp.Area is null).Select(lamp => lamp.Output).ToHashSet();
        var lamps = await Sort(database, [.. deleted.Lamps.Where(unsorted.Contains)], row.Id, cancellation);
        var put = await Put(database, row, deleted.Position, HistoryKind.AreaMade, undo: null, cancellation);
        return put with
        {
            Apply = () =>
            {
                put.Apply?.Invoke();
                layout.Lamps = lamps;
            },
        };
    });

    private AreaRow Row(AreaId id, string name, long version) => new() { Id = id, LayoutId = layout.Id, Name = name, Version = version };

    /// <summary>Writes the row and the order that it makes.</summary>
    private async Task<Edited<Area>> Put(
        RailHubDb database, AreaRow row, int position, HistoryKind kind, Undo? undo, CancellationToken cancellation)
    {
        var order = layout.Areas.FindAll(area => area.Id != row.Id);
        var area = row.ToContract();
        order.Insert(Math.Min(position, order.Count), area);
        row.Position = order.IndexOf(area);
        await database.SaveChangesAsync(cancellation);
        for (var place = 0; place < order.Count; place++)
        {
            var id = order[place].Id;
            if (id != row.Id)
            {
                await database.Areas.Where(other => other.Id == id && other.Position != place)
                    .ExecuteUpdateAsync(set => set.SetProperty(other => other.Position, place), cancellation);
            }
        }

        return history.With(
            new Edited<Area>(area, () =>
            {
                layout.Areas.Clear();
                layout.Areas.AddRange(order);
            }),
            kind,
            area.Name,
            undo: undo);
    }

    /// <summary>Puts lamps into an area; gives all lamps as they are then.</summary>
    private async Task<LampList> Sort(RailHubDb database, OutputAddress[] outputs, AreaId? area, CancellationToken cancellation)
    {
        if (outputs.Length == 0)
        {
            return layout.Lamps;
        }

        foreach (var board in outputs.GroupBy(output => output.Controller, output => output.Pin))
        {
            int[] pins = [.. board];
            await database.Lamps.Where(row => row.LayoutId == layout.Id && row.Controller == board.Key && pins.Contains(row.Pin))
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.AreaId, area), cancellation);
        }

        var sorted = outputs.ToHashSet();
        return await layout.NextLamps(
            database, [.. layout.Lamps.Lamps.Where(lamp => sorted.Contains(lamp.Output)).Select(lamp => lamp with { Area = area })], cancellation);
    }

    private Refusal? CheckRoom() => layout.Areas.Count < LayoutBounds.Areas
        ? null
        : new Refusal(RefusalKind.Conflict, RefusalCodes.TooMany, $"A layout has {LayoutBounds.Areas} areas at most.");

    private Refusal? Check(AreaDraft draft, AreaId? except) =>
        !layout.Exists ? LayoutGrain.Unknown
        : Rules.CheckName(draft.Name)
            ?? (draft.Position < 0 ? Refusal.Invalid("position", RefusalCodes.OrderInvalid, "A place in the order is 0 or more.") : null)
            ?? (layout.Areas.Exists(other => other.Id != except && NameKey.Of(other.Name) == NameKey.Of(draft.Name))
                ? LayoutContent.NameTaken("area", NameText.Clean(draft.Name))
                : null);
}
