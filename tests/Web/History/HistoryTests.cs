using System.Net;
using Bunit;
using RailHub.Web.History;
using RailHub.Web.Resources;
using RailHub.Web.Shell;

namespace RailHub.Web.Tests.History;

public sealed class HistoryTests : WebTest
{
    private const string Event =
        """{"id":"01940000-0000-7000-8000-00000000000b","at":"2026-05-01T12:00:00+00:00","by":{"kind":"guest","name":"Anlage 1"},"kind":"sceneDeleted","subject":"Night","count":3,"canUndo":true,"isUndone":false,"isKept":true}""";

    [Fact]
    public void Who_did_what_is_told_and_what_was_undone_is_read_again()
    {
        Gateway.Answer = request => FakeGateway.Json(HttpStatusCode.OK, request.Method == HttpMethod.Get
            ? $"[{Event}]"
            : $$$"""{"event":{{{Event}}},"lights":{"results":[],"chaseResults":[]}}""");
        var panel = Render<HistoryPanel>(parameters => parameters.Add(p => p.Layout, Sample.LayoutId));
        var row = panel.WaitForElement(Of("history-event"), TimeSpan.FromSeconds(30)).TextContent;
        Assert.Contains("Scene Night deleted", row, StringComparison.Ordinal);
        Assert.Contains(Texts.Actor_Guest.With("Anlage 1"), row, StringComparison.Ordinal);

        panel.Find(Of("history-undo")).Click();

        panel.WaitForAssertion(() => Assert.Equal(3, Gateway.Asked.Count), TimeSpan.FromSeconds(30));
        Assert.EndsWith("/history/01940000-0000-7000-8000-00000000000b/undo", Gateway.Asked[1], StringComparison.Ordinal);
        Assert.Equal(Texts.Undone, Assert.Single(Toasts.Toasts).Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void All_that_was_done_with_addresses_is_offered_to_owners_only(bool isOwner)
    {
        Gateway.Answer = request => FakeGateway.Json(
            HttpStatusCode.OK, request.RequestUri!.AbsolutePath.EndsWith("/audit", StringComparison.Ordinal) ? """{"events":[]}""" : $"[{Event}]");
        May = May with { Own = isOwner };
        var panel = Render<HistoryPanel>(parameters => parameters.Add(p => p.Layout, Sample.LayoutId));
        panel.WaitForElement(Of("history-event"), TimeSpan.FromSeconds(30));
        Assert.Equal(isOwner ? 1 : 0, panel.FindAll(Of("audit-open")).Count);

        if (isOwner)
        {
            panel.Find(Of("audit-open")).Click();
            Assert.Equal(Texts.Audit_None, panel.WaitForElement(Of("audit-empty"), TimeSpan.FromSeconds(30)).TextContent);
        }
    }

    [Fact]
    public void A_history_that_cannot_be_read_says_why()
    {
        Gateway.Answer = _ => FakeGateway.Problem(503, """{"code":"databaseAway","detail":"Away."}""");

        var panel = Render<HistoryPanel>(parameters => parameters.Add(p => p.Layout, Sample.LayoutId));

        Assert.Contains(Texts.Refusal_databaseAway, panel.WaitForElement(Of("history-problem"), TimeSpan.FromSeconds(30)).TextContent, StringComparison.Ordinal);
    }
}
