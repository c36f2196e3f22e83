using System.Net;
using System.Text.Json;
using Bunit;
using RailHub.Contracts;
using RailHub.Contracts.Serialization;
using RailHub.Web.Resources;
using RailHub.Web.Shows;

namespace RailHub.Web.Tests.Shows;

public sealed class SkewReportTests : WebTest
{
    private static readonly MacAddress s_gone = new(0xAABBCC0000FF);

    private static readonly CueSkew s_cue = new(
        CueNumber.Whole(12),
        1,
        Sample.Noon,
        [new BoardSkew(Sample.Fair, 12), new BoardSkew(Sample.Station, 80.4), new BoardSkew(s_gone, null, IsAway: true)]);

    private IReadOnlyList<CueSkew> _cues = [s_cue];

    public SkewReportTests() => Gateway.Answer = _ => FakeGateway.Json(
        HttpStatusCode.OK, JsonSerializer.Serialize(_cues, ContractsJson.Default.IReadOnlyListCueSkew));

    [Fact]
    public void It_is_read_when_it_is_opened_and_says_which_boards_were_off()
    {
        var report = Report();
        Assert.Empty(Gateway.Asked);

        report.Find(Of("skew-open")).Click();

        var line = Assert.Single(report.WaitForElements(Of("skew-cue"), TimeSpan.FromSeconds(30))).TextContent;
        Assert.Equal("Cue 12: 1 of 3 boards within 15 ms; Unknown board AA:BB:CC:00:00:FF was away; Station +80 ms", line);
        Assert.Equal([$"GET /api/layouts/{Sample.LayoutId}/shows/{ShowSample.Id}/skew"], Gateway.Asked);
    }

    [Fact]
    public void What_came_early_and_what_was_not_done_is_said_and_a_cue_that_was_close_is_one_line()
    {
        _cues =
        [
            s_cue with { Boards = [new BoardSkew(Sample.Fair, -40), new BoardSkew(Sample.Station, null)] },
            s_cue with { Cue = new CueNumber(11_500), Boards = [new BoardSkew(Sample.Fair, -3)] },
        ];
        var report = Report();
        report.Find(Of("skew-open")).Click();

        Assert.Equal(
            ["Cue 12: 0 of 2 boards within 15 ms; Station has not done all of it; Fair −40 ms", "Cue 11.5: 1 of 1 board within 15 ms"],
            report.WaitForElements(Of("skew-cue"), 2, TimeSpan.FromSeconds(30)).Select(cue => cue.TextContent));
    }

    [Fact]
    public void While_it_is_open_it_is_read_again_and_when_it_is_closed_no_more()
    {
        _cues = [];
        var report = Report();
        report.Find(Of("skew-open")).Click();
        Assert.Equal(Texts.Skew_Empty, report.WaitForElement(Of("skew-empty"), TimeSpan.FromSeconds(30)).TextContent);

        _cues = [s_cue];
        Time.Advance(TimeSpan.FromSeconds(5));
        report.WaitForElement(Of("skew-cue"), TimeSpan.FromSeconds(30));

        report.Find(Of("skew-open")).Click();
        var asked = Gateway.Asked.Count;
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(asked, Gateway.Asked.Count);
    }

    [Fact]
    public void A_refusal_is_told_in_its_place()
    {
        Gateway.Answer = _ => FakeGateway.Problem(404, """{"status":404,"code":"showUnknown","detail":"The layout has no such show."}""");
        var report = Report();
        report.Find(Of("skew-open")).Click();
        report.WaitForElement(Of("skew-problem"), TimeSpan.FromSeconds(30));
    }

    private IRenderedComponent<SkewReport> Report() => Render<SkewReport>(parameters => parameters
        .Add(report => report.View, ShowSample.View())
        .Add(report => report.Show, ShowSample.Id));
}
