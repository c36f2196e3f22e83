using RailHub.Grains.Controllers;

namespace RailHub.Grains.Tests.Controllers;

public sealed class SenderClockTests
{
    private static readonly DateTimeOffset s_there = new(2026, 5, 9, 10, 0, 0, TimeSpan.Zero);

    private readonly SenderClock _clock = new();

    [Fact]
    public void Clocks_that_do_not_agree_make_no_difference()
    {
        // The board's clock began an hour ago; the sender's is what it is.
        _clock.Heard(1, s_there, TimeSpan.FromHours(1));
        Assert.Equal(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(3), _clock.At(s_there + TimeSpan.FromSeconds(3)));
        Assert.Equal(s_there + TimeSpan.FromSeconds(3), _clock.Of(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public void The_message_that_was_held_up_least_counts()
    {
        foreach (var late in (int[])[40, 5, 300, 12])
        {
            _clock.Heard(1, s_there, TimeSpan.FromMilliseconds(1000 + late));
        }

        Assert.Equal(TimeSpan.FromMilliseconds(1005), _clock.At(s_there));
    }

    [Fact]
    public void What_was_long_ago_is_forgotten_because_clocks_drift()
    {
        _clock.Heard(1, s_there, TimeSpan.FromMilliseconds(1000));
        for (var message = 0; message < 8; message++)
        {
            _clock.Heard(1, s_there, TimeSpan.FromMilliseconds(1020));
        }

        Assert.Equal(TimeSpan.FromMilliseconds(1020), _clock.At(s_there));
    }

    [Fact]
    public void Another_activation_of_the_sender_has_another_clock()
    {
        _clock.Heard(1, s_there, TimeSpan.FromMilliseconds(1000));
        _clock.Heard(2, s_there, TimeSpan.FromMilliseconds(5000));
        Assert.Equal(TimeSpan.FromMilliseconds(5000), _clock.At(s_there));
    }
}
