using Microsoft.EntityFrameworkCore;
using RailHub.Contracts;

namespace RailHub.Persistence.Tests;

public abstract partial class DatabaseSuite
{
    [Fact]
    public async Task Whoever_takes_a_grain_over_gets_a_higher_epoch_than_all_before()
    {
        var grain = $"controller/{Guid.NewGuid()}";
        await using var db = database.Connect();

        Assert.Null(await db.ReadOwnershipAsync(grain));
        Assert.Equal(1, await db.TakeOwnershipAsync(grain));
        Assert.Equal(2, await db.TakeOwnershipAsync(grain));
        Assert.Equal(2, await db.ReadOwnershipAsync(grain));
        Assert.Equal(1, await db.TakeOwnershipAsync($"{grain}-other"));
    }

    [Fact]
    public async Task Of_many_who_take_a_grain_at_once_each_gets_an_epoch_of_its_own()
    {
        var grain = $"controller/{Guid.NewGuid()}";

        var epochs = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () =>
        {
            await using var db = database.Connect();
            return await db.TakeOwnershipAsync(grain);
        })));

        Assert.Equal(Enumerable.Range(1, 20).Select(epoch => (long)epoch), epochs.Order());
    }

    [Fact]
    public async Task An_older_epoch_holds_nothing()
    {
        var grain = $"controller/{Guid.NewGuid()}";
        await using var db = database.Connect();
        var older = await db.TakeOwnershipAsync(grain);
        Assert.True(await db.HoldOwnershipAsync(grain, older));

        var newer = await db.TakeOwnershipAsync(grain);

        Assert.False(await db.HoldOwnershipAsync(grain, older));
        Assert.True(await db.HoldOwnershipAsync(grain, newer));
        await db.EndOwnershipAsync([grain]);
        Assert.False(await db.HoldOwnershipAsync(grain, newer));
        Assert.Equal(newer + 2, await db.TakeOwnershipAsync(grain));
    }

    [Fact]
    public async Task What_is_saved_under_an_epoch_is_there_before_the_next_owner_reads()
    {
        var grain = $"controller/{Guid.NewGuid()}";
        var layout = Club.Layout();
        await using var db = database.Connect();
        var epoch = await db.TakeOwnershipAsync(grain);
        await using var transaction = await db.Database.BeginTransactionAsync();
        Assert.True(await db.HoldOwnershipAsync(grain, epoch));

        var taking = Task.Run(async () =>
        {
            await using var next = database.Connect();
            await next.TakeOwnershipAsync(grain);
            return await next.Layouts.AnyAsync(row => row.Id == layout.Id);
        });
        db.Add(layout);
        await db.SaveChangesAsync();
        Assert.False(taking.IsCompleted);
        await transaction.CommitAsync();

        Assert.True(await taking.WaitAsync(Patience));
    }

    [Fact]
    public async Task Taking_a_board_over_reads_all_that_was_kept_of_it()
    {
        var layout = Club.Layout();
        var (board, other) = (Club.Controller(layout), Club.Controller(layout));
        board.Position = 7;
        var wish = new WishRow
        {
            Controller = board.Id,
            Pin = 4,
            Ordinal = 1,
            Active = true,
            Brightness = 40,
            Interval = 4_294_967_295,
            Name = "Lamp",
            StartsAt = 1_780_000_000_000,
            Duration = 60_000,
            Curve = Curve.Smooth,
            Origin = 2,
        };
        var (first, second) = (Club.Member(1, board.Id, 12), Club.Member(2, board.Id, 4));
        var (group, others) = (Club.Group(layout, "Road works", second, first), Club.Group(layout, "Chaser", Club.Member(0, other.Id, 4)));
        var run = Club.Run(group, board.Id);
        run.Problem = "Too many groups";
        var ended = new EndedGroupRow { Controller = board.Id, Ordinal = 1, Number = 2, Name = "Fair", Interval = 4_294_967_295, Pins = "14,12" };
        var fades = new FadeDayRow { Controller = board.Id, Since = 1_780_000_000_000, Steps = 25 };
        await using (var db = database.Connect())
        {
            db.AddRange(layout, board, other, group, others, wish, run, Club.Run(others, other.Id));
            db.AddRange(Club.Wish(board, 4), Club.Wish(other, 4), ended, fades);
            db.Add(new EndedGroupRow { Controller = board.Id, Ordinal = 0, Number = 2, Name = "Late", Interval = 400, Pins = "5" });
            db.AddRange(
                new EndedGroupRow { Controller = other.Id, Ordinal = 0, Number = 1, Name = "Theirs", Interval = 400, Pins = "5" },
                new FadeDayRow { Controller = other.Id, Since = 1, Steps = 1 });
            await db.SaveChangesAsync();
        }

        await using var next = database.Connect();
        var grain = $"controller/{board.Id}";
        Assert.Equal(1, (await next.TakeBoardAsync(grain, board.Id))!.Epoch);
        var rows = (await next.TakeBoardAsync(grain, board.Id))!;

        Assert.Equal(2, rows.Epoch);
        AssertRead(board, rows.Controller);
        Assert.Equal([0, 1], rows.Wishes.Select(read => read.Ordinal));
        AssertRead(wish, rows.Wishes[1]);
        Assert.Equal(["Late", "Fair"], rows.Ended.Select(read => read.Name));
        AssertRead(ended, rows.Ended[1]);
        AssertRead(fades, rows.Fades!);
        var (itsRun, itsGroup) = Assert.Single(rows.Runs);
        AssertRead(run, itsRun);
        AssertRead(group, itsGroup, nameof(ChasingGroupRow.Members));
        Assert.Equal(2, itsGroup.Members.Count);
        AssertRead(first, itsGroup.Members.Single(member => member.Ordinal == first.Ordinal));
        AssertRead(second, itsGroup.Members.Single(member => member.Ordinal == second.Ordinal));
    }

    // What has no value of its own here would not be missed if it was not read, as a column that somebody adds.
    private static void AssertRead<TRow>(TRow stored, TRow read, params string[] but) => Assert.All(
        typeof(TRow).GetProperties().Where(property => !but.Contains(property.Name)),
        property =>
        {
            var value = property.GetValue(stored);
            Assert.False(value is null or 0 or 0L or false or "" or Curve.Linear, $"{property.Name} must have a value, or this shows nothing.");
            Assert.Equal(value, property.GetValue(read));
        });

    [Fact]
    public async Task A_board_that_nobody_added_gets_no_owner()
    {
        var grain = $"controller/{Guid.NewGuid()}";
        await using var db = database.Connect();

        Assert.Null(await db.TakeBoardAsync(grain, Club.NewBoard()));
        Assert.Null(await db.ReadOwnershipAsync(grain));
    }

    [Fact]
    public async Task Whoever_takes_a_board_over_reads_what_the_owner_before_was_just_saving()
    {
        var layout = Club.Layout();
        var board = Club.Controller(layout);
        var grain = $"controller/{board.Id}";
        await using var db = database.Connect();
        db.AddRange(layout, board);
        await db.SaveChangesAsync();
        var epoch = (await db.TakeBoardAsync(grain, board.Id))!.Epoch;
        await using var transaction = await db.Database.BeginTransactionAsync();
        Assert.True(await db.HoldOwnershipAsync(grain, epoch));

        var taking = Task.Run(async () =>
        {
            await using var next = database.Connect();
            return await next.TakeBoardAsync(grain, board.Id);
        });
        db.Add(Club.Wish(board, 4));
        await db.SaveChangesAsync();
        Assert.False(taking.IsCompleted);
        await transaction.CommitAsync();

        Assert.Single((await taking.WaitAsync(Patience))!.Wishes);
    }
}
