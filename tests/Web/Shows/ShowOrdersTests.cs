using RailHub.Contracts;
using RailHub.Web.Dashboards;
using RailHub.Web.Shows;

namespace RailHub.Web.Tests.Shows;

public sealed class ShowOrdersTests : WebTest
{
    private static readonly ShowOrder Go = new(ShowTransport.Go);

    private readonly ShowOrders _orders;

    public ShowOrdersTests()
    {
        _orders = new ShowOrders(Commands, Time);
        _orders.Follow(ShowSample.View());
    }

    [Fact]
    public async Task An_order_is_pending_until_the_platforms_own_state_tells_it()
    {
        await _orders.GiveAsync(ShowSample.Id, Go);
        Assert.Equal(Go, _orders.Pending(ShowSample.Id));

        _orders.Follow(ShowSample.View(ShowSample.Run()));

        Assert.Null(_orders.Pending(ShowSample.Id));
        Assert.Equal([(ShowSample.Id, Go)], Hub.Orders);
    }

    [Fact]
    public async Task A_frame_of_something_else_does_not_end_it()
    {
        _orders.Follow(ShowSample.View(ShowSample.Run()));
        Hub.Run = () => ShowSample.Run(current: 2, next: 3);
        await _orders.GiveAsync(ShowSample.Id, Go);

        _orders.Follow(ShowSample.View(ShowSample.Run()));

        Assert.Equal(Go, _orders.Pending(ShowSample.Id));
    }

    [Fact]
    public async Task A_state_that_was_ahead_of_the_answer_ends_it_at_once()
    {
        Hub.Run = () =>
        {
            _orders.Follow(ShowSample.View(ShowSample.Run()));
            return ShowSample.Run();
        };

        await _orders.GiveAsync(ShowSample.Id, Go);

        Assert.Null(_orders.Pending(ShowSample.Id));
    }

    [Fact]
    public async Task The_last_rate_is_sent_again_after_too_many_calls_and_a_step_is_not()
    {
        ShowOrder first = new(ShowTransport.Rate, Rate: 150), last = new(ShowTransport.Rate, Rate: 120);
        Refusal later = new(RefusalKind.TooMany, RefusalCodes.TooManyCalls, "Wait.", RetryAfter: 3);
        Hub.Run = () => later;
        var early = _orders.GiveAsync(ShowSample.Id, first);
        var late = _orders.GiveAsync(ShowSample.Id, last);
        Assert.Equal(last, _orders.Pending(ShowSample.Id));
        Hub.Run = () => ShowSample.Run();
        Time.Advance(TimeSpan.FromSeconds(3));
        await Task.WhenAll(early, late);
        Assert.Equal([first, last, last], Hub.Orders.Select(given => given.Order));
        Assert.Empty(Toasts.Toasts);

        Hub.Run = () => later;
        await _orders.GiveAsync(ShowSample.Id, Go);
        Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(4, Hub.Orders.Count);
        Assert.Single(Toasts.Toasts);
    }

    [Fact]
    public async Task What_nobody_confirms_is_not_pending_for_ever()
    {
        await _orders.GiveAsync(ShowSample.Id, Go);

        Time.Advance(LayoutStore.AnswerLasts);

        Assert.Null(_orders.Pending(ShowSample.Id));
    }

    [Fact]
    public async Task What_is_refused_is_told_in_words_and_ends()
    {
        Hub.Run = () => new Refusal(RefusalKind.Conflict, RefusalCodes.ShowNotReady, "It stands still.");

        await _orders.GiveAsync(ShowSample.Id, Go);

        Assert.Null(_orders.Pending(ShowSample.Id));
        Assert.True(Assert.Single(Toasts.Toasts).IsProblem);
    }

    [Fact]
    public async Task Two_presses_of_GO_within_the_blink_of_an_eye_are_one_and_two_with_time_between_are_two()
    {
        await _orders.GiveAsync(ShowSample.Id, Go);
        Time.Advance(ShowOrders.OnePress - TimeSpan.FromMilliseconds(1));
        await _orders.GiveAsync(ShowSample.Id, Go);
        Assert.Single(Hub.Orders);

        Time.Advance(ShowOrders.OnePress);
        await _orders.GiveAsync(ShowSample.Id, Go);

        Assert.Equal(2, Hub.Orders.Count);
    }

    [Fact]
    public async Task A_tremble_does_not_hold_back_another_order()
    {
        await _orders.GiveAsync(ShowSample.Id, Go);
        await _orders.GiveAsync(ShowSample.Id, new ShowOrder(ShowTransport.Pause));

        Assert.Equal([ShowTransport.Go, ShowTransport.Pause], Hub.Orders.Select(given => given.Order.Do));
    }

    protected override void Dispose(bool disposing)
    {
        _orders.Dispose();
        base.Dispose(disposing);
    }
}
