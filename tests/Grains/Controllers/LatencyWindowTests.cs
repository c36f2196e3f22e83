using RailHub.Grains.Controllers;

namespace RailHub.Grains.Tests.Controllers;

public sealed class LatencyWindowTests
{
    private readonly LatencyWindow _window = new();

    [Fact]
    public void There_is_no_latency_before_the_first_command() => Assert.Null(_window.Median);

    [Fact]
    public void One_slow_answer_does_not_move_the_median()
    {
        Add(20, 22, 5000);
        Assert.Equal(22, _window.Median);
    }

    [Fact]
    public void Only_the_last_fifteen_count()
    {
        Add(Enumerable.Repeat(900, 20).ToArray());
        Add(Enumerable.Repeat(30, 15).ToArray());
        Assert.Equal(30, _window.Median);
    }

    private void Add(params int[] milliseconds)
    {
        foreach (var latency in milliseconds)
        {
            _window.Add(TimeSpan.FromMilliseconds(latency));
        }
    }
}
