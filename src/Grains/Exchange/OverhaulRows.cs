using Microsoft.EntityFrameworkCore;
using RailHub.Contracts;
using RailHub.Grains.Controllers;
using RailHub.Grains.Layouts;
using RailHub.Persistence;

namespace RailHub.Grains.Exchange;

/// <summary>Writes an overhaul into the rows of a layout, within an edit.</summary>
internal static class OverhaulRows
{
    /// <param name="database">The edit's database.</param>
    /// <param name="layout">The layout as it is before.</param>
    /// <param name="overhaul">What becomes of it.</param>
    /// <param name="roster">Writes the boards.</param>
    /// <param name="isKept">Whether boards that go can be restored.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task WriteAsync(
        RailHubDb database, LayoutContent layout, Overhaul overhaul, RosterEditor roster, bool isKept, CancellationToken cancellation)
    {
        // Lamps name areas: new ones are there before them, and old ones go after them.
        await WriteAreas(database, layout.Id, overhaul.Areas, cancellation);
        await roster.Write(database, overhaul.Boards, isKept, cancellation);
        await WriteLamps(database, layout, overhaul.Lamps, cancellation);
        await WriteLampGroups(database, overhaul.LampGroups, cancellation);
        await WriteScenes(database, overhaul.Scenes, cancellation);
        await WriteChasingGroups(database, overhaul.ChasingGroups, cancellation);
        await WriteShows(database, overhaul.Shows, cancellation);
        await database.SaveChangesAsync(cancellation);
        AreaId[] gone = [.. overhaul.Areas.Removed.Select(area => area.Id)];
        await database.Areas.Where(row => gone.Contains(row.Id)).ExecuteDeleteAsync(cancellation);
    }

    private static async Task WriteAreas(RailHubDb database, LayoutId layout, Turnover<Area> areas, CancellationToken cancellation)
    {
        var rows = await database.Areas.Where(row => row.LayoutId == layout).ToDictionaryAsync(row => row.Id, cancellation);
        var changed = areas.Changed.Select(area => area.Id).ToHashSet();
        foreach (var (position, area) in areas.After.Index())
        {
            if (!rows.TryGetValue(area.Id, out var row))
            {
                database.Areas.Add(new AreaRow { Id = area.Id, LayoutId = layout, Name = area.Name, Position = position, Version = area.Version });
                continue;
            }

            row.Position = position;
            if (changed.Contains(area.Id))
            {
                row.Name = area.Name;
                row.Version++;
            }
        }

        await database.SaveChangesAsync(cancellation);
    }

    private static async Task WriteLamps(RailHubDb database, LayoutContent layout, Turnover<Lamp> lamps, CancellationToken cancellation)
    {
        if (lamps.IsNothing)
        {
            return;
        }

        var rows = await database.Lamps.Where(row => row.LayoutId == layout.Id)
            .ToDictionaryAsync(row => new OutputAddress(row.Controller, row.Pin), cancellation);
        foreach (var lamp in lamps.Added.Concat(lamps.Changed))
        {
            if (!rows.TryGetValue(lamp.Output, out var row))
            {
                row = new LampRow { LayoutId = layout.Id, Controller = lamp.Controller, Pin = lamp.Pin };
                database.Lamps.Add(row);
            }

            row.Set(lamp);
        }

        database.Lamps.RemoveRange(lamps.Removed.Select(lamp => rows.GetValueOrDefault(lamp.Output)).OfType<LampRow>());
        await layout.NextLamps(database, [], cancellation);
    }

    private static async Task WriteLampGroups(RailHubDb database, Turnover<LampGroup> groups, CancellationToken cancellation)
    {
        LampGroupId[] gone = [.. groups.Removed.Select(group => group.Id)];
        await database.LampGroups.Where(row => gone.Contains(row.Id)).ExecuteDeleteAsync(cancellation);
        var changed = groups.Changed.ToDictionary(group => group.Id);
        await database.LampGroupMembers.Where(row => changed.Keys.Contains(row.GroupId)).ExecuteDeleteAsync(cancellation);
        foreach (var row in await database.LampGroups.Where(row => changed.Keys.Contains(row.Id)).ToListAsync(cancellation))
        {
            var group = changed[row.Id];
            (row.Name, row.Members) = (group.Name, group.Members.ToLampGroupRows());
            row.Version++;
        }

        database.LampGroups.AddRange(groups.Added.Select(group => group.ToRow()));
    }

    private static async Task WriteScenes(RailHubDb database, Turnover<Scene> scenes, CancellationToken cancellation)
    {
        SceneId[] gone = [.. scenes.Removed.Select(scene => scene.Id)];
        await database.Scenes.Where(row => gone.Contains(row.Id)).ExecuteDeleteAsync(cancellation);
        var changed = scenes.Changed.ToDictionary(scene => scene.Id);
        await database.SceneTargets.Where(row => changed.Keys.Contains(row.SceneId)).ExecuteDeleteAsync(cancellation);
        foreach (var row in await database.Scenes.Where(row => changed.Keys.Contains(row.Id)).ToListAsync(cancellation))
        {
            var scene = changed[row.Id];
            (row.Name, row.Fade, row.Targets) = (scene.Name, scene.Fade, scene.Targets.ToRows());
            row.Version++;
        }

        database.Scenes.AddRange(scenes.Added.Select(scene => scene.ToRow()));
    }

    private static async Task WriteChasingGroups(RailHubDb database, Turnover<ChasingGroup> groups, CancellationToken cancellation)
    {
        ChasingGroupId[] gone = [.. groups.Removed.Select(group => group.Id)];
        await database.ChasingGroups.Where(row => gone.Contains(row.Id)).ExecuteDeleteAsync(cancellation);
        var changed = groups.Changed.ToDictionary(group => group.Id);
        await database.ChasingMembers.Where(row => changed.Keys.Contains(row.GroupId)).ExecuteDeleteAsync(cancellation);
        foreach (var row in await database.ChasingGroups.Where(row => changed.Keys.Contains(row.Id)).ToListAsync(cancellation))
        {
            var group = changed[row.Id];
            (row.Name, row.Interval, row.Members) = (group.Name, group.Interval, group.Members.ToRows());
            row.Version++;
        }

        database.ChasingGroups.AddRange(groups.Added.Select(group => group.ToRow()));
    }

    private static async Task WriteShows(RailHubDb database, Turnover<Show> shows, CancellationToken cancellation)
    {
        ShowId[] gone = [.. shows.Removed.Select(show => show.Id)];
        await database.Shows.Where(row => gone.Contains(row.Id)).ExecuteDeleteAsync(cancellation);
        var changed = shows.Changed.ToDictionary(show => show.Id);
        foreach (var row in await database.Shows.Where(row => changed.Keys.Contains(row.Id)).ToListAsync(cancellation))
        {
            var show = changed[row.Id];
            (row.Name, row.Loops, row.Cues) = (show.Name, show.Loops, show.Cues.ToJson());
            row.Version++;
        }

        database.Shows.AddRange(shows.Added.Select(show => show.ToRow()));
    }
}
