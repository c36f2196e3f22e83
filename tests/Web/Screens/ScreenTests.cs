using System.Net;
using Bunit;
using RailHub.Web.Resources;
using RailHub.Web.Screens;

namespace RailHub.Web.Tests.Screens;

public sealed class ScreenTests : WebTest
{
    private const string Hall = """[{"id":"01940000-0000-7000-8000-000000000009","name":"Hall","address":"10.0.0.7","createdAt":"2026-05-01T10:00:00Z","lastSeenAt":"2026-05-01T10:00:00Z"}]""";

    [Fact]
    public void Screens_are_listed_and_ended()
    {
        Gateway.Answer = request => request.Method == HttpMethod.Delete ? new HttpResponseMessage(HttpStatusCode.NoContent) : FakeGateway.Json(HttpStatusCode.OK, Hall);
        var part = Part();
        Assert.Contains("Hall", part.WaitForElement(Of("screen")).TextContent, StringComparison.Ordinal);
        part.Find(Of("screen-end")).Click();
        Assert.Contains($"DELETE /api/layouts/{Sample.LayoutId}/screens/01940000-0000-7000-8000-000000000009", Gateway.Asked);
        Assert.Equal(Texts.Screen_Ended.Replace("{0}", "Hall", StringComparison.Ordinal), Assert.Single(Toasts.Toasts).Text);
    }

    [Fact]
    public void A_screen_is_let_in_by_its_digits_and_is_in_the_list_then()
    {
        var screens = "[]";
        Gateway.Answer = request => request.Method == HttpMethod.Post ? new HttpResponseMessage(HttpStatusCode.NoContent) : FakeGateway.Json(HttpStatusCode.OK, screens);
        var part = Part();
        part.WaitForElement(Of("screens-empty"));
        part.Find(Of("screen-add")).Click();
        part.Find(Of("screen-code")).Input("123 456");
        part.Find(Of("screen-name")).Input("Hall");
        part.Find("form").Submit();
        Assert.Contains("""{"code":"123 456","name":"Hall"}""", Gateway.Bodies);
        Assert.Empty(part.FindAll(Of("screen-dialog")));

        screens = Hall;
        Time.Advance(TimeSpan.FromSeconds(3));
        part.WaitForElement(Of("screen"));
    }

    [Fact]
    public void Wrong_digits_are_said_beside_them_and_stay()
    {
        Gateway.Answer = request => request.Method == HttpMethod.Post
            ? FakeGateway.Problem(400, """{"code":"codeInvalid","detail":"No.","field":"code"}""")
            : FakeGateway.Json(HttpStatusCode.OK, "[]");
        var part = Part();
        part.Find(Of("screen-add")).Click();
        part.Find(Of("screen-code")).Input("12");
        part.Find(Of("screen-name")).Input("Hall");
        part.Find("form").Submit();
        Assert.Contains(Texts.Screen_Code_Problem, part.Markup, StringComparison.Ordinal);
        part.Find(Of("screen-code")).Input("123456");
        part.Find("form").Submit();
        Assert.Single(part.FindAll(".field-problem"));
        Assert.Equal("123456", part.Find(Of("screen-code")).GetAttribute("value"));
    }

    private IRenderedComponent<ScreensPart> Part() => Render<ScreensPart>(parameters => parameters.Add(part => part.Layout, Sample.LayoutId));
}
