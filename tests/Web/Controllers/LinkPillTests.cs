using Bunit;
using RailHub.Contracts;
using RailHub.Web.Controllers;

namespace RailHub.Web.Tests.Controllers;

public sealed class LinkPillTests : WebTest
{
    // The club's clock is two hours ahead of UTC; it is 14:00 there.
    [Theory]
    [InlineData(LinkState.Live, "Live")]
    [InlineData(LinkState.Stale, "Silent since 13:18")]
    [InlineData(LinkState.Offline, "Offline since 13:18")]
    [InlineData(LinkState.Connecting, "Connecting")]
    public void The_state_is_told_in_words_with_the_time_of_the_browser(LinkState state, string text) =>
        Assert.Equal(text, Pill(state, TimeSpan.FromMinutes(42)));

    [Fact]
    public void What_began_on_another_day_has_the_day() =>
        Assert.Equal("Offline since 30 Apr, 12:00", Pill(LinkState.Offline, TimeSpan.FromHours(26)));

    private string Pill(LinkState state, TimeSpan ago)
    {
        var link = new LinkStatus(state, Sample.Noon - ago);
        return Render<LinkPill>(parameters => parameters.Add(pill => pill.Link, link)).Find(Of("link-state")).TextContent.Trim();
    }
}
