using System.Net;
using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using RailHub.Contracts;
using RailHub.Web.Exchange;
using RailHub.Web.Resources;

namespace RailHub.Web.Tests.Exchange;

public sealed class ExchangeTests : WebTest
{
    private const string Nothing = """{"added":[],"changed":[],"removed":[],"unchanged":[],"isReordered":false}""";

    private const string Changes =
        $$"""{"boards":{{Nothing}},"areas":{"added":["Sea"],"changed":[],"removed":[],"unchanged":["Station"],"isReordered":false},"lamps":{{Nothing}},"lampGroups":{{Nothing}},"scenes":{{Nothing}},"chasingGroups":{{Nothing}},"shows":{"added":["Fair"],"changed":[],"removed":[],"unchanged":[],"isReordered":false},"version":7}""";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void What_would_change_is_shown_before_it_is_done_and_exactly_that_is_done()
    {
        Gateway.Answer = _ => FakeGateway.Json(HttpStatusCode.OK, Changes);
        var closed = false;
        var dialog = Open(() => closed = true);
        dialog.WaitForAssertion(() => Assert.Contains("Sea", dialog.Find(Of("change")).TextContent, StringComparison.Ordinal), s_patience);
        Assert.Contains("Fair", dialog.FindAll(Of("change"))[1].TextContent, StringComparison.Ordinal);

        dialog.Find("form").Submit();

        dialog.WaitForAssertion(() => Assert.True(closed), s_patience);
        Assert.Equal(2, Gateway.Asked.Count);
        Assert.EndsWith("\"7\"", Gateway.Asked[1], StringComparison.Ordinal);
        Assert.Equal("{}", Gateway.Bodies[1]);
    }

    [Fact]
    public void A_layout_that_somebody_changed_meanwhile_is_looked_at_again()
    {
        var answers = new Queue<HttpResponseMessage>([
            FakeGateway.Json(HttpStatusCode.OK, Changes), FakeGateway.Problem(412, """{"code":"outdated","detail":"Changed."}"""), FakeGateway.Json(HttpStatusCode.OK, Changes)]);
        Gateway.Answer = _ => answers.Dequeue();
        var dialog = Open();
        dialog.WaitForElement(Of("change"), s_patience);

        dialog.Find("form").Submit();

        dialog.WaitForAssertion(() => Assert.Contains(Texts.Import_Outdated, dialog.Find(Of("dialog-error")).TextContent, StringComparison.Ordinal), s_patience);
        Assert.Contains("Sea", dialog.Find(Of("change")).TextContent, StringComparison.Ordinal);
        Assert.Empty(answers);
    }

    [Fact]
    public void Every_problem_of_a_file_is_told_with_its_place()
    {
        Gateway.Answer = _ => FakeGateway.Problem(400, """
            {"code":"fileInvalid","detail":"Two.","field":"areas[0]","problems":[
              {"kind":"invalid","code":"nameInvalid","detail":"A name is needed.","field":"areas[0]"},
              {"kind":"invalid","code":"entryInvalid","detail":"\"moons\" is not known here.","field":"moons"}]}
            """);

        var dialog = Open();

        dialog.WaitForAssertion(() => Assert.Equal(2, dialog.FindAll(Of("import-problem")).Count), s_patience);
        Assert.Contains("areas[0]", dialog.FindAll(Of("import-problem"))[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("\"moons\" is not known here.", dialog.FindAll(Of("import-problem"))[1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_visiting_module_is_called_as_its_file_until_somebody_says_otherwise()
    {
        var asked = new List<string>();
        Gateway.Answer = request =>
        {
            asked.Add(request.RequestUri!.Query);
            return FakeGateway.Json(HttpStatusCode.OK, Changes);
        };
        var dialog = Open();
        dialog.WaitForElement(Of("change"), s_patience);

        dialog.Find(Of("import-visit")).Click();
        dialog.WaitForAssertion(() => Assert.Equal("?mode=visit&dryRun=true&name=Light%20house", asked[^1]), s_patience);
        dialog.Find(Of("module-name")).Change("Hafen");

        dialog.WaitForAssertion(() => Assert.Equal("?mode=visit&dryRun=true&name=Hafen", asked[^1]), s_patience);
    }

    [Fact]
    public void A_module_is_taken_out_after_a_question_and_what_keeps_the_rest_is_named()
    {
        const string module = """{"id":"01940000-0000-7000-8000-00000000000c","name":"Lighthouse","since":"2026-05-01T12:00:00+00:00","boards":1,"areas":0,"lampGroups":0,"scenes":2,"chasingGroups":0,"shows":1}""";
        var taken = Changes.Replace($"\"scenes\":{Nothing}", """ "scenes":{"added":[],"changed":["Both"],"removed":[],"unchanged":[]} """, StringComparison.Ordinal);
        var isGone = false;
        Gateway.Answer = request =>
        {
            isGone |= request.Method == HttpMethod.Delete;
            return FakeGateway.Json(HttpStatusCode.OK, request.Method == HttpMethod.Delete ? taken : isGone ? "[]" : $"[{module}]");
        };
        var part = Render<ExchangePart>(parameters => parameters.Add(p => p.Layout, new Layout(Sample.LayoutId, "Main line", 1)));
        Assert.Contains("2 scenes", part.WaitForElement(Of("module-row"), s_patience).TextContent, StringComparison.Ordinal);

        part.Find(Of("module-take-out")).Click();
        part.Find("form").Submit();

        part.WaitForAssertion(() => Assert.Empty(part.FindAll(Of("module-row"))), s_patience);
        Assert.Contains("Both", Assert.Single(Toasts.Toasts).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_too_long_is_not_even_sent()
    {
        Gateway.Answer = _ => FakeGateway.Json(HttpStatusCode.OK, "[]");
        var part = Render<ExchangePart>(parameters => parameters.Add(p => p.Layout, new Layout(Sample.LayoutId, "Main line", 1)));

        part.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromBinary(new byte[ChosenFile.MostBytes + 1], "large.json"));

        Assert.Equal(Texts.Refusal_fileTooLarge, Assert.Single(Toasts.Toasts).Text);
        Assert.Empty(part.FindAll(Of("import-dialog")));
    }

    private IRenderedComponent<ImportDialog> Open(Action? onClose = null) => Render<ImportDialog>(parameters => parameters
        .Add(p => p.Layout, Sample.LayoutId)
        .Add(p => p.File, new ChosenFile("Light_house.railhub.json", "{}"u8.ToArray()))
        .Add(p => p.OnClose, onClose ?? (() => { })));
}
