using Bunit;
using RailHub.Contracts;
using RailHub.Web.Dashboards;
using RailHub.Web.Lamps;
using RailHub.Web.Resources;
using RailHub.Web.Shell;

namespace RailHub.Web.Tests.Lamps;

public sealed class LampTileTests : WebTest
{
    private static readonly LinkStatus Live = new(LinkState.Live, Sample.Noon);
    private static readonly OutputValues On = new(true, 50);

    [Theory]
    [InlineData("Forecourt", 9)]
    [InlineData("Ticket office", 6)]
    [InlineData("Einfahrt-Vorsignal 2", 9)]
    [InlineData("", 0)]
    public void A_tile_is_told_how_long_the_longest_word_is(string name, int letters) => Assert.Equal(letters, Words.LongestWord(name));

    [Fact]
    public void A_lamp_is_called_by_its_name_and_its_pin_when_it_has_none()
    {
        Assert.Equal("Hall", Tile(Sample.Output(4, name: "Hall")).Find(Of("lamp-toggle")).GetAttribute("aria-label"));
        Assert.Equal("GPIO 4", Tile(Sample.Output(4)).Find(Of("lamp-toggle")).GetAttribute("aria-label"));
    }

    [Fact]
    public void A_lamp_that_fades_out_glows_as_bright_as_it_is_on_its_way()
    {
        var tile = Tile(Sample.Output(4) with { Motion = new Motion(80, 0, Sample.Noon - TimeSpan.FromSeconds(1), Sample.Noon + TimeSpan.FromSeconds(1), Curve.Linear) });

        Assert.Equal("true", tile.Find(Of("lamp")).GetAttribute("data-active"));
        Assert.Equal("true", tile.Find(Of("lamp")).GetAttribute("data-moving"));
        Assert.Contains("--level: 0.4;", tile.Find(Of("lamp")).GetAttribute("style"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_switch_tells_whether_it_is_on_and_a_tap_wants_the_other_state()
    {
        Assert.Equal("true", Tile(Sample.Output(4, active: true)).Find("[role=switch]").GetAttribute("aria-checked"));
        var tile = Tile(Sample.Output(4));
        Assert.Equal("false", tile.Find("[role=switch]").GetAttribute("aria-checked"));

        tile.Find(Of("lamp-toggle")).Click();

        Assert.Equal([(Sample.Station, 4, new OutputChange(Active: true))], Hub.Commands);
    }

    [Fact]
    public void A_wish_for_a_live_board_shows_at_once_and_is_marked_until_it_is_confirmed()
    {
        var tile = Tile(Sample.Output(4) with { Desired = On, Drift = Drift.Pending });
        Assert.Equal(("pending", "true"), StateOf(tile));

        tile.Render(parameters => parameters.Add(t => t.Lamp, Lamp(Sample.Output(4, active: true), Live)));

        Assert.Equal(("confirmed", "true"), StateOf(tile));
    }

    [Theory]
    [InlineData(LinkState.Offline)]
    [InlineData(LinkState.Stale)]
    [InlineData(LinkState.Connecting)]
    public void A_lamp_of_a_board_that_is_not_live_never_glows(LinkState state)
    {
        var link = new LinkStatus(state, Sample.Noon);

        Assert.Equal(("confirmed", "false"), StateOf(Tile(Sample.Output(4, active: true), link)));
        Assert.Equal(Texts.Lamp_WasOn, Tile(Sample.Output(4, active: true), link).Find(Of("lamp-mark")).TextContent.Trim());
        Assert.Equal(Texts.Lamp_WasOff, Tile(Sample.Output(4), link).Find(Of("lamp-mark")).TextContent.Trim());
        Assert.Equal(("pending", "false"), StateOf(Tile(Sample.Output(4) with { Desired = On, Drift = Drift.Pending }, link)));
        Assert.Equal("false", Tile(Sample.Output(4), link).Find(Of("lamp")).GetAttribute("data-live"));
    }

    [Fact]
    public void What_waits_for_its_board_is_said_and_never_looks_on()
    {
        var tile = Tile(Sample.Output(4) with { Desired = On, Drift = Drift.Offline });

        Assert.Equal(("offline", "false"), StateOf(tile));
        Assert.Equal(Texts.Drift_Offline_On, tile.Find(Of("lamp-mark")).TextContent.Trim());
    }

    [Fact]
    public void What_was_refused_looks_as_the_board_reports_it()
    {
        var tile = Tile(Sample.Output(4) with { Desired = On, Drift = Drift.Refused, Problem = "400: pin is reserved" });

        Assert.Equal(("refused", "false"), StateOf(tile));
        Assert.Equal(Texts.Drift_Refused, tile.Find(Of("lamp-mark")).TextContent.Trim());
    }

    [Fact]
    public void Blinking_and_chasing_have_their_marks()
    {
        var blinking = Sample.Output(4) with { Reported = new OutputValues(true, 100, 500) };

        Assert.Contains("500 ms", Tile(blinking).Find(Of("lamp-mark")).TextContent, StringComparison.Ordinal);
        var chased = Render<LampTile>(parameters => parameters.Add(tile => tile.Lamp, Lamp(Sample.Output(4), Live) with { ChasedBy = "Carousel" }));
        Assert.Contains("Carousel", chased.Find(Of("lamp-mark")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_connection_nothing_is_sent()
    {
        RenderTree.Add<Microsoft.AspNetCore.Components.CascadingValue<ConnectionState>>(
            cascade => cascade.Add(value => value.Value, ConnectionState.Dropped));
        var tile = Tile(Sample.Output(4));

        tile.Find(Of("lamp-toggle")).Click();

        Assert.Empty(Hub.Commands);
        Assert.Equal("true", tile.Find(Of("lamp-toggle")).GetAttribute("aria-disabled"));
    }

    [Fact]
    public void The_same_state_does_not_render_again()
    {
        var tile = Tile(Sample.Output(4, name: "Hall"));

        var before = tile.RenderCount;
        tile.Render(parameters => parameters.Add(t => t.Lamp, Lamp(Sample.Output(4, name: "Hall"), Live)));

        Assert.Equal(before, tile.RenderCount);
    }

    private static LampView Lamp(OutputState output, LinkStatus link) => new(Sample.Snapshot().Controllers[0].Controller, link, output, null, new Lamp(Sample.Station, output.Pin));

    private static (string? State, string? Active) StateOf(IRenderedComponent<LampTile> tile) =>
        (tile.Find(Of("lamp")).GetAttribute("data-state"), tile.Find(Of("lamp")).GetAttribute("data-active"));

    private IRenderedComponent<LampTile> Tile(OutputState output, LinkStatus? link = null) =>
        Render<LampTile>(parameters => parameters.Add(tile => tile.Lamp, Lamp(output, link ?? Live)));
}
