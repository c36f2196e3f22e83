using Microsoft.EntityFrameworkCore;
using RailHub.Contracts;
using RailHub.Grains.History;
using RailHub.Grains.Layouts;
using RailHub.Grains.Owners;
using RailHub.Persistence;

namespace RailHub.Grains.Lamps;

/// <summary>What people know of the outputs of a layout: name, area, kind, order, place.</summary>
internal sealed class LampBook(LayoutContent layout, OwnedRows rows, HistoryBook history)
{
    /// <summary>How many lamps one edit changes at most.</summary>
    public const int MostEdits = 500;

    public const int LargestOrder = 1_000_000;

    public Task<Outcome<LampList>> Edit(LampEdits edits, IfVersion? ifVersion) => rows.EditAsync<LampList>(async (database, cancellation) =>
    {
        if (Check(edits, ifVersion) is { } refusal)
        {
            return refusal;
        }

        var known = layout.Lamps.Lamps.ToDictionary(lamp => lamp.Output);
        var before = new List<Lamp>();
        var changed = new List<Lamp>();
        foreach (var edit in edits.Lamps)
        {
            var lamp = known.GetValueOrDefault(new OutputAddress(edit.Controller, edit.Pin)) ?? new Lamp(edit.Controller, edit.Pin);
            var next = lamp.With(edit) is var edited && edit.Alias is { } alias ? edited with { Alias = CleanAlias(alias.Value) } : edited;
            if (next != lamp)
            {
                before.Add(lamp);
                changed.Add(next);
            }
        }

        return changed.Count == 0 ? new Edited<LampList>(new LampList(layout.Lamps.Version, []))
            : known.Count + changed.Count(lamp => !known.ContainsKey(lamp.Output)) > LayoutBounds.Lamps
                ? new Refusal(RefusalKind.Conflict, RefusalCodes.TooMany, $"A layout knows {LayoutBounds.Lamps} lamps at most.", "lamps")
            : await Write(database, changed, new Undo { LampsEdited = new LampsEdited(before, changed) }, cancellation);
    });

    /// <summary>Takes an edit back, unless one of its lamps was changed since.</summary>
    public Task<Outcome<LampList>> Restore(LampsEdited edited) => rows.EditAsync<LampList>(async (database, cancellation) =>
    {
        var known = layout.Lamps.Lamps.ToDictionary(lamp => lamp.Output);
        return edited.After.Any(lamp => known.GetValueOrDefault(lamp.Output) != lamp)
            || edited.Before.Any(lamp => lamp.Area is { } area && !layout.Areas.Exists(other => other.Id == area))
                ? Refusal.Outdated(layout.Lamps.Version)
                : await Write(database, edited.Before, undo: null, cancellation);
    });

    private async Task<Edited<LampList>> Write(RailHubDb database, IReadOnlyList<Lamp> changed, Undo? undo, CancellationToken cancellation)
    {
        foreach (var board in changed.GroupBy(lamp => lamp.Controller))
        {
            var present = await database.Lamps.Where(row => row.LayoutId == layout.Id && row.Controller == board.Key)
                .ToDictionaryAsync(row => row.Pin, cancellation);
            foreach (var lamp in board)
            {
                if (!present.TryGetValue(lamp.Pin, out var row))
                {
                    row = new LampRow { LayoutId = layout.Id, Controller = lamp.Controller, Pin = lamp.Pin };
                    database.Lamps.Add(row);
                }

                row.Set(lamp);
            }
        }

        await database.SaveChangesAsync(cancellation);
        var next = await layout.NextLamps(database, changed, cancellation);
        var answer = new LampList(next.Version, changed);
        return history.With(
            new Edited<LampList>(answer, () => layout.Lamps = next),
            HistoryKind.LampsEdited,
            changed is [{ Alias: { } only }] ? only : null,
            changed.Count,
            undo);
    }

    private Refusal? Check(LampEdits edits, IfVersion? ifVersion)
    {
        if (!layout.Exists)
        {
            return LayoutGrain.Unknown;
        }

        if (edits.Lamps is not { Count: > 0 })
        {
            return Refusal.Invalid("lamps", RefusalCodes.NothingToChange, "At least one lamp is needed.");
        }

        if (edits.Lamps.Count > MostEdits)
        {
            return Refusal.Invalid("lamps", RefusalCodes.TooMany, $"{MostEdits} lamps at once are the most; these are {edits.Lamps.Count}.");
        }

        var seen = new HashSet<OutputAddress>();
        for (var index = 0; index < edits.Lamps.Count; index++)
        {
            if (Check(edits.Lamps[index], $"lamps[{index}]", seen) is { } refusal)
            {
                return refusal;
            }
        }

        return Rules.CheckVersion(ifVersion, layout.Lamps.Version);
    }

    private Refusal? Check(LampEdit? edit, string field, HashSet<OutputAddress> seen) =>
        edit is null ? Refusal.Invalid(field, RefusalCodes.Malformed, "A lamp is needed here.")
        : edit is { Alias: null, Area: null, Kind: null, Hidden: null, Order: null, Place: null }
            ? Refusal.Invalid(field, RefusalCodes.NothingToChange, "Give at least one of alias, area, kind, hidden, order and place.")
        : !layout.Has(edit.Controller) ? LayoutContent.Elsewhere($"{field}.controller", edit.Controller)
        : Rules.CheckPin(edit.Pin, $"{field}.pin") is { } noPin ? noPin
        : !seen.Add(new OutputAddress(edit.Controller, edit.Pin))
            ? Refusal.Invalid(field, RefusalCodes.OutputTwice, $"Pin {edit.Pin} of {edit.Controller} is there already.")
        : edit.Area?.Value is { } area && !layout.Areas.Exists(known => known.Id == area)
            ? Refusal.Invalid($"{field}.area", RefusalCodes.AreaUnknown, "The layout has no such area.")
        : CheckKnown(edit.Alias?.Value, edit.Kind, edit.Order, edit.Place?.Value, field);

    /// <summary>What people may know of a lamp, wherever they say it.</summary>
    public static Refusal? CheckKnown(string? alias, LampKind? kind, int? order, PlanPlace? place, string field) =>
        !string.IsNullOrWhiteSpace(alias) && Rules.CheckName(alias) is { } invalid ? invalid with { Field = $"{field}.alias" }
        : kind is { } known && !Enum.IsDefined(known)
            ? Refusal.Invalid($"{field}.kind", RefusalCodes.Malformed, "A kind is lamp, signal, sign or effect.")
        : order is < 0 or > LargestOrder
            ? Refusal.Invalid($"{field}.order", RefusalCodes.OrderInvalid, $"A place in the order is 0 to {LargestOrder}; this is {order}.")
        : place is not null && !(IsShare(place.X) && IsShare(place.Y))
            ? Refusal.Invalid($"{field}.place", RefusalCodes.PlaceInvalid, "A place on the plan has x and y of 0 to 1.")
        : null;

    /// <summary>An alias as it is kept; one without letters is none.</summary>
    public static string? CleanAlias(string? alias) => string.IsNullOrWhiteSpace(alias) ? null : NameText.Clean(alias);

    private static bool IsShare(double value) => value is >= 0 and <= 1;
}
