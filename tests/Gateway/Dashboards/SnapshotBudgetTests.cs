using Microsoft.Extensions.Time.Testing;
using RailHub.Gateway.Dashboards;

namespace RailHub.Gateway.Tests.Dashboards;

public sealed class SnapshotBudgetTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Some_are_given_at_once_and_then_one_in_each_period()
    {
        var budget = new SnapshotBudget(_time);
        Task[] asked = [.. Enumerable.Range(0, SnapshotBudget.AtOnce + 2).Select(_ => budget.Take(CancellationToken.None))];

        Assert.Equal(SnapshotBudget.AtOnce, asked.Count(task => task.IsCompleted));
        _time.Advance(SnapshotBudget.Period);
        Assert.Equal(SnapshotBudget.AtOnce + 1, asked.Count(task => task.IsCompleted));
        _time.Advance(SnapshotBudget.Period);
        Assert.All(asked, task => Assert.True(task.IsCompletedSuccessfully));
    }

    [Fact]
    public void Who_asks_seldom_never_waits()
    {
        var budget = new SnapshotBudget(_time);

        for (var number = 0; number < 20; number++)
        {
            Assert.True(budget.Take(CancellationToken.None).IsCompleted);
            _time.Advance(SnapshotBudget.Period);
        }
    }

    [Fact]
    public void A_calm_fills_it_again_and_no_more_than_full()
    {
        var budget = new SnapshotBudget(_time);
        for (var number = 0; number < SnapshotBudget.AtOnce; number++)
        {
            Assert.True(budget.Take(CancellationToken.None).IsCompleted);
        }

        _time.Advance(100 * SnapshotBudget.Period);

        Assert.Equal(
            SnapshotBudget.AtOnce,
            Enumerable.Range(0, SnapshotBudget.AtOnce + 3).Count(_ => budget.Take(CancellationToken.None).IsCompleted));
    }
}
