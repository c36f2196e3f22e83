using System.Net;
using Bunit;
using RailHub.Contracts;
using RailHub.Web.Controllers;

namespace RailHub.Web.Tests.Controllers;

public sealed class ControllerCardTests : WebTest
{
    private static readonly ControllerState Station = Sample.Snapshot().Controllers[0];

    [Fact]
    public void A_board_tells_its_name_its_link_and_how_much_is_on()
    {
        var card = Card(Station);

        Assert.Equal("Station", card.Find("h2").TextContent);
        Assert.Equal("live", card.Find(Of("controller-card")).GetAttribute("data-link"));
        Assert.Equal("1 of 2 on", card.Find(Of("controller-on")).TextContent);
        Assert.Equal(2, card.FindAll(Of("output-tile")).Count);
    }

    [Fact]
    public void A_board_that_is_offline_tells_since_when_and_what_to_do()
    {
        var card = Card(Station with { Link = new LinkStatus(LinkState.Offline, Sample.Noon, LinkReason.NotReached) });

        Assert.Equal("Offline since 14:00", card.Find(Of("link-state")).TextContent.Trim());
        Assert.Contains("192.168.1.40", card.Find(Of("link-reason")).TextContent, StringComparison.Ordinal);
        Assert.Equal(2, card.FindAll(Of("output-tile")).Count);
    }

    [Fact]
    public void A_chased_output_names_its_group()
    {
        var card = Card(Station with
        {
            BoardGroups = [new BoardGroup(1, "Carousel", 200, [4])],
            Outputs = [Station.Outputs[0] with { ChasedBy = 1 }],
        });

        Assert.Contains("Carousel", card.Find(Of("output-chasing")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void The_search_leaves_what_matches()
    {
        var card = Render<ControllerCard>(parameters => parameters.Add(c => c.State, Station).Add(c => c.Filter, "hal"));

        Assert.Equal("4", Assert.Single(card.FindAll(Of("output-tile"))).GetAttribute("data-pin"));
    }

    [Fact]
    public void A_board_that_did_not_change_does_not_render_again()
    {
        var card = Card(Station);

        var before = card.RenderCount;
        card.Render(parameters => parameters.Add(c => c.State, Station));

        Assert.Equal(before, card.RenderCount);
    }

    [Fact]
    public async Task A_removed_board_comes_back_with_undo()
    {
        Gateway.Answer = request => request.Method == HttpMethod.Delete
            ? new HttpResponseMessage(HttpStatusCode.NoContent)
            : FakeGateway.Problem(503, """{"code":"databaseAway","detail":"Away."}""");
        await Card(Station).Find(Of("controller-remove")).ClickAsync();

        await Assert.Single(Toasts.Toasts).Undo!();

        Assert.Equal(
            [$"DELETE /api/layouts/{Sample.LayoutId}/controllers/AABBCC000001 \"1\"", $"POST /api/layouts/{Sample.LayoutId}/controllers"],
            Gateway.Asked);
        Assert.Contains("192.168.1.40", Gateway.Bodies[1], StringComparison.Ordinal);
    }

    private IRenderedComponent<ControllerCard> Card(ControllerState state) =>
        Render<ControllerCard>(parameters => parameters.Add(card => card.State, state));
}
