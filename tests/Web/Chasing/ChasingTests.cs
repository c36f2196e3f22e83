using System.Net;
using Bunit;
using RailHub.Contracts;
using RailHub.Web.Chasing;
using RailHub.Web.Resources;

namespace RailHub.Web.Tests.Chasing;

public sealed class ChasingTests : WebTest
{
    private static readonly ChasingGroup Carousel = new(
        new ChasingGroupId(new Guid("01940000-0000-7000-8000-000000000009")),
        Sample.LayoutId,
        "Carousel",
        200,
        [new OutputAddress(Sample.Fair, 12), new OutputAddress(Sample.Fair, 13)],
        4);

    [Theory]
    [InlineData(ChasingState.Stopped, "chasing-start")]
    [InlineData(ChasingState.Refused, "chasing-start")]
    [InlineData(ChasingState.Starting, "chasing-stop")]
    [InlineData(ChasingState.Running, "chasing-stop")]
    public void A_group_offers_what_can_be_done(ChasingState state, string button)
    {
        var row = Row(state);

        Assert.Single(row.FindAll(Of(button)));
        Assert.Equal(state.ToString().ToLowerInvariant(), row.Find(Of("chasing-row")).GetAttribute("data-state"));
    }

    [Fact]
    public void What_the_board_said_when_it_refused_is_shown() =>
        Assert.Contains("full", Row(ChasingState.Refused, "full").Find(Of("chasing-problem")).TextContent, StringComparison.Ordinal);

    [Theory]
    [InlineData(ChasingState.Stopped, "chasing-start", "start", "stop")]
    [InlineData(ChasingState.Running, "chasing-stop", "stop", "start")]
    public async Task A_start_and_a_stop_are_told_and_can_be_taken_back(ChasingState state, string button, string does, string undoes)
    {
        Gateway.Answer = _ => FakeGateway.Json(HttpStatusCode.OK, $$"""{"id":"{{Carousel.Id}}","state":"starting"}""");
        await Row(state).Find(Of(button)).ClickAsync();

        await Assert.Single(Toasts.Toasts).Undo!();

        var address = $"POST /api/layouts/{Sample.LayoutId}/chasing-groups/{Carousel.Id}";
        Assert.Equal([$"{address}/{does}", $"{address}/{undoes}"], Gateway.Asked);
    }

    [Fact]
    public async Task A_running_group_that_was_deleted_runs_again_with_undo()
    {
        Gateway.Answer = request => request switch
        {
            { Method.Method: "DELETE" } => new HttpResponseMessage(HttpStatusCode.NoContent),
            var start when start.RequestUri!.AbsolutePath.EndsWith("/start", StringComparison.Ordinal) =>
                FakeGateway.Json(HttpStatusCode.OK, $$"""{"id":"{{Carousel.Id}}","state":"starting"}"""),
            _ => FakeGateway.Json(
                HttpStatusCode.Created,
                $$"""{"id":"{{Carousel.Id}}","layout":"{{Sample.LayoutId}}","name":"Carousel","interval":200,"members":[],"version":1}"""),
        };
        await Row(ChasingState.Running).Find(Of("chasing-delete")).ClickAsync();

        await Assert.Single(Toasts.Toasts).Undo!();

        Assert.Equal(
            [
                $"DELETE /api/layouts/{Sample.LayoutId}/chasing-groups/{Carousel.Id} \"4\"",
                $"POST /api/layouts/{Sample.LayoutId}/chasing-groups",
                $"POST /api/layouts/{Sample.LayoutId}/chasing-groups/{Carousel.Id}/start",
            ],
            Gateway.Asked);
    }

    [Fact]
    public void Members_are_kept_in_the_order_they_were_picked()
    {
        var dialog = Dialog();
        dialog.Find(Of("chasing-name")).Input("Runway");
        dialog.FindAll(Of("chasing-board"))[1].Click();
        dialog.Find($"{Of("chasing-pick")}[data-pin='13']").Click();
        dialog.Find($"{Of("chasing-pick")}[data-pin='12']").Click();

        dialog.Find("form").Submit();

        Assert.Equal(
            """{"name":"Runway","interval":250,"members":[{"controller":"AA:BB:CC:00:00:02","pin":13},{"controller":"AA:BB:CC:00:00:02","pin":12}]}""",
            Assert.Single(Gateway.Bodies));
    }

    [Fact]
    public void Too_few_members_and_no_name_are_told_and_not_sent()
    {
        var dialog = Dialog();
        dialog.Find(Of("chasing-pick")).Click();

        dialog.Find("form").Submit();

        Assert.Contains(Texts.Check_Members, dialog.Markup, StringComparison.Ordinal);
        Assert.Equal("true", dialog.Find(Of("chasing-name")).GetAttribute("aria-invalid"));
        Assert.Empty(Gateway.Asked);
    }

    [Theory]
    [InlineData(LinkState.Live, "true")]
    [InlineData(LinkState.Stale, "false")]
    [InlineData(LinkState.Offline, "false")]
    public void A_group_seems_to_run_only_where_its_board_is_heard_of(LinkState link, string isLive) =>
        Assert.Equal(isLive, Row(ChasingState.Running, link: link).Find(Of("chasing-row")).GetAttribute("data-live"));

    private IRenderedComponent<ChasingRow> Row(ChasingState state, string? problem = null, LinkState link = LinkState.Live)
    {
        var fair = Sample.Snapshot().Controllers[1] with
        {
            Groups = [new ChasingGroupStatus(Carousel.Id, state, null, problem)],
            Link = new LinkStatus(link, Sample.Noon),
        };
        return Render<ChasingRow>(parameters => parameters.Add(row => row.Group, Carousel).Add(row => row.Controllers, [fair]));
    }

    private IRenderedComponent<ChasingDialog> Dialog() => Render<ChasingDialog>(parameters => parameters
        .Add(dialog => dialog.Layout, Sample.LayoutId)
        .Add(dialog => dialog.Controllers, Sample.Snapshot().Controllers)
        .Add(dialog => dialog.OnClose, () => { }));
}
