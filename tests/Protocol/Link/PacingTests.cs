using Microsoft.Extensions.Time.Testing;

namespace RailHub.Protocol.Tests.Link;

public sealed class PacingTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Waits_double_from_three_to_thirty_seconds_exactly()
    {
        var backoff = new Backoff();

        Assert.Equal([3, 6, 12, 24, 30, 30], Enumerable.Range(0, 6).Select(_ => backoff.Next().TotalSeconds));
        backoff.Reset();
        Assert.Equal(3, backoff.Next().TotalSeconds);
    }

    [Fact]
    public void Waits_are_spread_by_a_fifth()
    {
        Assert.Equal(2.4, new Backoff(new Fixed(0)).Next().TotalSeconds, 3);
        Assert.Equal(3.6, new Backoff(new Fixed(1)).Next().TotalSeconds, 3);
    }

    [Theory]
    [InlineData(0.5, 10)]
    [InlineData(2, 10)]
    [InlineData(5, 20)]
    public void Patience_is_four_periods_and_at_least_ten_seconds(double period, double patience)
    {
        var gauge = new SilenceGauge(_time);
        gauge.Heard();
        for (var i = 0; i < 20; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(period));
            gauge.Heard();
        }

        Assert.Equal(patience, gauge.Patience.TotalSeconds, 3);
    }

    [Fact]
    public void One_stall_does_not_make_a_brisk_board_patiently_awaited()
    {
        var gauge = new SilenceGauge(_time);
        gauge.Heard();
        foreach (var gap in new[] { 0.5, 0.5, 9.0 })
        {
            _time.Advance(TimeSpan.FromSeconds(gap));
            gauge.Heard();
        }

        Assert.Equal(10, gauge.Patience.TotalSeconds, 3);
    }

    [Fact]
    public void The_wait_for_the_first_message_is_no_period()
    {
        var gauge = new SilenceGauge(_time);
        _time.Advance(TimeSpan.FromSeconds(8));
        gauge.Heard();

        Assert.Equal(10, gauge.Patience.TotalSeconds, 3);
        Assert.Equal(TimeSpan.Zero, gauge.Silence);
    }

    private sealed class Fixed(double value) : Random
    {
        public override double NextDouble() => value;
    }
}
