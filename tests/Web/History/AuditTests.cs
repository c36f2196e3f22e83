using System.Net;
using Bunit;
using RailHub.Web.History;
using RailHub.Web.Resources;
using RailHub.Web.Shell;

namespace RailHub.Web.Tests.History;

public sealed class AuditTests : WebTest
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly List<string> _asked = [];

    [Fact]
    public void Who_did_what_stands_below_its_day_with_from_where_and_what_came_of_it()
    {
        var list = Show(Page(
            null,
            Event(1, "2026-05-01T21:30:00Z", """{"kind":"member","name":"Anna","id":"01940000-0000-7000-8000-0000000000aa","address":"192.0.2.7"}""", "outputSet", "Hall", """{"active":true,"brightness":40}""", times: 3),
            Event(2, "2026-05-01T22:30:00Z", """{"kind":"demo","name":""}""", "sceneRecalled", "Night", null, result: "refused", code: "sceneUnknown")));

        // By the reader's clock, two hours ahead, the first is of the 1st and the second of the 2nd.
        Assert.Equal(["1 May 2026", "2 May 2026"], list.FindAll(Of("audit-day")).Select(day => day.TextContent));
        var events = list.FindAll(Of("audit-event")).Select(done => done.TextContent).ToArray();
        Assert.All(["Hall: On, 40 %", "23:30", "Anna", "192.0.2.7", Texts.Audit_Times.With(3)], text => Assert.Contains(text, events[0], StringComparison.Ordinal));
        Assert.All(
            ["Scene Night recalled", "00:30", Texts.Actor_Demo, Texts.HistoryResult_Refused, Texts.Refusal_sceneUnknown],
            text => Assert.Contains(text, events[1], StringComparison.Ordinal));
        Assert.Empty(list.FindAll(Of("audit-more")));
    }

    [Fact]
    public void What_is_looked_for_is_asked_of_the_gateway_and_taken_along_as_a_table()
    {
        var list = Show(Page(null, Event(1, "2026-05-01T10:00:00Z", """{"kind":"guest","name":"Anlage 1","id":"01940000-0000-7000-8000-0000000000bb"}""", "allOff", null, null)));

        list.Find(Of("audit-search")).Change("Höllental & co");
        list.Find(Of("audit-topic")).Change("Commands");
        list.Find(Of("audit-result")).Change("Refused");
        list.Find(Of("audit-from")).Change("2026-04-30");
        list.Find(Of("audit-until")).Change("2026-05-01");
        list.WaitForElement(Of("audit-by"), s_patience).Click();

        const string Asked = "text=H%C3%B6llental%20%26%20co&topic=Commands&result=Refused&actor=01940000-0000-7000-8000-0000000000bb"
            + "&from=2026-04-29T22:00:00.000Z&until=2026-05-01T22:00:00.000Z";
        list.WaitForAssertion(() => Assert.Equal($"/api/layouts/{Sample.LayoutId}/audit?{Asked}", _asked[^1]), s_patience);
        Assert.Equal($"api/layouts/{Sample.LayoutId}/audit?{Asked}&format=csv", list.Find(Of("audit-export")).GetAttribute("href"));

        list.Find(Of("audit-everybody")).Click();
        list.WaitForAssertion(() => Assert.DoesNotContain("actor=", _asked[^1], StringComparison.Ordinal), s_patience);
    }

    [Fact]
    public void More_comes_below_what_is_there()
    {
        var list = Show(Page("2026-05-01T10:00:00+00:00", Event(1, "2026-05-01T10:00:00Z", """{"kind":"platform","name":""}""", "planSet", null, null)));
        Gateway.Answer = request => Answer(request, Page(null, Event(2, "2026-05-01T09:00:00Z", """{"kind":"platform","name":""}""", "planDeleted", null, null)));

        list.Find(Of("audit-more")).Click();

        list.WaitForAssertion(() => Assert.Equal(2, list.FindAll(Of("audit-event")).Count), s_patience);
        Assert.EndsWith("/audit?before=2026-05-01T10:00:00.000Z", _asked[^1], StringComparison.Ordinal);
        Assert.Empty(list.FindAll(Of("audit-more")));
    }

    [Fact]
    public void Where_nothing_fits_it_is_said_and_what_cannot_be_read_says_why()
    {
        var list = Show(Page(null));
        Assert.Equal(Texts.Audit_None, list.Find(Of("audit-empty")).TextContent);
        list.Find(Of("audit-result")).Change("Refused");
        list.WaitForAssertion(() => Assert.Equal(Texts.Audit_Empty, list.Find(Of("audit-empty")).TextContent), s_patience);

        Gateway.Answer = _ => FakeGateway.Problem(503, """{"code":"databaseAway","detail":"Away."}""");
        list.Find(Of("audit-topic")).Change("Edits");
        Assert.Contains(Texts.Refusal_databaseAway, list.WaitForElement(Of("audit-problem"), s_patience).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void The_answer_to_what_was_typed_last_counts()
    {
        var list = Show(Page(null));
        Gateway.Hold();
        list.Find(Of("audit-search")).Change("old");
        Gateway.Answer = request => Answer(
            request,
            request.RequestUri!.Query.Contains("text=new", StringComparison.Ordinal)
                ? Page(null, Event(1, "2026-05-01T10:00:00Z", """{"kind":"platform","name":""}""", "sceneMade", "New", null))
                : Page(null, Event(2, "2026-05-01T10:00:00Z", """{"kind":"platform","name":""}""", "sceneMade", "Old", null)));
        list.Find(Of("audit-search")).Change("new");
        Gateway.Release();

        list.WaitForAssertion(() => Assert.Contains("New", Assert.Single(list.FindAll(Of("audit-event"))).TextContent, StringComparison.Ordinal), s_patience);
    }

    private IRenderedComponent<AuditList> Show(string page)
    {
        Gateway.Answer = request => Answer(request, page);
        var list = Render<AuditList>(parameters => parameters.Add(p => p.Layout, Sample.LayoutId));
        list.WaitForState(() => list.FindAll(".loading").Count == 0, s_patience);
        return list;
    }

    private HttpResponseMessage Answer(HttpRequestMessage request, string page)
    {
        _asked.Add(request.RequestUri!.PathAndQuery);
        return FakeGateway.Json(HttpStatusCode.OK, page);
    }

    private static string Page(string? next, params string[] events) =>
        $$"""{"events":[{{string.Join(',', events)}}]{{(next is null ? null : $",\"next\":\"{next}\"")}}}""";

    private static string Event(
        int id, string at, string by, string kind, string? subject, string? value, int times = 1, string result = "done", string? code = null) =>
        $$"""
        {"id":"01940000-0000-7000-8000-00000000000{{id}}","at":"{{at}}","by":{{by}},"kind":"{{kind}}","topic":"touches",
        "subject":{{Text(subject)}},"value":{{Text(value)}},"count":0,"times":{{times}},"result":"{{result}}","code":{{Text(code)}}}
        """;

    private static string Text(string? text) => text is null ? "null" : System.Text.Json.JsonSerializer.Serialize(text);
}
