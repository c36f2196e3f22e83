using System.Net;
using Bunit;
using RailHub.Contracts;
using RailHub.Web.Controllers;
using RailHub.Web.Resources;

namespace RailHub.Web.Tests.Controllers;

public sealed class ControllerDialogTests : WebTest
{
    private const string Added =
        """{"id":"AA:BB:CC:00:00:09","layout":"01940000-0000-7000-8000-000000000001","name":"Yard","host":"10.0.0.9","httpPort":80,"webSocketPort":81,"version":1}""";

    private bool _closed;

    [Theory]
    [InlineData("")]
    [InlineData("https://10.0.0.9")]
    public void An_address_that_is_none_is_told_and_not_sent(string host)
    {
        var dialog = Add();
        dialog.Find(Of("controller-host")).Input(host);

        dialog.Find("form").Submit();

        Assert.Contains(Texts.Check_Host, dialog.Markup, StringComparison.Ordinal);
        Assert.Empty(Gateway.Asked);
    }

    [Fact]
    public void While_the_board_is_asked_the_dialog_says_so_and_then_closes()
    {
        Gateway.Hold();
        Gateway.Answer = _ => FakeGateway.Json(HttpStatusCode.Created, Added);
        var dialog = Add();
        dialog.Find(Of("controller-host")).Input("10.0.0.9");
        dialog.Find("form").Submit();
        Assert.Contains(Texts.Board_Asking, dialog.Markup, StringComparison.Ordinal);
        Assert.True(dialog.Find(Of("dialog-submit")).HasAttribute("aria-disabled"));

        Gateway.Release();

        dialog.WaitForAssertion(() => Assert.Contains(Texts.Board_Hearing, dialog.Markup, StringComparison.Ordinal), TimeSpan.FromSeconds(30));
        Assert.False(_closed);
        dialog.Render(parameters => parameters.Add(d => d.Controllers, [Yard(LinkState.Live)]));

        dialog.WaitForAssertion(() => Assert.True(_closed), TimeSpan.FromSeconds(30));
        Assert.Equal(Words("Yard"), Assert.Single(Toasts.Toasts).Text);
    }

    [Fact]
    public void A_board_that_does_not_report_is_not_said_to_be_added_and_its_address_can_be_mended()
    {
        Gateway.Answer = _ => FakeGateway.Json(HttpStatusCode.Created, Added);
        var dialog = Add();
        dialog.Find(Of("controller-host")).Input("10.0.0.9");
        dialog.Find("form").Submit();
        dialog.WaitForAssertion(() => Assert.Contains(Texts.Board_Hearing, dialog.Markup, StringComparison.Ordinal), TimeSpan.FromSeconds(30));

        dialog.Render(parameters => parameters.Add(d => d.Controllers, [Yard(LinkState.Offline, LinkReason.NotReached)]));

        Assert.Contains("10.0.0.9:81", dialog.Find(Of("dialog-error")).TextContent, StringComparison.Ordinal);
        Assert.Empty(Toasts.Toasts);
        dialog.Find(Of("controller-ws-port")).Input("82");
        Assert.Empty(dialog.FindAll(Of("dialog-error")));
        dialog.Find("form").Submit();
        dialog.WaitForAssertion(() => Assert.Equal($"PATCH /api/layouts/{Sample.LayoutId}/controllers/AABBCC000009 \"1\"", Gateway.Asked[^1]), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_board_that_is_never_heard_of_is_told_after_a_while()
    {
        Gateway.Answer = _ => FakeGateway.Json(HttpStatusCode.Created, Added);
        var dialog = Add();
        dialog.Find(Of("controller-host")).Input("10.0.0.9");
        dialog.Find("form").Submit();
        dialog.WaitForAssertion(() => Assert.Contains(Texts.Board_Hearing, dialog.Markup, StringComparison.Ordinal), TimeSpan.FromSeconds(30));

        Time.Advance(AddControllerDialog.Patience);

        dialog.WaitForElement(Of("dialog-error"), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_board_that_is_not_reached_leaves_the_dialog_open_and_tells_what_to_do()
    {
        Gateway.Answer = _ => FakeGateway.Problem(422, """{"code":"notReached","detail":"Nothing there."}""");
        var dialog = Add();
        dialog.Find(Of("controller-host")).Input("10.0.0.9");

        dialog.Find("form").Submit();

        dialog.WaitForAssertion(
            () => Assert.Contains(Texts.Refusal_notReached, dialog.Find(Of("dialog-error")).TextContent, StringComparison.Ordinal),
            TimeSpan.FromSeconds(30));
        Assert.False(_closed);
    }

    [Fact]
    public void Saving_again_after_somebody_elses_edit_overwrites_it()
    {
        Gateway.Answer = _ => FakeGateway.Problem(412, """{"code":"outdated","detail":"Changed.","currentVersion":5}""");
        var dialog = Render<EditControllerDialog>(parameters => parameters
            .Add(d => d.Controller, Sample.Snapshot().Controllers[0].Controller)
            .Add(d => d.OnClose, () => _closed = true));
        dialog.Find("form").Submit();
        dialog.WaitForElement(Of("dialog-error"), TimeSpan.FromSeconds(30));

        dialog.Find("form").Submit();

        dialog.WaitForAssertion(
            () => Assert.Equal(
                [
                    $"PATCH /api/layouts/{Sample.LayoutId}/controllers/AABBCC000001 \"1\"",
                    $"PATCH /api/layouts/{Sample.LayoutId}/controllers/AABBCC000001 \"5\"",
                ],
                Gateway.Asked),
            TimeSpan.FromSeconds(30));
    }

    private static ControllerState Yard(LinkState state, LinkReason reason = LinkReason.None) =>
        Sample.Board(new MacAddress(0xAABBCC000009), "Yard") with
        {
            Controller = new Controller(new MacAddress(0xAABBCC000009), Sample.LayoutId, "Yard", "10.0.0.9", 80, 81, 1),
            Link = new LinkStatus(state, Sample.Noon, reason),
        };

    private static string Words(string name) => Web.Shell.Words.With(Texts.Board_Added, name);

    private IRenderedComponent<AddControllerDialog> Add() => Render<AddControllerDialog>(parameters => parameters
        .Add(dialog => dialog.Layout, Sample.LayoutId)
        .Add(dialog => dialog.Controllers, [])
        .Add(dialog => dialog.OnClose, () => _closed = true));
}
