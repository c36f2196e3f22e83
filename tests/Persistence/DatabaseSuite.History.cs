using Microsoft.EntityFrameworkCore;
using RailHub.Contracts;

namespace RailHub.Persistence.Tests;

public abstract partial class DatabaseSuite
{
    [Fact]
    public async Task What_was_done_is_found_by_where_when_who_what_result_and_words()
    {
        var (layout, anna) = (Club.Layout(), Guid.NewGuid());
        var made = Done(layout, 1, new Actor(ActorKind.Member, "Änna Öz", anna, "192.0.2.7"), HistoryKind.SceneMade, "Nächtlicher Bahnhof");
        var set = Done(layout, 2, new Actor(ActorKind.Guest, "Anlage 1", Guid.NewGuid(), "192.0.2.8"), HistoryKind.OutputSet, "Hall 100%_x");
        set.Result = HistoryResult.Refused;
        var elsewhere = Done(Club.Layout(), 3, new Actor(ActorKind.Demo, "", null, "127.0.0.1"), HistoryKind.AllOff, null);
        await SaveAsync(made, set, elsewhere);

        await using var db = database.Connect();
        var here = new HistorySearch { Layout = layout.Id };
        await FindsAsync(here, set, made);
        await FindsAsync(here with { From = 2 }, set);
        await FindsAsync(here with { Before = 2 }, made);
        await FindsAsync(new HistorySearch { Actor = anna }, made);
        await FindsAsync(here with { ActorKind = ActorKind.Guest }, set);
        await FindsAsync(here with { Topic = HistoryTopic.Touches }, set);
        await FindsAsync(here with { Result = HistoryResult.Refused }, set);
        await FindsAsync(here with { Text = " BAHNHOF  änna" }, made);
        await FindsAsync(here with { Text = "0.2.8" }, set);
        await FindsAsync(here with { Text = "100%_" }, set);
        await FindsAsync(here with { Text = "100__" });
        await FindsAsync(here with { Text = "%" }, set);
        await FindsAsync(here with { Text = "bahnhof berta" });

        async Task FindsAsync(HistorySearch search, params HistoryRow[] rows) => Assert.Equal(
            rows.Select(row => row.Id), (await db.FindHistoryAsync(search, 10, CancellationToken.None)).Select(row => row.Id));
    }

    [Fact]
    public async Task Parts_of_what_was_done_follow_each_other_without_gaps_though_some_is_of_one_millisecond()
    {
        var layout = Club.Layout();
        long[] moments = [5, 4, 4, 4, 3, 2, 2, 1];
        await SaveAsync([.. moments.Select(at => Done(layout, at, Actor.Platform, HistoryKind.AllOff, null))]);

        await using var db = database.Connect();
        var read = new List<HistoryRow>();
        for (long? before = null; ; before = read[^1].At)
        {
            var part = await db.FindHistoryAsync(new HistorySearch { Layout = layout.Id, Before = before }, 2, CancellationToken.None);
            read.AddRange(part);
            if (part.Count < 2)
            {
                break;
            }
        }

        Assert.Equal(moments, read.Select(row => row.At));
        Assert.Equal(moments.Length, read.DistinctBy(row => row.Id).Count());
    }

    [Fact]
    public async Task A_deleted_layout_keeps_its_name_in_what_was_done()
    {
        var (there, gone, never) = (Club.Layout("There " + Guid.NewGuid()), Club.Layout(), Club.Layout());
        await SaveAsync(there, Done(gone, 1, Actor.Platform, HistoryKind.LayoutDeleted, "Depot"));

        await using var db = database.Connect();
        var names = await db.NameLayoutsAsync([there.Id, gone.Id, never.Id, gone.Id], CancellationToken.None);

        Assert.Equal([(gone.Id, "Depot"), (there.Id, there.Name)], names.Select(name => (name.Key, name.Value)).OrderBy(name => name.Value));
    }

    [Fact]
    public async Task Of_what_is_old_the_oldest_go_first_and_no_more_than_is_said()
    {
        var layout = Club.Layout();
        await SaveAsync(
        [
            .. Enumerable.Range(-9, 5).Select(at => Done(layout, at, Actor.Platform, HistoryKind.MasterSet, null)),
            Done(layout, -9, Actor.Platform, HistoryKind.SceneMade, null),
        ]);

        await using var db = database.Connect();
        Assert.Equal(2, await db.PruneHistoryAsync(HistoryTopic.Touches, before: -5, most: 2, CancellationToken.None));
        Assert.Equal([-9, -7, -6, -5], await db.History.Where(row => row.LayoutId == layout.Id).OrderBy(row => row.At).Select(row => row.At).ToListAsync());
        Assert.Equal(2, await db.PruneHistoryAsync(HistoryTopic.Touches, before: -5, most: 9, CancellationToken.None));
        Assert.Equal(0, await db.PruneHistoryAsync(HistoryTopic.Touches, before: -5, most: 9, CancellationToken.None));
    }

    [Fact]
    public async Task What_a_newer_program_calls_by_names_of_its_own_can_still_be_read()
    {
        var row = Done(Club.Layout(), 1, Actor.Platform, HistoryKind.AllOff, null);
        await SaveAsync(row);
        await using var db = database.Connect();
        var id = row.Id.Value;
        await db.Database.ExecuteSqlAsync($"UPDATE history SET kind = 'Tomorrow', actor_kind = 'Robot', result = 'Maybe' WHERE id = {id}");

        var read = await db.History.AsNoTracking().SingleAsync(other => other.Id == row.Id);

        Assert.Equal((HistoryKind.Unknown, ActorKind.Anonymous, HistoryResult.Unknown), (read.Kind, read.ActorKind, read.Result));
    }

    [Fact]
    public async Task What_was_done_before_there_were_members_stays_told_with_its_address()
    {
        var services = database.Open(database.NewPlace());
        await services.MigrateRailHubDatabaseAsync();
        await using var db = TestDatabase.Connect(services);
        await db.Database.MigrateAsync("ExpandMembers");
        var layout = Club.Layout();
        var (name, key, home) = (layout.Name, layout.NameKey, layout.Id.Value);
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO layouts (id, name, name_key, position, version, follows_boards, lamps_version) VALUES ({home}, {name}, {key}, 0, 1, {false}, 0)");
        var (one, two) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await db.Database.ExecuteSqlAsync(
            $"""INSERT INTO history (id, layout_id, at, "by", kind, subject, count, is_undone) VALUES ({one}, {home}, 1, '192.168.1.7', 'SceneRecalled', 'Night', 3, {false})""");
        await db.Database.ExecuteSqlAsync(
            $"""INSERT INTO history (id, layout_id, at, kind, count, is_undone) VALUES ({two}, {home}, 2, 'ControllerEdited', 0, {true})""");

        await services.MigrateRailHubDatabaseAsync();

        var rows = await db.FindHistoryAsync(new HistorySearch { Layout = layout.Id }, 10, CancellationToken.None);
        Assert.Equal(
            [
                (Actor.Platform, HistoryKind.ControllerEdited, HistoryTopic.Edits, null, 1, true),
                (new Actor(ActorKind.Anonymous, "", null, "192.168.1.7"), HistoryKind.SceneRecalled, HistoryTopic.Commands, "Night", 1, false),
            ],
            rows.Select(row => (row.By, row.Kind, row.Topic, row.Subject, row.Times, row.IsUndone)));
        Assert.Equal(new HistoryEventId(one), Assert.Single(await db.FindHistoryAsync(new HistorySearch { Text = "night 1.7" }, 10, CancellationToken.None)).Id);
        Assert.Equal(
            new HistoryEventId(one), Assert.Single(await db.FindHistoryAsync(new HistorySearch { Topic = HistoryTopic.Commands }, 10, CancellationToken.None)).Id);
    }

    private static HistoryRow Done(LayoutRow layout, long at, Actor by, HistoryKind kind, string? subject) =>
        HistoryRow.Of(new HistoryEventId(Guid.CreateVersion7()), at, layout.Id, by, kind, subject);
}
