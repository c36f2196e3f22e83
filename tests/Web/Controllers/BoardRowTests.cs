using System.Net;
using Bunit;
using RailHub.Contracts;
using RailHub.Web.Controllers;

namespace RailHub.Web.Tests.Controllers;

public sealed class BoardRowTests : WebTest
{
    private static readonly ControllerState Station = Sample.Snapshot().Controllers[0];

    [Fact]
    public void A_board_that_is_offline_tells_since_when_and_at_which_address_it_was_tried()
    {
        var row = Row(Station with { Link = new LinkStatus(LinkState.Offline, Sample.Noon, LinkReason.NotReached) });

        Assert.Equal("Offline since 14:00", row.Find(Of("link-state")).TextContent.Trim());
        Assert.Contains("192.168.1.40:81", row.Find(Of("link-reason")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lamp_that_changed_does_not_draw_its_board_again()
    {
        var row = Row(Station);

        var before = row.RenderCount;
        row.Render(parameters => parameters.Add(r => r.State, Station with { Outputs = [Sample.Output(4, active: true), Sample.Output(5)] }));

        Assert.Equal(before, row.RenderCount);
    }

    [Fact]
    public async Task A_removed_board_is_restored_by_the_platform_with_undo()
    {
        Gateway.Answer = request => request.Method == HttpMethod.Delete
            ? new HttpResponseMessage(HttpStatusCode.NoContent)
            : FakeGateway.Problem(503, """{"code":"databaseAway","detail":"Away."}""");
        await Row(Station).Find(Of("board-remove")).ClickAsync();

        await Assert.Single(Toasts.Toasts).Undo!();

        Assert.Equal(
            [
                $"DELETE /api/layouts/{Sample.LayoutId}/controllers/AABBCC000001 \"1\"",
                $"POST /api/layouts/{Sample.LayoutId}/removed-controllers/AABBCC000001/restore",
            ],
            Gateway.Asked);
    }

    private IRenderedComponent<BoardRow> Row(ControllerState state) => Render<BoardRow>(parameters => parameters.Add(row => row.State, state));
}
