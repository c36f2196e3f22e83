using Microsoft.Extensions.Time.Testing;
using RailHub.Grains.Controllers;
using RailHub.Grains.Hosting;

namespace RailHub.Grains.Tests.Controllers;

public sealed class CommandBudgetTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly CommandBudget _budget;

    public CommandBudgetTests() => _budget = new CommandBudget(new BoardOptions(), _time);

    [Fact]
    public void Twenty_commands_go_at_once_and_the_next_waits_a_tenth_of_a_second()
    {
        Assert.Equal(20, TakeAll(out var wait));
        Assert.Equal(TimeSpan.FromMilliseconds(100), wait);
    }

    [Fact]
    public void A_club_with_delicate_boards_has_them_sent_less()
    {
        var budget = new CommandBudget(new BoardOptions { CommandBurst = 10, CommandsPerSecond = 2 }, _time);
        Assert.Equal(10, Enumerable.Range(0, 20).Count(_ => budget.TryTake(Rank.Person, out TimeSpan _)));
        Assert.False(budget.TryTake(Rank.Person, out var wait));
        Assert.Equal(TimeSpan.FromMilliseconds(500), wait);
    }

    [Fact]
    public void Ten_more_go_in_each_second_after_that()
    {
        TakeAll(out _);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(10, TakeAll(out _));
    }

    [Fact]
    public void A_long_rest_saves_up_no_more_than_the_burst()
    {
        TakeAll(out _);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(20, TakeAll(out _));
    }

    [Fact]
    public void Whoever_waits_as_long_as_told_gets_a_command_whatever_the_time_was()
    {
        TakeAll(out _);
        for (var step = 1; step < 200; step++)
        {
            _time.Advance(TimeSpan.FromTicks(step * 777));
            if (!_budget.TryTake(Rank.Person, out var wait))
            {
                Assert.True(wait >= TimeSpan.FromMilliseconds(1));
                _time.Advance(wait);
                Assert.True(_budget.TryTake(Rank.Person, out _));
            }
        }
    }

    [Fact]
    public void Some_of_the_burst_is_kept_for_people()
    {
        Assert.Equal(13, TakeAll(out _, Rank.Step));
        Assert.Equal(3, TakeAll(out _, Rank.Edge));
        Assert.Equal(4, TakeAll(out _));
    }

    private int TakeAll(out TimeSpan wait, Rank rank = Rank.Person)
    {
        var taken = 0;
        while (_budget.TryTake(rank, out wait))
        {
            taken++;
        }

        return taken;
    }
}
