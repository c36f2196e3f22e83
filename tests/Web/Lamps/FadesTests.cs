using Bunit;
using RailHub.Contracts;
using RailHub.Web.Lamps;
using RailHub.Web.Shell;

namespace RailHub.Web.Tests.Lamps;

public sealed class FadesTests : WebTest
{
    private readonly Fades _fades;

    public FadesTests() => _fades = new Fades(new Browser(JSInterop.JSRuntime), Clock, Time);

    private string[][] Drawn => [.. JSInterop.Invocations["railhub.drawLevels"].Select(call => (string[])call.Arguments[0]!)];

    [Fact]
    public void A_lamp_on_its_way_is_drawn_where_it_is_ten_times_a_second_at_most_and_at_its_end_for_good()
    {
        _fades.Follow(Moving(Curve.Linear, TimeSpan.FromSeconds(1)));

        for (var passed = 0; passed < 2000; passed += 10)
        {
            Time.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.InRange(Drawn.Length, 9, 11);
        Assert.Equal(["AA:BB:CC:00:00:01 4 0.1"], Drawn[0]);
        Assert.Equal(["AA:BB:CC:00:00:01 4 1"], Drawn[^1]);
        Assert.Equal(true, JSInterop.Invocations["railhub.drawLevels"][^1].Arguments[1]);
        Assert.All(JSInterop.Invocations["railhub.drawLevels"].SkipLast(1), call => Assert.Equal(false, call.Arguments[1]));
    }

    [Fact]
    public void Who_wants_little_motion_sees_a_step_a_second()
    {
        JSInterop.Setup<bool>("railhub.wantsStillness").SetResult(true);
        _fades.Follow(Moving(Curve.Linear, TimeSpan.FromSeconds(5)));

        for (var passed = 0; passed < 8000; passed += 100)
        {
            Time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.InRange(Drawn.Length, 5, 7);
    }

    [Fact]
    public void Nothing_is_drawn_while_nothing_moves_and_of_boards_that_nobody_knows()
    {
        var moving = Moving(Curve.Linear, TimeSpan.FromSeconds(1));
        _fades.Follow(moving with { Controllers = [moving.Controllers[0] with { Link = new LinkStatus(LinkState.Offline, Sample.Noon) }] });
        Time.Advance(TimeSpan.FromSeconds(1));
        _fades.Follow(Sample.Snapshot());
        Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Empty(Drawn);
    }

    [Theory]
    [InlineData(Curve.Linear, 0.5, 50)]
    [InlineData(Curve.Square, 0.5, 25)]
    [InlineData(Curve.Smooth, 0.25, 15.625)]
    [InlineData(Curve.Linear, -1, 0)]
    [InlineData(Curve.Linear, 2, 100)]
    public void Levels_are_those_of_the_curve_by_which_boards_are_told(Curve curve, double time, double level)
    {
        var motion = new Motion(0, 100, Sample.Noon, Sample.Noon + TimeSpan.FromSeconds(4), curve);

        Assert.Equal(level, Fades.Level(motion, Sample.Noon + (TimeSpan.FromSeconds(4) * time)), 3);
    }

    [Fact]
    public void A_way_without_length_is_at_its_end() =>
        Assert.Equal(70, Fades.Level(new Motion(20, 70, Sample.Noon, Sample.Noon, Curve.Square), Sample.Noon), 3);

    private static LayoutSnapshot Moving(Curve curve, TimeSpan length) => Sample.Snapshot() with
    {
        Controllers =
        [
            Sample.Board(Sample.Station, "Station", Sample.Output(4, active: true, brightness: 100) with { Motion = new Motion(0, 100, Sample.Noon, Sample.Noon + length, curve) }),
        ],
    };

    protected override void Dispose(bool disposing)
    {
        _fades.Dispose();
        base.Dispose(disposing);
    }
}
