using Microsoft.EntityFrameworkCore;
using RailHub.Contracts;

namespace RailHub.Persistence.Tests;

public abstract partial class DatabaseSuite
{
    [Fact]
    public async Task Every_row_reads_back_as_it_was_written()
    {
        var layout = Club.Layout($"  Höllental {Guid.NewGuid()} ");
        layout.Position = 7;
        layout.Version = long.MaxValue;
        var controller = Club.Controller(layout, new MacAddress(0xFFFF_FFFF_FFFF));
        controller.Position = 3;
        var wish = new WishRow
        {
            Controller = controller.Id,
            Pin = 23,
            Active = false,
            Brightness = 100,
            Interval = uint.MaxValue,
            Name = "Bahnhof 🚂",
        };
        var target = new SceneTargetRow
        {
            Ordinal = 0,
            Controller = controller.Id,
            Pin = 23,
            Active = true,
            Brightness = 40,
            Interval = uint.MaxValue,
        };
        var scene = Club.Scene(layout, "Night", target);
        var group = Club.Group(layout, "Road works", Club.Member(0, controller.Id, 22), Club.Member(1, controller.Id, 23));
        var run = Club.Run(group, controller.Id);
        layout.LampsVersion = 9;
        var area = Club.Area(layout, "Station");
        var lamp = Club.Lamp(layout, controller.Id, 23, area);
        var lampGroup = Club.LampGroup(layout, "Street", controller.Id, 22, 23);
        var removed = Club.Removed(layout, Club.NewBoard(), group);
        var happened = Club.Happened(layout);
        var plan = new PlanRow { LayoutId = layout.Id, ContentType = "image/png", Width = 3, Height = 2, Bytes = 4, Version = 7, Content = [0, 1, 255, 2] };
        var module = Club.Module(layout, "Leuchtturm 🗼", controller.Id);
        var show = Club.Show(layout, "Evening");
        var showRun = Club.ShowRun(show);
        await SaveAsync(layout, controller, wish, scene, group, run, area, lamp, lampGroup, removed, happened, plan, module, show, showRun);

        await using var db = database.Connect();
        Assert.Equivalent(layout, await db.Layouts.SingleAsync(row => row.Id == layout.Id), strict: true);
        Assert.Equivalent(controller, await db.Controllers.SingleAsync(row => row.Id == controller.Id), strict: true);
        Assert.Equivalent(wish, await db.Wishes.SingleAsync(row => row.Controller == controller.Id), strict: true);
        Assert.Equivalent(scene, await db.Scenes.Include(row => row.Targets).SingleAsync(row => row.Id == scene.Id), strict: true);
        Assert.Equivalent(group, await db.ChasingGroups.Include(row => row.Members).SingleAsync(row => row.Id == group.Id), strict: true);
        Assert.Equivalent(run, await db.GroupRuns.SingleAsync(row => row.GroupId == group.Id), strict: true);
        Assert.Equivalent(area, await db.Areas.SingleAsync(row => row.Id == area.Id), strict: true);
        Assert.Equivalent(lamp, await db.Lamps.SingleAsync(row => row.LayoutId == layout.Id), strict: true);
        Assert.Equivalent(lampGroup, await db.LampGroups.Include(row => row.Members).SingleAsync(row => row.Id == lampGroup.Id), strict: true);
        Assert.Equivalent(removed, await db.RemovedControllers.Include(row => row.Runs).SingleAsync(row => row.LayoutId == layout.Id), strict: true);
        Assert.Equivalent(happened, await db.History.SingleAsync(row => row.LayoutId == layout.Id), strict: true);
        Assert.Equivalent(module, await db.Modules.Include(row => row.Parts).SingleAsync(row => row.LayoutId == layout.Id), strict: true);
        Assert.Equivalent(show, await db.Shows.SingleAsync(row => row.Id == show.Id), strict: true);
        Assert.Equivalent(showRun, await db.ShowRuns.SingleAsync(row => row.ShowId == show.Id), strict: true);
        Assert.Equivalent(plan, await db.Plans.SingleAsync(row => row.LayoutId == layout.Id), strict: true);
    }

    [Fact]
    public async Task Boards_sort_by_their_address()
    {
        var layout = Club.Layout();
        MacAddress[] ids = [new(0), new(0x7FFF_FFFF_FFFE), new(0x8000_0000_0001)];
        await SaveAsync([layout, .. ids.Reverse().Select(id => Club.Controller(layout, id))]);

        await using var db = database.Connect();
        var sorted = await db.Controllers.Where(row => row.LayoutId == layout.Id).OrderBy(row => row.Id).Select(row => row.Id).ToArrayAsync();

        Assert.Equal(ids, sorted);
    }

    [Theory]
    [InlineData("Depot", "DEPOT")]
    [InlineData("Depot", "  depot ")]
    [InlineData("Höllental", "HÖLLENTAL")]
    [InlineData("Жд", "жД")]
    public async Task Two_layouts_cannot_have_the_same_name_in_another_case(string first, string second)
    {
        var club = Guid.NewGuid();
        await SaveAsync(Club.Layout($"{first} {club}"));

        var refused = await RefusedAsync(Club.Layout(second.Replace(second.Trim(), $"{second.Trim()} {club}", StringComparison.Ordinal)));

        Assert.True(DatabaseErrors.IsUniqueViolation(refused));
        Assert.False(DatabaseErrors.IsAway(refused));
    }

    [Fact]
    public async Task A_scene_name_is_taken_in_its_own_layout_only()
    {
        var (here, there) = (Club.Layout(), Club.Layout());
        await SaveAsync(here, there, Club.Scene(here, "Night"), Club.Scene(there, "Night"));

        Assert.True(DatabaseErrors.IsUniqueViolation(await RefusedAsync(Club.Scene(here, "NIGHT"))));
    }

    [Fact]
    public async Task A_chasing_group_name_is_taken_in_its_own_layout_only()
    {
        var (here, there) = (Club.Layout(), Club.Layout());
        await SaveAsync(here, there, Club.Group(here, "Road works"), Club.Group(there, "Road works"));

        Assert.True(DatabaseErrors.IsUniqueViolation(await RefusedAsync(Club.Group(here, "road WORKS"))));
    }

    [Fact]
    public async Task A_module_name_is_taken_in_its_own_layout_only()
    {
        var (here, there) = (Club.Layout(), Club.Layout());
        await SaveAsync(here, there, Club.Module(here, "Lighthouse", Club.NewBoard()), Club.Module(there, "Lighthouse", Club.NewBoard()));

        Assert.True(DatabaseErrors.IsUniqueViolation(await RefusedAsync(Club.Module(here, "LIGHTHOUSE", Club.NewBoard()))));
    }

    [Fact]
    public async Task A_show_name_is_taken_in_its_own_layout_only()
    {
        var (here, there) = (Club.Layout(), Club.Layout());
        await SaveAsync(here, there, Club.Show(here), Club.Show(there));

        Assert.True(DatabaseErrors.IsUniqueViolation(await RefusedAsync(Club.Show(here, "EVENING"))));
    }

    [Fact]
    public async Task Renaming_a_row_frees_its_old_name_and_takes_the_new_one()
    {
        var layout = Club.Layout();
        var scene = Club.Scene(layout, "Night");
        await SaveAsync(layout, scene);

        await using (var db = database.Connect())
        {
            var row = await db.Scenes.SingleAsync(row => row.Id == scene.Id);
            row.Name = "Dusk";
            await db.SaveChangesAsync();
        }

        await SaveAsync(Club.Scene(layout, "Night"));
        Assert.True(DatabaseErrors.IsUniqueViolation(await RefusedAsync(Club.Scene(layout, "DUSK"))));
    }

    [Fact]
    public async Task The_same_board_cannot_be_registered_twice()
    {
        var layout = Club.Layout();
        var controller = Club.Controller(layout);
        await SaveAsync(layout, controller);

        Assert.True(DatabaseErrors.IsUniqueViolation(await RefusedAsync(Club.Controller(layout, controller.Id))));
    }

    [Fact]
    public async Task A_board_of_a_layout_that_is_not_there_is_refused()
    {
        var refused = await RefusedAsync(Club.Controller(Club.Layout()));

        Assert.False(DatabaseErrors.IsUniqueViolation(refused));
        Assert.False(DatabaseErrors.IsAway(refused));
    }

    [Fact]
    public async Task Deleting_a_layout_takes_everything_in_it()
    {
        var (layout, other) = (Club.Layout(), Club.Layout());
        var (controller, kept) = (Club.Controller(layout), Club.Controller(other));
        var scene = Club.Scene(layout, "Night", Club.Target(0, controller.Id, 4));
        var group = Club.Group(layout, "Road works", Club.Member(0, controller.Id, 4));
        await SaveAsync(layout, other, controller, kept, Club.Wish(controller, 4), Club.Wish(kept, 4), scene, group, Club.Run(group, controller.Id));
        var area = Club.Area(layout, "Station");
        var show = Club.Show(layout);
        await SaveAsync(
            show,
            Club.ShowRun(show),
            area,
            Club.Lamp(layout, controller.Id, 4, area),
            Club.LampGroup(layout, "Street", controller.Id, 4),
            Club.Removed(layout, Club.NewBoard(), group),
            Club.Happened(layout),
            Club.Module(layout, "Lighthouse", controller.Id),
            new PlanRow { LayoutId = layout.Id, ContentType = "image/png" });

        await using var db = database.Connect();
        await db.Layouts.Where(row => row.Id == layout.Id).ExecuteDeleteAsync();

        Assert.False(await db.Controllers.AnyAsync(row => row.Id == controller.Id));
        Assert.False(await db.Wishes.AnyAsync(row => row.Controller == controller.Id));
        Assert.False(await db.Scenes.AnyAsync(row => row.Id == scene.Id));
        Assert.False(await db.SceneTargets.AnyAsync(row => row.SceneId == scene.Id));
        Assert.False(await db.ChasingGroups.AnyAsync(row => row.Id == group.Id));
        Assert.False(await db.ChasingMembers.AnyAsync(row => row.GroupId == group.Id));
        Assert.False(await db.GroupRuns.AnyAsync(row => row.GroupId == group.Id));
        Assert.False(await db.Shows.AnyAsync(row => row.LayoutId == layout.Id));
        Assert.False(await db.ShowRuns.AnyAsync(row => row.LayoutId == layout.Id));
        Assert.False(await db.Areas.AnyAsync(row => row.LayoutId == layout.Id));
        Assert.False(await db.Lamps.AnyAsync(row => row.LayoutId == layout.Id));
        Assert.False(await db.LampGroups.AnyAsync(row => row.LayoutId == layout.Id));
        Assert.False(await db.LampGroupMembers.AnyAsync(row => row.Controller == controller.Id));
        Assert.False(await db.RemovedControllers.AnyAsync(row => row.LayoutId == layout.Id));
        Assert.False(await db.RemovedRuns.AnyAsync(row => row.LayoutId == layout.Id));
        Assert.False(await db.Plans.AnyAsync(row => row.LayoutId == layout.Id));
        Assert.False(await db.Modules.AnyAsync(row => row.LayoutId == layout.Id));
        Assert.False(await db.ModuleParts.AnyAsync(row => row.Thing == controller.Id.Compact));
        Assert.True(await db.Wishes.AnyAsync(row => row.Controller == kept.Id));

        // What was done in it stays told.
        Assert.True(await db.History.AnyAsync(row => row.LayoutId == layout.Id));
    }

    [Fact]
    public async Task Removing_a_board_takes_its_wishes_and_leaves_its_scenes_and_groups()
    {
        var layout = Club.Layout();
        var controller = Club.Controller(layout);
        var scene = Club.Scene(layout, "Night", Club.Target(0, controller.Id, 4));
        var group = Club.Group(layout, "Road works", Club.Member(0, controller.Id, 4));
        await SaveAsync(layout, controller, Club.Wish(controller, 4), scene, group, Club.Lamp(layout, controller.Id, 4));

        await using var db = database.Connect();
        await db.Controllers.Where(row => row.Id == controller.Id).ExecuteDeleteAsync();

        Assert.False(await db.Wishes.AnyAsync(row => row.Controller == controller.Id));
        Assert.True(await db.SceneTargets.AnyAsync(row => row.Controller == controller.Id));
        Assert.True(await db.ChasingMembers.AnyAsync(row => row.Controller == controller.Id));
        Assert.True(await db.Lamps.AnyAsync(row => row.Controller == controller.Id));
    }

    [Fact]
    public async Task Deleting_a_show_takes_its_run()
    {
        var layout = Club.Layout();
        var show = Club.Show(layout);
        await SaveAsync(layout, show, Club.ShowRun(show));

        await using var db = database.Connect();
        await db.Shows.Where(row => row.Id == show.Id).ExecuteDeleteAsync();

        Assert.False(await db.ShowRuns.AnyAsync(row => row.ShowId == show.Id));
    }

    [Fact]
    public async Task A_deleted_area_leaves_its_lamps_unsorted()
    {
        var layout = Club.Layout();
        var area = Club.Area(layout, "Station");
        await SaveAsync(layout, area, Club.Lamp(layout, Club.NewBoard(), 4, area));

        await using var db = database.Connect();
        await db.Areas.Where(row => row.Id == area.Id).ExecuteDeleteAsync();

        Assert.Null((await db.Lamps.SingleAsync(row => row.LayoutId == layout.Id)).AreaId);
    }

    [Fact]
    public async Task Deleting_a_chasing_group_takes_its_members_and_its_run()
    {
        var layout = Club.Layout();
        var controller = Club.Controller(layout);
        var group = Club.Group(layout, "Road works", Club.Member(0, controller.Id, 4));
        await SaveAsync(layout, controller, group, Club.Run(group, controller.Id));

        await using var db = database.Connect();
        await db.ChasingGroups.Where(row => row.Id == group.Id).ExecuteDeleteAsync();

        Assert.False(await db.ChasingMembers.AnyAsync(row => row.GroupId == group.Id));
        Assert.False(await db.GroupRuns.AnyAsync(row => row.GroupId == group.Id));
    }

    [Fact]
    public async Task The_targets_of_a_scene_can_be_replaced_whole()
    {
        var layout = Club.Layout();
        var board = Club.NewBoard();
        var scene = Club.Scene(layout, "Night", Club.Target(0, board, 4), Club.Target(1, board, 5), Club.Target(2, board, 6));
        await SaveAsync(layout, scene);

        await using (var db = database.Connect())
        {
            var row = await db.Scenes.Include(row => row.Targets).SingleAsync(row => row.Id == scene.Id);
            row.Targets = [Club.Target(0, board, 12, brightness: 5), Club.Target(1, board, 4)];
            row.Version++;
            await db.SaveChangesAsync();
        }

        await using var after = database.Connect();
        var targets = await after.SceneTargets.Where(row => row.SceneId == scene.Id).OrderBy(row => row.Ordinal).ToListAsync();
        Assert.Equal([(12, 5), (4, 50)], targets.Select(target => (target.Pin, target.Brightness)));
    }

    [Fact]
    public async Task Of_two_edits_of_the_same_version_the_second_conflicts()
    {
        var layout = Club.Layout();
        await SaveAsync(layout);
        await using var first = database.Connect();
        await using var second = database.Connect();
        var seenByFirst = await first.Layouts.SingleAsync(row => row.Id == layout.Id);
        var seenBySecond = await second.Layouts.SingleAsync(row => row.Id == layout.Id);

        (seenByFirst.Position, seenByFirst.Version) = (1, seenByFirst.Version + 1);
        await first.SaveChangesAsync();
        (seenBySecond.Position, seenBySecond.Version) = (2, seenBySecond.Version + 1);
        var conflict = await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => second.SaveChangesAsync());

        Assert.False(DatabaseErrors.IsUniqueViolation(conflict));
        Assert.False(DatabaseErrors.IsAway(conflict));
        await using var after = database.Connect();
        var kept = await after.Layouts.SingleAsync(row => row.Id == layout.Id);
        Assert.Equal((1, 2L), (kept.Position, kept.Version));
    }

    [Fact]
    public async Task Deleting_a_version_that_is_outdated_conflicts()
    {
        var layout = Club.Layout();
        var group = Club.Group(layout);
        await SaveAsync(layout, group);
        await using var slow = database.Connect();
        slow.Remove(await slow.ChasingGroups.SingleAsync(row => row.Id == group.Id));

        await using (var quick = database.Connect())
        {
            var row = await quick.ChasingGroups.SingleAsync(row => row.Id == group.Id);
            (row.Interval, row.Version) = (200, row.Version + 1);
            await quick.SaveChangesAsync();
        }

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => slow.SaveChangesAsync());
    }

    [Fact]
    public async Task A_wish_names_only_what_is_wished_for_and_goes_when_it_is_fulfilled()
    {
        var layout = Club.Layout();
        var controller = Club.Controller(layout);
        await SaveAsync(layout, controller, Club.Wish(controller, 4), Club.Wish(controller, 5));

        await using (var db = database.Connect())
        {
            var wish = await db.Wishes.FindAsync(controller.Id, 4, 0);
            Assert.NotNull(wish);
            Assert.Equal((true, null, null, null), (wish.Active, wish.Brightness, wish.Interval, wish.Name));
            (wish.Active, wish.Brightness) = (null, 30);
            db.Remove(await db.Wishes.SingleAsync(row => row.Controller == controller.Id && row.Pin == 5));
            await db.SaveChangesAsync();
        }

        await using var after = database.Connect();
        var left = await after.Wishes.SingleAsync(row => row.Controller == controller.Id);
        Assert.Equal((4, null, 30), (left.Pin, left.Active, left.Brightness));
    }
}
