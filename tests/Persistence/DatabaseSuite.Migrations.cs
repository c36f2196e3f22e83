using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace RailHub.Persistence.Tests;

public abstract partial class DatabaseSuite
{
    [Fact]
    public async Task A_database_is_made_where_there_is_none()
    {
        var services = database.Open(database.NewPlace());

        await services.MigrateRailHubDatabaseAsync();

        await using var db = TestDatabase.Connect(services);
        Assert.Equal(db.Database.GetMigrations(), await db.Database.GetAppliedMigrationsAsync());
        Assert.Empty(await db.Layouts.ToListAsync());
    }

    [Fact]
    public async Task Starting_again_changes_nothing()
    {
        var services = database.Open(database.NewPlace());
        await services.MigrateRailHubDatabaseAsync();
        await using var db = TestDatabase.Connect(services);
        db.Add(Club.Layout());
        await db.SaveChangesAsync();

        await services.MigrateRailHubDatabaseAsync();

        Assert.Equal(1, await db.Layouts.CountAsync());
    }

    [Fact]
    public async Task Starters_that_come_at_once_migrate_once()
    {
        var place = database.NewPlace();
        var starters = Enumerable.Range(0, 8).Select(_ => database.Open(place)).ToArray();

        await Task.WhenAll(starters.Select(starter => Task.Run(() => starter.MigrateRailHubDatabaseAsync()))).WaitAsync(Patience);

        await using var db = TestDatabase.Connect(starters[0]);
        Assert.Equal(db.Database.GetMigrations(), await db.Database.GetAppliedMigrationsAsync());
    }

    [Fact]
    public async Task What_the_first_version_kept_is_kept_over_its_migration()
    {
        var services = database.Open(database.NewPlace());
        await services.MigrateRailHubDatabaseAsync();
        await using var db = TestDatabase.Connect(services);
        await db.Database.MigrateAsync("Initial"); // Back to the first one.
        var layout = Club.Layout();
        var controller = Club.Controller(layout);
        var group = Club.Group(layout, "Run", Club.Member(0, controller.Id, 4), Club.Member(1, controller.Id, 5));
        var (id, name, key) = (layout.Id.Value, layout.Name, layout.NameKey);
        await db.Database.ExecuteSqlAsync($"INSERT INTO layouts (id, name, name_key, position, version) VALUES ({id}, {name}, {key}, 0, 1)");
        db.AddRange(controller, group);
        await db.SaveChangesAsync();
        var (board, run) = ((long)controller.Id.Value, group.Id.Value);
        await db.Database.ExecuteSqlAsync($"INSERT INTO wishes (controller, pin, active, brightness) VALUES ({board}, 4, {true}, 30)");
        await db.Database.ExecuteSqlAsync($"INSERT INTO group_runs (group_id, controller, number, wanted, pending) VALUES ({run}, {board}, 2, {true}, {false})");

        await services.MigrateRailHubDatabaseAsync();

        var wish = await db.Wishes.AsNoTracking().SingleAsync();
        Assert.Equal((4, 0, true, 30, 0L, 0L), (wish.Pin, wish.Ordinal, wish.Active, wish.Brightness, wish.StartsAt, wish.Duration));
        var kept = await db.GroupRuns.AsNoTracking().SingleAsync();
        Assert.Equal((group.Id, 2, true, false), (kept.GroupId, kept.Number, kept.Wanted, kept.Pending));
        Assert.Equal(0, (await db.Layouts.AsNoTracking().SingleAsync()).LampsVersion);
    }

    [Fact]
    public void The_migrations_lead_to_the_model()
    {
        using var db = database.Connect();

        Assert.False(db.Database.HasPendingModelChanges());
    }

    [Fact]
    public async Task A_database_of_a_newer_program_is_left_alone()
    {
        var services = database.Open(database.NewPlace());
        await services.MigrateRailHubDatabaseAsync();
        await using var db = TestDatabase.Connect(services);
        await db.Database.ExecuteSqlAsync(
            $"""INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('99990101000000_Tomorrow', '99.0.0')""");

        var unusable = await Assert.ThrowsAsync<DatabaseUnusableException>(() => services.MigrateRailHubDatabaseAsync());

        Assert.Contains("newer version", unusable.Message, StringComparison.Ordinal);
        Assert.Contains("99990101000000_Tomorrow", unusable.Message, StringComparison.Ordinal);
        AssertOneLine(unusable);
    }

    [Fact]
    public async Task A_database_to_which_a_newer_program_only_added_serves_the_older_one_too()
    {
        var services = database.Open(database.NewPlace());
        await services.MigrateRailHubDatabaseAsync();
        await using var db = TestDatabase.Connect(services);
        await db.Database.ExecuteSqlAsync(
            $"""INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('99990101000000_ExpandTomorrow', '99.0.0')""");

        await services.MigrateRailHubDatabaseAsync();
    }

    [Fact]
    public async Task What_a_caller_is_told_by_an_exception_is_not_logged_as_well()
    {
        using var log = new LogRecorder();
        var services = database.Open(database.NewPlace(), log);
        await services.MigrateRailHubDatabaseAsync();
        await using var db = TestDatabase.Connect(services);
        db.Add(Club.Controller(Club.Layout()));

        await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync());

        Assert.Contains(log.Lines, line => line.Text.Contains("INSERT INTO", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Level > LogLevel.Information);
    }

    protected static void AssertOneLine(DatabaseUnusableException exception)
    {
        Assert.DoesNotContain('\n', exception.Message);
        Assert.EndsWith(".", exception.Message, StringComparison.Ordinal);
    }
}
