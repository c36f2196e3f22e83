using Microsoft.Extensions.Time.Testing;
using RailHub.Contracts;
using RailHub.Gateway.Dashboards;
using RailHub.TestKit;

namespace RailHub.Gateway.Tests.Dashboards;

public sealed class LastWordTests
{
    private static readonly TimeSpan s_tick = TimeSpan.FromTicks(1);

    private readonly FakeTimeProvider _time = new();
    private readonly LastWord _word;

    public LastWordTests() => _word = new LastWord(_time);

    [Fact]
    public void What_was_never_heard_of_is_lost_from_the_beginning()
    {
        var began = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(new Contact(began), _word.Contact);
        Assert.False(_word.WasHeard);
        Assert.True(_word.Hear());
        Assert.Equal(Contact.Held, _word.Contact);
        Assert.True(_word.WasHeard);
    }

    [Fact]
    public void It_is_lost_when_two_renewals_brought_no_word_and_since_the_last_word()
    {
        _word.Hear();
        var heard = _time.GetUtcNow();

        _time.Advance(LastWord.Limit);
        Assert.Equal(Contact.Held, _word.Contact);
        _time.Advance(s_tick);
        Assert.Equal(new Contact(heard), _word.Contact);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(new Contact(heard), _word.Contact);

        Assert.True(_word.Hear());
        Assert.Equal(Contact.Held, _word.Contact);
    }

    [Fact]
    public void A_wall_clock_that_is_set_neither_loses_nor_keeps_it()
    {
        var time = new ClubTime();
        var word = new LastWord(time);
        word.Hear();

        time.SetWallClock(TimeSpan.FromHours(1));
        Assert.Equal(Contact.Held, word.Contact);
        time.SetWallClock(TimeSpan.FromHours(-2));
        time.Advance(LastWord.Limit + s_tick);
        Assert.NotNull(word.Contact.LostSince);
    }

    [Fact]
    public void A_word_in_time_begins_it_anew_and_is_no_return()
    {
        _word.Hear();
        _time.Advance(LastWord.Limit);

        Assert.False(_word.Hear());
        _time.Advance(LastWord.Limit);
        Assert.Equal(Contact.Held, _word.Contact);
    }
}
