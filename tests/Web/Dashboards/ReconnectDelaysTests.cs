using RailHub.Web.Dashboards;

namespace RailHub.Web.Tests.Dashboards;

public sealed class ReconnectDelaysTests
{
    [Fact]
    public void It_tries_quickly_and_at_last_every_few_seconds() =>
        Assert.Equal([0.3, 0.6, 1.3, 2.5, 6, 6], Enumerable.Range(0, 6).Select(attempt => ReconnectDelays.Before(attempt, chance: 1).TotalSeconds));

    [Fact]
    public void A_gateway_that_is_there_is_found_within_three_seconds_when_two_tries_failed() =>
        Assert.InRange(Enumerable.Range(0, 3).Sum(attempt => ReconnectDelays.Before(attempt, chance: 1).TotalSeconds), 0, 3);

    [Fact]
    public void Thousands_who_lost_their_gateway_at_one_moment_do_not_come_back_at_one_moment() => Assert.All(
        Enumerable.Range(0, 6),
        attempt => Assert.InRange(ReconnectDelays.Before(attempt, 1) - ReconnectDelays.Before(attempt, 0), TimeSpan.FromSeconds(0.3), TimeSpan.FromSeconds(2)));
}
