using RailHub.Contracts;
using RailHub.Web.Shows;

namespace RailHub.Web.Tests.Shows;

public sealed class RunTimeTests
{
    [Fact]
    public void The_time_to_the_next_cue_is_counted_and_never_negative()
    {
        var run = ShowSample.Run(nextIn: TimeSpan.FromSeconds(7));

        Assert.Equal(TimeSpan.FromSeconds(4), RunTime.ToNext(run, Sample.Noon + TimeSpan.FromSeconds(3)));
        Assert.Equal(TimeSpan.Zero, RunTime.ToNext(run, Sample.Noon + TimeSpan.FromSeconds(8)));
    }

    [Fact]
    public void Who_waits_for_a_hand_or_stands_still_counts_nothing()
    {
        Assert.Null(RunTime.ToNext(null, Sample.Noon));
        Assert.Null(RunTime.ToNext(ShowSample.Run(), Sample.Noon));
        Assert.Null(RunTime.ToNext(ShowSample.Run(nextIn: TimeSpan.FromSeconds(7), mode: ShowMode.Paused), Sample.Noon));
    }

    [Theory]
    [InlineData(6.2, "0:07")]
    [InlineData(0.1, "0:01")]
    [InlineData(0, "0:00")]
    [InlineData(150, "2:30")]
    [InlineData(3601, "1:00:01")]
    public void People_count_down_to_nothing(double seconds, string text) => Assert.Equal(text, ShowWords.Countdown(TimeSpan.FromSeconds(seconds)));
}
