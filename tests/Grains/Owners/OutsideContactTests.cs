using RailHub.Grains.Owners;

namespace RailHub.Grains.Tests.Owners;

public sealed class OutsideContactTests
{
    private static readonly TimeSpan s_vote = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(1);

    private readonly ClubTime _time = new();
    private readonly OutsideContact _contact;

    public OutsideContactTests() => _contact = new OutsideContact(_time, s_vote);

    [Fact]
    public void One_of_several_that_reaches_nobody_is_silent_before_others_can_have_voted_and_then_cut_off()
    {
        _contact.Know(isOneOfSeveral: true);
        _time.Advance(s_vote);
        Assert.False(_contact.IsSilent);
        _time.Advance(s_moment);
        Assert.True(_contact.IsSilent);
        Assert.False(_contact.IsCutOff);
        _time.Advance(s_vote);
        Assert.True(_contact.IsCutOff);
        _contact.Reached(_contact.Begin());
        Assert.False(_contact.IsSilent || _contact.IsCutOff);
    }

    [Fact]
    public void The_only_silo_goes_on_for_ever()
    {
        _time.Advance(TimeSpan.FromDays(3));
        Assert.False(_contact.IsSilent);

        // The others that come now had no reason to vote before.
        _contact.Know(isOneOfSeveral: true);
        Assert.False(_contact.IsSilent);
        _time.Advance(s_vote + s_moment);
        Assert.True(_contact.IsSilent);
        _contact.Know(isOneOfSeveral: true);
        Assert.True(_contact.IsSilent);
        _contact.Know(isOneOfSeveral: false);
        Assert.False(_contact.IsSilent);
    }

    [Fact]
    public void An_answer_counts_from_when_it_was_asked_for()
    {
        _contact.Know(isOneOfSeveral: true);
        var begun = _contact.Begin();
        _time.Advance(TimeSpan.FromSeconds(60));

        // It lay in the socket of a process that stood still.
        _contact.Reached(begun);
        Assert.True(_contact.IsSilent);
    }

    [Fact]
    public void Answers_that_overtake_each_other_take_nothing_back()
    {
        _contact.Know(isOneOfSeveral: true);
        var first = _contact.Begin();
        _time.Advance(s_vote);
        _contact.Reached(_contact.Begin());
        _contact.Reached(first);
        _time.Advance(s_vote);
        Assert.False(_contact.IsSilent);
    }

    [Fact]
    public void Who_was_taken_for_dead_is_cut_off_for_good()
    {
        _contact.Expel();
        _contact.Reached(_contact.Begin());
        Assert.True(_contact.IsSilent && _contact.IsCutOff);
    }
}
