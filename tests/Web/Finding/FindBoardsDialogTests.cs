using System.Net;
using System.Text.Json;
using Bunit;
using RailHub.Contracts;
using RailHub.Contracts.Serialization;
using RailHub.Web.Finding;
using RailHub.Web.Resources;
using RailHub.Web.Shell;

namespace RailHub.Web.Tests.Finding;

public sealed class FindBoardsDialogTests : WebTest
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly MacAddress s_mac = MacAddress.Parse("AA:BB:CC:00:00:09", null);
    private static readonly FoundBoard s_new = new(s_mac, "10.0.0.9", 80, 81, "Yard", FoundKind.New);
    private static readonly Controller s_registered = new(s_mac, Sample.LayoutId, "Yard", "10.0.0.8", 80, 81, 4);

    private Scan? _scan;
    private Func<HttpRequestMessage, HttpResponseMessage?> _instead = _ => null;

    public FindBoardsDialogTests() => Gateway.Answer = request =>
        _instead(request) ?? (_scan is { } scan
            ? FakeGateway.Json(request.Method == HttpMethod.Post ? HttpStatusCode.Accepted : HttpStatusCode.OK, JsonSerializer.Serialize(scan, ContractsJson.Default.Scan))
            : FakeGateway.Problem(404, """{"code":"scanMissing","detail":"Nothing was looked for."}"""));

    [Fact]
    public void A_search_begins_in_the_networks_of_the_server_and_is_followed_to_its_end()
    {
        var dialog = Open();
        _scan = Running(0, 254);
        dialog.Find(Of("find-start")).Click();

        dialog.WaitForAssertion(() => Assert.Contains(Texts.Find_Progress.With(0, 254), dialog.Markup, StringComparison.Ordinal), s_patience);
        Assert.Equal("""{"httpPort":80,"webSocketPort":81}""", Gateway.Bodies[^1]);
        _scan = Running(120, 254, s_new);
        Time.Advance(FindBoardsDialog.Period);
        dialog.WaitForAssertion(() => Assert.Contains("Yard", dialog.Find(Of("found-new")).TextContent, StringComparison.Ordinal), s_patience);

        _scan = Running(254, 254, s_new) with { State = ScanState.Done };
        Time.Advance(FindBoardsDialog.Period);
        dialog.WaitForAssertion(() => Assert.Equal("done", dialog.Find(Of("find-state")).GetAttribute("data-state")), s_patience);
        var asked = Gateway.Asked.Count;
        Time.Advance(10 * FindBoardsDialog.Period);
        Assert.Equal(asked, Gateway.Asked.Count);
    }

    [Fact]
    public void Ranges_and_ports_are_sent_as_they_are_typed_and_what_is_wrong_is_told_at_the_field()
    {
        var dialog = Open();
        _instead = request => request.Method == HttpMethod.Post
            ? FakeGateway.Problem(400, """{"code":"rangeInvalid","detail":"No range.","field":"ranges[1]"}""")
            : null;
        dialog.Find(Of("find-ranges")).Input("10.0.0.1-9, station");
        dialog.Find(Of("controller-http-port")).Input("8080");
        dialog.Find(Of("find-start")).Click();

        dialog.WaitForAssertion(
            () => Assert.Equal($"station: {Texts.Refusal_rangeInvalid}", dialog.Find(".field-problem").TextContent), s_patience);
        Assert.Equal("""{"ranges":["10.0.0.1-9","station"],"httpPort":8080,"webSocketPort":81}""", Gateway.Bodies[^1]);
        Assert.Equal("10.0.0.1-9, station", dialog.Find(Of("find-ranges")).GetAttribute("value"));
    }

    [Fact]
    public void A_search_that_is_running_is_shown_and_can_be_stopped()
    {
        _scan = Running(3, 254);
        var dialog = Open();
        dialog.WaitForElement(Of("find-stop"), s_patience);
        _scan = _scan with { State = ScanState.Cancelled };

        dialog.Find(Of("find-stop")).Click();

        dialog.WaitForAssertion(() => Assert.Contains(Texts.Find_Cancelled, dialog.Markup, StringComparison.Ordinal), s_patience);
        Assert.Equal($"DELETE /api/layouts/{Sample.LayoutId}/scan", Gateway.Asked[^1]);
    }

    [Fact]
    public void New_boards_are_added_at_once_and_one_that_is_not_says_why()
    {
        var other = new FoundBoard(MacAddress.Parse("AA:BB:CC:00:00:0A", null), "10.0.0.10", 80, 81, null, FoundKind.New);
        var third = new FoundBoard(MacAddress.Parse("AA:BB:CC:00:00:0B", null), "10.0.0.11", 80, 81, "Third", FoundKind.New);
        _scan = Running(254, 254, s_new, other, third) with { State = ScanState.Done };
        var dialog = Open();
        dialog.WaitForAssertion(() => Assert.Equal(3, dialog.FindAll(Of("found-pick")).Count), s_patience);
        dialog.FindAll(Of("found-pick"))[2].Change(false);
        Assert.Equal(Words.Count("Find_Add", 2), dialog.Find(Of("dialog-submit")).TextContent.Trim());
        _instead = request => request.RequestUri!.AbsolutePath.EndsWith("/batch", StringComparison.Ordinal)
            ? FakeGateway.Json(HttpStatusCode.OK, JsonSerializer.Serialize(
                new AddedControllers([s_registered, new Refusal(RefusalKind.TimedOut, RefusalCodes.NoAnswer, "Silent.", "controllers[1].host")]),
                ContractsJson.Default.AddedControllers))
            : null;

        dialog.Find("form").Submit();

        dialog.WaitForAssertion(() => Assert.Contains(Texts.Refusal_noAnswer, dialog.Find(Of("found-problem")).TextContent, StringComparison.Ordinal), s_patience);
        Assert.Equal(Words.Count("Find_Added", 1), Assert.Single(Toasts.Toasts).Text);
        Assert.Contains("""{"controllers":[{"host":"10.0.0.9",""", Gateway.Bodies[^2], StringComparison.Ordinal);
        Assert.Empty(dialog.FindAll(Of("dialog-submit")));
    }

    [Fact]
    public void A_board_that_moved_gets_its_new_address_by_one_press()
    {
        _scan = Running(254, 254, s_new with { Kind = FoundKind.Moved, Known = s_registered, Layout = "Main line" }) with { State = ScanState.Done };
        var dialog = Open();
        dialog.WaitForElement(Of("found-move"), s_patience);
        Assert.Contains(Texts.Find_From.With("10.0.0.9", "10.0.0.8"), dialog.Markup, StringComparison.Ordinal);
        _instead = request => request.Method == HttpMethod.Patch
            ? FakeGateway.Json(HttpStatusCode.OK, JsonSerializer.Serialize(s_registered with { Host = "10.0.0.9", Version = 5 }, ContractsJson.Default.Controller))
            : null;

        dialog.Find(Of("found-move")).Click();

        dialog.WaitForAssertion(() => Assert.Equal(Texts.Find_MovedNow.With("Yard"), Assert.Single(Toasts.Toasts).Text), s_patience);
        Assert.Contains($"PATCH /api/layouts/{Sample.LayoutId}/controllers/AABBCC000009 \"4\"", Gateway.Asked);
    }

    [Fact]
    public void Boards_of_other_layouts_are_named_with_them_and_cannot_be_picked()
    {
        _scan = Running(254, 254, s_new with { Kind = FoundKind.KnownElsewhere, Known = s_registered, Layout = "Branch line" }) with { State = ScanState.Done };
        var dialog = Open();
        dialog.WaitForAssertion(
            () => Assert.Contains("Branch line", dialog.Find(Of("found-knownelsewhere")).TextContent, StringComparison.Ordinal), s_patience);
        Assert.Empty(dialog.FindAll(Of("found-pick")));
    }

    [Fact]
    public void That_moved_boards_are_followed_is_said_with_the_layouts_name_as_it_is()
    {
        _instead = request => request.Method == HttpMethod.Put
            ? FakeGateway.Json(HttpStatusCode.OK, JsonSerializer.Serialize(Sample.Layout with { FollowsBoards = true }, ContractsJson.Default.Layout))
            : null;
        var dialog = Open();

        dialog.Find(Of("find-follow")).Change(true);

        dialog.WaitForAssertion(() => Assert.StartsWith($"PUT /api/layouts/{Sample.LayoutId}", Gateway.Asked[^1], StringComparison.Ordinal), s_patience);
        Assert.Equal($$"""{"name":"{{Sample.Layout.Name}}","followsBoards":true}""", Gateway.Bodies[^1]);
    }

    [Fact]
    public void While_the_gateway_is_away_it_says_so_and_goes_on_when_it_is_back()
    {
        _scan = Running(3, 254);
        var dialog = Open();
        dialog.WaitForElement(Of("find-stop"), s_patience);
        _instead = _ => throw new HttpRequestException("Nothing listens.");
        Time.Advance(FindBoardsDialog.Period);
        dialog.WaitForElement(Of("dialog-error"), s_patience);

        _instead = _ => null;
        Time.Advance(FindBoardsDialog.Period);

        dialog.WaitForAssertion(() => Assert.Empty(dialog.FindAll(Of("dialog-error"))), s_patience);
    }

    private static Scan Running(int done, int total, params FoundBoard[] found) =>
        new(Sample.Noon, ScanState.Running, ["10.0.0.1-10.0.0.254"], done, total, IsWithoutNames: false, found);

    private IRenderedComponent<FindBoardsDialog> Open() => Render<FindBoardsDialog>(parameters => parameters.Add(dialog => dialog.Layout, Sample.Layout));
}
