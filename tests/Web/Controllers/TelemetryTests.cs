using AngleSharp.Dom;
using Bunit;
using RailHub.Contracts;
using RailHub.Web.Controllers;
using RailHub.Web.Dashboards;
using RailHub.Web.Resources;

namespace RailHub.Web.Tests.Controllers;

public sealed class TelemetryTests : WebTest
{
    private static readonly string Watch = $"watch {Sample.LayoutId}";
    private static readonly string Unwatch = $"unwatch {Sample.LayoutId}";
    private static readonly ControllerTelemetry Busy = new(
        Sample.Station,
        UptimeMilliseconds: (((3 * 24) + 4) * 3_600_000L) + 1,
        FreeHeapBytes: 21_504,
        CommandLatencyMilliseconds: 17.6,
        Reconnects: 2,
        Garbage: 1);

    [Fact]
    public void A_board_is_asked_how_it_is_only_while_its_menu_is_open()
    {
        var card = Card();
        Assert.Empty(Hub.TelemetryCalls);

        Toggle(card, open: true);
        Assert.Equal([Watch], Hub.TelemetryCalls);
        Assert.Contains(Texts.Telemetry_Asking, Facts(card).TextContent, StringComparison.Ordinal);

        Toggle(card, open: false);
        Assert.Equal([Watch, Unwatch], Hub.TelemetryCalls);
        Assert.Empty(card.FindAll(Of("controller-telemetry")));
    }

    [Fact]
    public void An_opening_and_a_closing_that_are_told_as_one_ask_for_nothing()
    {
        var card = Card();

        Toggle(card, open: false);

        Assert.Empty(Hub.TelemetryCalls);
    }

    [Fact]
    public void The_menu_tells_what_the_board_says_of_itself()
    {
        var card = Card();
        Toggle(card, open: true);

        Send(card, Busy);

        Assert.Equal("3 d 4 h", card.Find(Of("telemetry-uptime")).TextContent);
        Assert.Equal("21 KiB", card.Find(Of("telemetry-heap")).TextContent);
        Assert.Equal("18 ms", card.Find(Of("telemetry-latency")).TextContent);
        Assert.Equal("2", card.Find(Of("telemetry-reconnects")).TextContent);
        Assert.Equal("1", card.Find(Of("telemetry-garbage")).TextContent);
    }

    [Fact]
    public void A_board_that_was_never_told_anything_has_no_time_to_answer_in()
    {
        var card = Card();
        Toggle(card, open: true);

        Send(card, Busy with { CommandLatencyMilliseconds = null });

        Assert.Equal(Texts.Telemetry_NoCommands, card.Find(Of("telemetry-latency")).TextContent);
    }

    [Fact]
    public void A_board_that_has_not_reported_is_told_to_be_silent()
    {
        var card = Card();
        Toggle(card, open: true);

        Send(card, Busy with { Id = Sample.Fair });

        Assert.Contains(Texts.Telemetry_None, Facts(card).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_lost_connection_it_is_asked_again_and_not_after_the_menu_closed()
    {
        var card = Card();
        Toggle(card, open: true);
        await card.InvokeAsync(Connection.AskAgainAsync);
        Assert.Equal([Watch, Watch], Hub.TelemetryCalls);

        Toggle(card, open: false);
        await card.InvokeAsync(Connection.AskAgainAsync);

        Assert.Equal([Watch, Watch, Unwatch], Hub.TelemetryCalls);
    }

    [Fact]
    public void A_menu_that_closes_while_the_connection_is_lost_calls_nobody()
    {
        var card = Card();
        Toggle(card, open: true);
        Connection.Become(ConnectionState.Dropped);

        Toggle(card, open: false);

        Assert.Equal([Watch], Hub.TelemetryCalls);
    }

    private static IElement Facts(IRenderedComponent<BoardRow> card) => card.Find(Of("controller-telemetry"));

    private IRenderedComponent<BoardRow> Card() =>
        Render<BoardRow>(parameters => parameters.Add(card => card.State, Sample.Snapshot().Controllers[0]));

    /// <summary>The browser opens and closes menus, and tells that it did.</summary>
    private void Toggle(IRenderedComponent<BoardRow> card, bool open)
    {
        JSInterop.Setup<bool>("railhub.isOpen", _ => true).SetResult(open);
        card.Find(Of("board-menu")).TriggerEvent("ontoggle", EventArgs.Empty);
    }

    private void Send(IRenderedComponent<BoardRow> card, ControllerTelemetry telemetry) =>
        card.InvokeAsync(() => Connection.Send(new LayoutTelemetry(Sample.LayoutId, [telemetry])));
}
