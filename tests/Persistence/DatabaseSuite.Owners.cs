using Microsoft.EntityFrameworkCore;

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
}
