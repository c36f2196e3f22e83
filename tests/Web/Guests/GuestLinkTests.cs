using System.Net;
using System.Text.Json;
using Bunit;
using RailHub.Contracts;
using RailHub.Web.Guests;
using RailHub.Web.Layouts;
using RailHub.Web.Members;
using RailHub.Web.Resources;

namespace RailHub.Web.Tests.Guests;

public sealed class GuestLinkTests : WebTest
{
    private const string Night = "01940000-0000-7000-8000-000000000005";
    private const string LinkId = "01940000-0000-7000-8000-000000000009";
    private static readonly LayoutSnapshot s_view = Sample.Snapshot() with { Scenes = [new SceneSummary(SceneId.Parse(Night, null), "Night", 3, 1)] };

    private static readonly string s_link =
        $$"""{"id":"{{LinkId}}","layout":"{{Sample.LayoutId}}","name":"Fair","buttons":[{"scene":"{{Night}}","hasLevel":false}],"from":"2026-05-01T10:00:00Z","until":"2026-05-02T10:00:00Z","commonPause":5,"ownPause":10,"fallbackAfter":10,"createdAt":"2026-05-01T10:00:00Z"}""";

    [Fact]
    public void Links_are_listed_with_their_state_and_ended_after_a_question()
    {
        Gateway.Answer = request => request.Method == HttpMethod.Delete
            ? new HttpResponseMessage(HttpStatusCode.NoContent)
            : FakeGateway.Json(HttpStatusCode.OK, $"[{s_link}]");
        var panel = Panel();

        var link = panel.WaitForElement(Of("guest-link"));
        Assert.Contains("Fair", link.TextContent, StringComparison.Ordinal);
        Assert.Contains(Texts.GuestLink_Open, link.TextContent, StringComparison.Ordinal);
        panel.Find(Of("guest-link-end")).Click();
        Assert.DoesNotContain(Gateway.Asked, asked => asked.StartsWith("DELETE", StringComparison.Ordinal));
        panel.Find("form").Submit();
        Assert.Contains($"DELETE /api/layouts/{Sample.LayoutId}/guest-links/{LinkId}", Gateway.Asked);
    }

    [Fact]
    public void Without_links_it_is_said_what_they_are_for()
    {
        Gateway.Answer = _ => FakeGateway.Json(HttpStatusCode.OK, "[]");
        Assert.Equal(Texts.Guests_Empty, Panel().WaitForElement(Of("guest-links-empty")).TextContent);
    }

    [Fact]
    public void A_link_is_made_of_what_was_chosen()
    {
        Gateway.Answer = _ => FakeGateway.Json(HttpStatusCode.Created, $$"""{"link":{{s_link}},"path":"/g/abc"}""");
        var dialog = Dialog();
        dialog.Find(Of("guest-name")).Input("Fair");
        dialog.FindAll(Of("guest-pick")).First(pick => pick.TextContent == "Night").Click();
        dialog.FindAll(Of("guest-pick")).First(pick => pick.TextContent == "Hall").Click();
        dialog.Find(Of("guest-dim")).Change(true);
        dialog.Find("form").Submit();

        var body = Assert.Single(Gateway.Bodies);
        Assert.Contains($"\"scene\":\"{Night}\"", body, StringComparison.Ordinal);
        Assert.Contains("\"pin\":4},\"hasLevel\":true", body, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_missing_is_said_beside_it_and_nothing_that_was_typed_is_lost()
    {
        Gateway.Answer = _ => FakeGateway.Problem(400, """{"code":"timeInvalid","detail":"No.","field":"until"}""");
        var dialog = Dialog();
        dialog.Find("form").Submit();
        Assert.Empty(Gateway.Asked);
        Assert.Equal(Texts.GuestLink_Buttons_Needed, dialog.Find(Of("guest-buttons-problem")).TextContent);

        dialog.Find(Of("guest-name")).Input("Fair");
        dialog.FindAll(Of("guest-pick"))[0].Click();
        dialog.Find("form").Submit();
        Assert.Contains(Texts.Refusal_timeInvalid, dialog.Markup, StringComparison.Ordinal);
        Assert.Equal("Fair", dialog.Find(Of("guest-name")).GetAttribute("value"));
        Assert.Single(dialog.FindAll(Of("guest-drop")));
    }

    [Fact]
    public void A_link_is_changed_in_the_same_dialog_filled_in_and_only_what_was_changed_is_another()
    {
        var whole = $$"""
            {"id":"{{LinkId}}","layout":"{{Sample.LayoutId}}","name":"Fair","buttons":[
              {"scene":"{{Night}}","hasLevel":false,"label":"Good night"},
              {"output":{"controller":"{{s_view.Controllers[0].Controller.Id}}","pin":4},"hasLevel":true},
              {"scene":"01940000-0000-7000-8000-0000000000ff","hasLevel":false}],
             "from":"2026-05-01T10:00:00Z","until":"2026-05-02T10:00:00Z","daily":{"from":"09:30:00","until":"17:00:00","timeZone":"Europe/Rome"},
             "commonPause":7,"ownPause":12,"fallback":"{{Night}}","fallbackAfter":3,"createdAt":"2026-05-01T10:00:00Z","version":3}
            """;
        Gateway.Answer = request => FakeGateway.Json(HttpStatusCode.OK, request.Method == HttpMethod.Put ? whole : $"[{whole}]");
        var panel = Panel();
        panel.WaitForElement(Of("guest-link-edit")).Click();
        Assert.Equal("Fair", panel.Find(Of("guest-name")).GetAttribute("value"));
        Assert.Equal("2026-05-01T12:00:00", panel.Find(Of("guest-from")).GetAttribute("value"));
        Assert.Equal(2, panel.FindAll(Of("guest-drop")).Count);

        panel.Find(Of("guest-name")).Input("Night fair");
        panel.Find("form").Submit();

        var sent = JsonDocument.Parse(Assert.Single(Gateway.Bodies, body => body.Length > 0)).RootElement;
        var draft = JsonDocument.Parse(whole).RootElement;
        Assert.Equal("Night fair", sent.GetProperty("name").GetString());
        foreach (var same in (string[])["commonPause", "ownPause", "fallback", "fallbackAfter", "daily"])
        {
            Assert.Equal(draft.GetProperty(same).ToString(), sent.GetProperty(same).ToString());
        }

        Assert.Equal((draft.GetProperty("from").GetDateTimeOffset(), draft.GetProperty("until").GetDateTimeOffset()), (sent.GetProperty("from").GetDateTimeOffset(), sent.GetProperty("until").GetDateTimeOffset()));
        var buttons = sent.GetProperty("buttons").EnumerateArray().ToArray();
        Assert.Equal((2, "Good night", true), (buttons.Length, buttons[0].GetProperty("label").GetString(), buttons[1].GetProperty("hasLevel").GetBoolean()));
        Assert.Contains($"PUT /api/layouts/{Sample.LayoutId}/guest-links/{LinkId} \"3\"", Gateway.Asked);
        Assert.Empty(panel.FindAll(Of("guest-link-dialog")));
    }

    [Fact]
    public void The_poster_has_the_code_for_the_address_that_visitors_use()
    {
        Gateway.Answer = request => FakeGateway.Json(
            HttpStatusCode.OK, request.RequestUri!.AbsolutePath.EndsWith("/path", StringComparison.Ordinal) ? """{"path":"/g/abc"}""" : $"[{s_link}]");
        var poster = Render<GuestPoster>(parameters => parameters.Add(one => one.View, s_view).Add(one => one.Link, GuestLinkId.Parse(LinkId, null)));

        var origin = poster.WaitForElement(Of("poster-origin"));
        Assert.Contains(Texts.GuestLink_Origin_Local, poster.Markup, StringComparison.Ordinal);
        origin.Change("railhub.local:8080/");
        Assert.Equal("http://railhub.local:8080/g/abc", poster.Find(Of("poster-address")).TextContent);
        Assert.EndsWith("qr?origin=http%3A%2F%2Frailhub.local%3A8080", poster.Find(Of("poster-code")).GetAttribute("src"), StringComparison.Ordinal);
        Assert.DoesNotContain(Texts.GuestLink_Origin_Local, poster.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Role.Owner, true)]
    [InlineData(Role.Editor, false)]
    public void Only_owners_find_them(Role role, bool found)
    {
        var may = MayDo.In(Sample.Anna with { IsAdministrator = false, Roles = [new RoleIn(Sample.LayoutId, role)] }, Sample.LayoutId);
        Gateway.Answer = _ => FakeGateway.Json(HttpStatusCode.OK, "[]");
        var page = Render<LayoutShell>(parameters => parameters.Add(shell => shell.View, s_view).Add(shell => shell.Section, "setup").AddCascadingValue(may));
        Assert.Equal(found ? 1 : 0, page.FindAll(Of("to-guests")).Count);
        Assert.Equal(found ? 1 : 0, page.FindAll(Of("screen-add")).Count);
    }

    private IRenderedComponent<GuestLinksPanel> Panel() =>
        Render<GuestLinksPanel>(parameters => parameters.Add(panel => panel.View, s_view).Add(panel => panel.Lamps, Sample.Book(s_view)));

    private IRenderedComponent<GuestLinkDialog> Dialog() =>
        Render<GuestLinkDialog>(parameters => parameters.Add(dialog => dialog.View, s_view).Add(dialog => dialog.Lamps, Sample.Book(s_view)));
}
