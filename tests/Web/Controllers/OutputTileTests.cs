using Bunit;
using RailHub.Contracts;
using RailHub.Web.Controllers;
using RailHub.Web.Dashboards;
using RailHub.Web.Resources;
using RailHub.Web.Shell;

namespace RailHub.Web.Tests.Controllers;

public sealed class OutputTileTests : WebTest
{
    [Theory]
    [InlineData("Forecourt", 9)]
    [InlineData("Ticket office", 6)]
    [InlineData("Einfahrt-Vorsignal 2", 9)]
    [InlineData("", 0)]
    public void A_tile_is_told_how_long_the_longest_word_is(string name, int letters) => Assert.Equal(letters, Words.LongestWord(name));

    [Fact]
    public void An_output_is_called_by_its_name_and_its_pin_when_it_has_none()
    {
        Assert.Equal("Hall", Tile(Sample.Output(4, name: "Hall")).Find(Of("output-toggle")).GetAttribute("aria-label"));
        Assert.Equal("GPIO 4", Tile(Sample.Output(4)).Find(Of("output-toggle")).GetAttribute("aria-label"));
    }

    [Fact]
    public void The_switch_tells_whether_it_is_on()
    {
        Assert.Equal("true", Tile(Sample.Output(4, active: true)).Find("[role=switch]").GetAttribute("aria-checked"));
        Assert.Equal("false", Tile(Sample.Output(4)).Find("[role=switch]").GetAttribute("aria-checked"));
    }

    [Fact]
    public void A_tap_wants_the_other_state()
    {
        Tile(Sample.Output(4)).Find(Of("output-toggle")).Click();

        Assert.Equal([(Sample.Station, 4, new OutputChange(Active: true))], Hub.Commands);
    }

    [Fact]
    public void The_slider_wants_a_brightness()
    {
        Tile(Sample.Output(4, brightness: 50)).Find(Of("output-slider")).Input("72");

        Assert.Equal([(Sample.Station, 4, new OutputChange(Brightness: 72))], Hub.Commands);
    }

    [Fact]
    public void A_wish_shows_pending_and_then_confirmed()
    {
        var tile = Tile(Sample.Output(4) with { Desired = new OutputValues(true, 50, 0, string.Empty), Drift = Drift.Pending });
        Assert.Equal("pending", tile.Find(Of("output-tile")).GetAttribute("data-state"));
        Assert.Equal("true", tile.Find(Of("output-tile")).GetAttribute("data-active"));
        Assert.Single(tile.FindAll(Of("output-pending")));

        tile.Render(parameters => parameters.Add(t => t.Output, Sample.Output(4, active: true)));

        Assert.Equal("confirmed", tile.Find(Of("output-tile")).GetAttribute("data-state"));
        Assert.Empty(tile.FindAll(Of("output-pending")));
    }

    [Fact]
    public void A_wish_for_a_board_that_is_offline_is_marked_as_waiting()
    {
        var tile = Tile(Sample.Output(4) with { Desired = new OutputValues(true, 50, 0, string.Empty), Drift = Drift.Offline });

        Assert.Equal("offline", tile.Find(Of("output-tile")).GetAttribute("data-state"));
        Assert.Single(tile.FindAll(Of("output-offline")));
    }

    [Fact]
    public void A_refusal_is_marked_with_what_the_board_said()
    {
        var tile = Tile(Sample.Output(4) with { Drift = Drift.Refused, Problem = "400: pin is reserved" });

        Assert.Equal("refused", tile.Find(Of("output-tile")).GetAttribute("data-state"));
        Assert.Contains("400: pin is reserved", tile.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Blinking_and_chasing_have_their_marks()
    {
        var blinking = Sample.Output(4) with { Reported = new OutputValues(true, 100, 500, string.Empty) };

        Assert.Contains("500 ms", Tile(blinking).Find(Of("output-blink")).TextContent, StringComparison.Ordinal);
        var chased = Tile(Sample.Output(4) with { ChasedBy = 1 }, chasing: "Carousel");
        Assert.Contains("Carousel", chased.Find(Of("output-chasing")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_connection_nothing_is_sent_and_the_reason_is_told()
    {
        RenderTree.Add<Microsoft.AspNetCore.Components.CascadingValue<ConnectionState>>(
            cascade => cascade.Add(value => value.Value, ConnectionState.Dropped));
        var tile = Tile(Sample.Output(4));

        tile.Find(Of("output-toggle")).Click();

        Assert.Empty(Hub.Commands);
        Assert.Equal("true", tile.Find(Of("output-toggle")).GetAttribute("aria-disabled"));
        Assert.Equal(Texts.Connection_NoCommands, tile.Find(Of("output-toggle")).GetAttribute("title"));
        Assert.True(tile.Find(Of("output-slider")).HasAttribute("disabled"));
    }

    [Fact]
    public void The_same_state_does_not_render_again()
    {
        var tile = Tile(Sample.Output(4, name: "Hall"));

        var before = tile.RenderCount;
        tile.Render(parameters => parameters.Add(t => t.Output, Sample.Output(4, name: "Hall")));

        Assert.Equal(before, tile.RenderCount);
    }

    [Fact]
    public void The_settings_send_just_what_was_changed()
    {
        var tile = Tile(Sample.Output(4, name: "Hall"));
        tile.Find(Of("output-settings")).Click();
        tile.Find(Of("blink-500")).Click();

        tile.Find(Of("output-dialog") + " form").Submit();

        Assert.Equal([(Sample.Station, 4, new OutputChange(Interval: 500))], Hub.Commands);
        Assert.Empty(tile.FindAll(Of("output-dialog")));
    }

    [Fact]
    public void A_name_that_is_too_long_for_the_board_is_told_and_not_sent()
    {
        var tile = Tile(Sample.Output(4, name: "Hall"));
        tile.Find(Of("output-settings")).Click();
        tile.Find(Of("output-name")).Input("Überführungsgebäude");

        tile.Find(Of("output-dialog") + " form").Submit();

        Assert.Empty(Hub.Commands);
        Assert.Equal("true", tile.Find(Of("output-name")).GetAttribute("aria-invalid"));
    }

    private IRenderedComponent<OutputTile> Tile(OutputState output, string? chasing = null) => Render<OutputTile>(parameters => parameters
        .Add(tile => tile.Controller, Sample.Station)
        .Add(tile => tile.Output, output)
        .Add(tile => tile.Chasing, chasing));
}
