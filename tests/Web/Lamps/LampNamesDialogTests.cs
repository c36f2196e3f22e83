using System.Net;
using Bunit;
using RailHub.Web.Lamps;
using RailHub.Web.Resources;

namespace RailHub.Web.Tests.Lamps;

public sealed class LampNamesDialogTests : WebTest
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private bool _closed;

    [Fact]
    public void The_lamps_of_a_board_are_named_at_once_and_only_those_that_changed()
    {
        Gateway.Answer = _ => FakeGateway.Json(HttpStatusCode.OK, """{"version":1,"lamps":[]}""");
        var dialog = Open();
        Assert.Equal(["4", "5"], dialog.FindAll(Of("lamp-name-row")).Select(row => row.GetAttribute("data-pin")));
        dialog.FindAll(Of("lamp-names-alias"))[1].Input("Signal box");

        dialog.Find("form").Submit();

        dialog.WaitForAssertion(() => Assert.True(_closed), s_patience);
        Assert.Equal("""{"lamps":[{"controller":"AA:BB:CC:00:00:01","pin":5,"alias":"Signal box"}]}""", Assert.Single(Gateway.Bodies));
    }

    [Fact]
    public void A_lamp_flashes_by_its_row_which_says_why_when_it_cannot()
    {
        Gateway.Answer = _ => FakeGateway.Problem(503, """{"code":"boardOffline","detail":"Away."}""");
        var dialog = Open();

        dialog.FindAll(Of("lamp-names-flash"))[1].Click();

        dialog.WaitForAssertion(
            () => Assert.Contains(Texts.Refusal_boardOffline, dialog.FindAll(Of("lamp-name-row"))[1].TextContent, StringComparison.Ordinal), s_patience);
        Assert.EndsWith("/controllers/AABBCC000001/outputs/5/flash", Assert.Single(Gateway.Asked), StringComparison.Ordinal);
    }

    private IRenderedComponent<LampNamesDialog> Open() => Render<LampNamesDialog>(parameters => parameters
        .Add(dialog => dialog.Board, Sample.Snapshot().Controllers[0].Controller)
        .Add(dialog => dialog.Lamps, Sample.Book())
        .Add(dialog => dialog.OnClose, () => _closed = true));
}
