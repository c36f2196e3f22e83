using RailHub.Grains.Controllers;
using RailHub.Grains.Owners;

namespace RailHub.Grains.Tests.Controllers;

public sealed class LinkOpeningsTests
{
    private readonly ClubTime _time = new();
    private readonly OutsideContact _contact;
    private readonly LinkOpenings _openings;

    public LinkOpeningsTests()
    {
        _contact = new OutsideContact(_time, TestClub.Harmless);
        _openings = new LinkOpenings(_contact, _time);
    }

    [Fact]
    public async Task So_many_open_at_once_and_the_others_in_the_order_in_which_they_came()
    {
        var first = Enter(LinkOpenings.AtOnce);
        var next = Enter(3);
        Assert.All(first, opening => Assert.True(opening.IsCompletedSuccessfully));
        Assert.All(next, opening => Assert.False(opening.IsCompleted));
        for (var turn = 0; turn < next.Length; turn++)
        {
            (await first[turn])!.Dispose();
            await next[turn].Await("its turn");
            Assert.NotNull(await next[turn]);
            Assert.All(next[(turn + 1)..], opening => Assert.False(opening.IsCompleted));
        }
    }

    [Fact]
    public async Task Boards_that_are_off_keep_nobody_waiting_for_longer_than_a_turn()
    {
        var first = Enter(LinkOpenings.AtOnce);
        var next = Enter(LinkOpenings.AtOnce);
        _time.Advance(LinkOpenings.Turn);
        await Task.WhenAll(next).Await("the turn of those who wait");

        // The end of what took too long frees nothing a second time.
        var last = Enter(1)[0];
        foreach (var opening in first)
        {
            (await opening)!.Dispose();
        }

        Assert.False(last.IsCompleted);
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_no_turn()
    {
        var first = Enter(LinkOpenings.AtOnce);
        using var enough = new CancellationTokenSource();
        var waiting = _openings.EnterAsync(enough.Token);
        var next = Enter(1)[0];
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        (await first[0])!.Dispose();
        await next.Await("its turn");
        Assert.NotNull(await next);
    }

    [Fact]
    public async Task A_silo_that_reaches_nobody_opens_nothing()
    {
        _contact.Know(isOneOfSeveral: true);
        _time.Advance(TestClub.Harmless + TimeSpan.FromMilliseconds(1));
        for (var attempt = 0; attempt <= LinkOpenings.AtOnce; attempt++)
        {
            Assert.Null(await _openings.EnterAsync(CancellationToken.None));
        }

        _contact.Reached(_contact.Begin());
        Assert.NotNull(await _openings.EnterAsync(CancellationToken.None));
    }

    private Task<IDisposable?>[] Enter(int count) => [.. Enumerable.Range(0, count).Select(_ => _openings.EnterAsync(CancellationToken.None))];
}
