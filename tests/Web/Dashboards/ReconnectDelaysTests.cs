using RailHub.Web.Dashboards;

namespace RailHub.Web.Tests.Dashboards;

public sealed class ReconnectDelaysTests
{
    [Fact]
    public void It_tries_at_once_then_a_little_later_and_at_last_every_five_seconds() =>
        Assert.Equal([0, 1, 2, 5, 5, 5], Enumerable.Range(0, 6).Select(attempt => (int)ReconnectDelays.Before(attempt).TotalSeconds));
}
