namespace RailHub.Contracts.Tests.Controllers;

public sealed class CurvesTests
{
    [Theory]
    [InlineData(Curve.Linear, 0, 100, 50)]
    [InlineData(Curve.Linear, 80, 20, 50)]
    [InlineData(Curve.Square, 0, 100, 25)]
    [InlineData(Curve.Square, 100, 0, 25)]
    [InlineData(Curve.Square, 36, 100, 64)]
    [InlineData(Curve.Smooth, 0, 100, 50)]
    public void Half_way_a_curve_is_where_it_says(Curve curve, double from, double to, double level) =>
        Assert.Equal(level, curve.Level(from, to, .5), 9);

    [Fact]
    public void Every_curve_begins_and_ends_where_it_is_told_and_goes_one_way()
    {
        foreach (var curve in Enum.GetValues<Curve>())
        {
            var levels = Enumerable.Range(0, 101).Select(percent => curve.Level(100, 7, percent / 100.0)).ToArray();
            Assert.Equal((100, 7), (levels[0], levels[^1]), (one, other) => Math.Abs(one.Item1 - other.Item1) < 1e-9 && Math.Abs(one.Item2 - other.Item2) < 1e-9);
            Assert.Equal(levels.OrderDescending(), levels);
        }
    }

    [Fact]
    public void A_smooth_curve_is_slow_at_both_ends() =>
        Assert.True(Curve.Smooth.Level(0, 100, .1) < 10 && Curve.Smooth.Level(0, 100, .9) > 90);
}
