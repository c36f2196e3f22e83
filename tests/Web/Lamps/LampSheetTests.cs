using System.Net;
using Bunit;
using RailHub.Contracts;
using RailHub.Web.Dashboards;
using RailHub.Web.Lamps;
using RailHub.Web.Resources;

namespace RailHub.Web.Tests.Lamps;

public sealed class LampSheetTests : WebTest
{
    private static readonly Area Town = new(new AreaId(new Guid("01940000-0000-7000-8000-00000000000a")), "Old town", 1);

    private bool _closed;

    [Fact]
    public void What_is_set_is_sent_at_once()
    {
        var sheet = Sheet(Sample.Output(4, brightness: 50));

        sheet.Find(Of("sheet-slider")).Input("72");
        Time.Advance(LayoutStore.Pace);
        sheet.Find(Of("blink-500")).Click();
        Time.Advance(LayoutStore.Pace);
        sheet.Find(Of("sheet-interval")).Change("700");

        Assert.Equal(
            [new OutputChange(Brightness: 72), new OutputChange(Interval: 500), new OutputChange(Interval: 700)],
            Hub.Commands.Select(command => command.Change));
    }

    [Fact]
    public void A_lamp_flashes_by_one_press_and_says_why_when_it_cannot()
    {
        Gateway.Answer = _ => FakeGateway.Json(HttpStatusCode.Accepted, """{"result":"accepted"}""");
        var sheet = Sheet(Sample.Output(4));
        sheet.Find(Of("lamp-flash")).Click();
        sheet.WaitForAssertion(() => Assert.EndsWith("/outputs/4/flash", Gateway.Asked.Single(), StringComparison.Ordinal), TimeSpan.FromSeconds(30));
        Assert.Empty(sheet.FindAll(Of("dialog-error")));

        Gateway.Answer = _ => FakeGateway.Problem(409, """{"code":"outputChased","detail":"A chase runs."}""");
        sheet.Find(Of("lamp-flash")).Click();
        sheet.WaitForAssertion(
            () => Assert.Contains(Texts.Refusal_outputChased, sheet.Find(Of("dialog-error")).TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void An_interval_that_no_board_takes_is_told_and_not_sent()
    {
        var sheet = Sheet(Sample.Output(4));

        sheet.Find(Of("sheet-interval")).Change("5");

        Assert.Contains(Texts.Check_Blink, sheet.Markup, StringComparison.Ordinal);
        Assert.Equal("5", sheet.Find(Of("sheet-interval")).GetAttribute("value"));
        Assert.Empty(Hub.Commands);
    }

    [Fact]
    public void What_the_club_knows_of_a_lamp_is_saved_when_that_is_asked_for()
    {
        Gateway.Answer = _ => FakeGateway.Json(HttpStatusCode.OK, """{"version":1,"lamps":[]}""");
        var sheet = Sheet(Sample.Output(4, name: "Hall"));
        Assert.Empty(sheet.FindAll(Of("dialog-submit")));
        sheet.Find(Of("lamp-name")).Input("Überführungsgebäude");
        sheet.Find(Of("lamp-area")).Change($"{Town.Id}");
        sheet.Find(Of("lamp-hidden")).Change(true);

        sheet.Find("form").Submit();

        sheet.WaitForAssertion(() => Assert.True(_closed), TimeSpan.FromSeconds(30));
        Assert.Equal([$"PATCH /api/layouts/{Sample.LayoutId}/lamps"], Gateway.Asked);
        Assert.Equal(
            $$"""{"lamps":[{"controller":"AA:BB:CC:00:00:01","pin":4,"alias":"Überführungsgebäude","area":"{{Town.Id}}","hidden":true}]}""",
            System.Text.RegularExpressions.Regex.Unescape(Gateway.Bodies[0]));
        Assert.Empty(Hub.Commands);
    }

    [Fact]
    public void A_name_that_is_too_long_for_the_board_is_told_and_neither_sent_nor_lost()
    {
        var sheet = Sheet(Sample.Output(4, name: "Hall"));
        sheet.Find(Of("lamp-board-name")).Input("Überführungsgebäude");
        sheet.Find("form").Submit();

        Assert.Empty(Hub.Commands);
        Assert.Equal("true", sheet.Find(Of("lamp-board-name")).GetAttribute("aria-invalid"));
        sheet.Find(Of("dialog-close")).Click();
        Assert.False(_closed);
        sheet.Find(Of("dialog-discard")).Click();
        Assert.True(_closed);
    }

    [Fact]
    public void A_name_that_the_board_keeps_is_told_to_the_board()
    {
        var sheet = Sheet(Sample.Output(4, name: "Hall"));
        sheet.Find(Of("lamp-board-name")).Input("Lounge");

        sheet.Find("form").Submit();

        Assert.Equal([(Sample.Station, 4, new OutputChange(Name: "Lounge"))], Hub.Commands);
        Assert.Empty(Gateway.Asked);
    }

    [Fact]
    public void What_is_refused_stays_in_the_sheet()
    {
        Gateway.Answer = _ => FakeGateway.Problem(503, """{"code":"databaseAway","detail":"Away."}""");
        var sheet = Sheet(Sample.Output(4, name: "Hall"));
        sheet.Find(Of("lamp-name")).Input("Lounge");

        sheet.Find("form").Submit();

        sheet.WaitForElement(Of("dialog-error"), TimeSpan.FromSeconds(30));
        Assert.Equal("Lounge", sheet.Find(Of("lamp-name")).GetAttribute("value"));
        Assert.False(_closed);
    }

    [Fact]
    public void Why_a_board_is_silent_is_said()
    {
        var link = new LinkStatus(LinkState.Stale, Sample.Noon, LinkReason.Silent);

        Assert.Contains(Texts.LinkReason_Silent, Sheet(Sample.Output(4), link).Find(Of("sheet-problem")).TextContent, StringComparison.Ordinal);
    }

    private IRenderedComponent<LampSheet> Sheet(OutputState output, LinkStatus? link = null) => Render<LampSheet>(parameters => parameters
        .Add(sheet => sheet.Lamp, new LampView(Sample.Snapshot().Controllers[0].Controller, link ?? new LinkStatus(LinkState.Live, Sample.Noon), output, null, new Lamp(Sample.Station, output.Pin)))
        .Add(sheet => sheet.Areas, [Town])
        .Add(sheet => sheet.OnClose, () => _closed = true));
}
