namespace RailHub.Contracts.Tests.Guests;

public sealed class DailyHoursTests
{
    private static readonly DailyHours s_day = new(new TimeOnly(10, 0), new TimeOnly(18, 0), "Europe/Berlin");
    private static readonly DailyHours s_night = new(new TimeOnly(20, 0), new TimeOnly(2, 0), "Europe/Berlin");

    // In May Berlin is two hours ahead of UTC, in January one.
    [Theory]
    [InlineData("2026-05-01T07:59:59Z", null)]
    [InlineData("2026-05-01T08:00:00Z", "2026-05-01T16:00:00Z")]
    [InlineData("2026-05-01T15:59:59Z", "2026-05-01T16:00:00Z")]
    [InlineData("2026-05-01T16:00:00Z", null)]
    [InlineData("2026-01-01T09:00:00Z", "2026-01-01T17:00:00Z")]
    public void They_are_those_of_the_place(string moment, string? closes) => Assert.Equal(Read(closes), s_day.OpenUntil(Read(moment)!.Value));

    [Theory]
    [InlineData("2026-05-01T18:30:00Z", "2026-05-02T00:00:00Z")]
    [InlineData("2026-05-01T23:30:00Z", "2026-05-02T00:00:00Z")]
    [InlineData("2026-05-02T00:00:00Z", null)]
    public void They_may_go_on_into_the_next_day(string moment, string? closes) => Assert.Equal(Read(closes), s_night.OpenUntil(Read(moment)!.Value));

    [Fact]
    public void Where_the_place_is_not_known_they_are_never() => Assert.Null((s_day with { TimeZone = "Middle/Earth" }).OpenUntil(DateTimeOffset.UnixEpoch));

    [Fact]
    public void A_link_is_open_within_its_days_and_their_hours()
    {
        var link = new GuestLink(
            default, default, "Fair", [], Read("2026-05-01T00:00:00Z")!.Value, Read("2026-05-02T12:00:00Z")!.Value, s_day, 5, 10, null, 10, default);

        Assert.Null(link.OpenUntil(Read("2026-04-30T12:00:00Z")!.Value));
        Assert.Equal(Read("2026-05-01T16:00:00Z"), link.OpenUntil(Read("2026-05-01T12:00:00Z")!.Value));
        Assert.Null(link.OpenUntil(Read("2026-05-01T20:00:00Z")!.Value));
        Assert.Equal(link.Until, link.OpenUntil(Read("2026-05-02T11:00:00Z")!.Value));
        Assert.Null(link.OpenUntil(link.Until));
        Assert.Equal(link.Until, (link with { Daily = null }).OpenUntil(link.From));
    }

    private static DateTimeOffset? Read(string? moment) => moment is null ? null : DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture);
}
