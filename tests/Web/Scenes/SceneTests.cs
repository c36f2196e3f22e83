using System.Net;
using System.Text.Json;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using RailHub.Contracts;
using RailHub.Contracts.Serialization;
using RailHub.Web.Lamps;
using RailHub.Web.Resources;
using RailHub.Web.Scenes;

namespace RailHub.Web.Tests.Scenes;

public sealed class SceneTests : WebTest
{
    private static readonly SceneSummary Night = new(new SceneId(new Guid("01940000-0000-7000-8000-000000000007")), "Night", 1, 2);

    private static readonly string Whole =
        $$"""{"id":"{{Night.Id}}","layout":"{{Sample.LayoutId}}","name":"Night","targets":[{"controller":"AA:BB:CC:00:00:01","pin":4,"active":true,"brightness":30}],"version":2}""";

    private readonly SceneStates _states;

    public SceneTests() => _states = new SceneStates(Sample.LayoutId, Api, Time);

    [Fact]
    public void A_scene_is_on_when_all_its_lamps_are_as_it_wants_and_is_looked_at_a_few_times_a_second()
    {
        Gateway.Answer = _ => FakeGateway.Json(HttpStatusCode.OK, $"[{Whole}]");
        var view = Sample.Snapshot() with { Scenes = [Night] };

        _states.Follow(view);
        Assert.Null(_states.Of(Night.Id));
        Time.Advance(SceneStates.Pace);
        Assert.False(_states.Of(Night.Id)!.Active);
        Assert.Empty(_states.Changed(Night.Id));

        _states.Follow(view.With(Sample.Frame(8, Sample.Output(4, active: true, brightness: 30)))!);
        Time.Advance(SceneStates.Pace);
        Assert.True(_states.Of(Night.Id)!.Active);
        Assert.Single(Gateway.Asked);
    }

    [Fact]
    public void A_scene_that_was_changed_is_read_again()
    {
        Gateway.Answer = _ => FakeGateway.Json(HttpStatusCode.OK, $"[{Whole}]");
        _states.Follow(Sample.Snapshot() with { Scenes = [Night] });
        Time.Advance(SceneStates.Pace);

        _states.Follow(Sample.Snapshot() with { Scenes = [Night with { Version = 3 }] });
        Time.Advance(SceneStates.Pace);

        Assert.Equal(2, Gateway.Asked.Count);
        Assert.Null(_states.Of(Night.Id));
    }

    [Fact]
    public void Of_a_scene_that_was_touched_only_what_differs_is_applied_again()
    {
        Scene night = new(
            Night.Id,
            Sample.LayoutId,
            "Night",
            [new(Sample.Station, 4, true, 30), new(Sample.Station, 5, true, 50), new(Sample.Fair, 12, false, 0), new(Sample.Fair, 13, false, 0)],
            Night.Version);
        Gateway.Answer = _ => FakeGateway.Json(HttpStatusCode.OK, JsonSerializer.Serialize([night], ContractsJson.Default.IReadOnlyListScene));
        _states.Follow(Sample.Snapshot() with { Scenes = [Night] });
        Time.Advance(SceneStates.Pace);
        var panel = Panel();

        panel.Find(Of("scene-changed")).Click();
        panel.Find($"{Of("scene-differences")} form").Submit();

        Assert.Equal([night.Targets[0]], Assert.Single(Hub.Applied).Targets);
        Assert.Empty(panel.FindAll(Of("scene-differences")));
    }

    [Fact]
    public async Task A_deleted_scene_comes_back_with_undo()
    {
        Gateway.Answer = request => request.Method == HttpMethod.Delete
            ? new HttpResponseMessage(HttpStatusCode.NoContent)
            : FakeGateway.Json(HttpStatusCode.OK, Whole);
        var page = Page();
        page.WaitForElement(Of("scene-page"), TimeSpan.FromSeconds(30));
        await page.Find(Of("scene-delete")).ClickAsync();
        Assert.EndsWith($"l/{Sample.LayoutId}/scenes", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);

        await Assert.Single(Toasts.Toasts).Undo!();

        Assert.Equal(
            [
                $"GET /api/layouts/{Sample.LayoutId}/scenes/{Night.Id}",
                $"GET /api/layouts/{Sample.LayoutId}/scenes/{Night.Id}",
                $"DELETE /api/layouts/{Sample.LayoutId}/scenes/{Night.Id} \"2\"",
                $"POST /api/layouts/{Sample.LayoutId}/scenes",
            ],
            Gateway.Asked);
        Assert.Equal("""{"name":"Night","targets":[{"controller":"AA:BB:CC:00:00:01","pin":4,"active":true,"brightness":30,"delay":0}],"fade":0}""", Gateway.Bodies[3]);
    }

    [Fact]
    public void A_scene_without_a_name_is_told_and_not_sent()
    {
        var dialog = Capture();

        dialog.Find("form").Submit();

        Assert.Equal("true", dialog.Find(Of("scene-name")).GetAttribute("aria-invalid"));
        Assert.Empty(Gateway.Asked);
    }

    [Fact]
    public void A_part_of_the_layout_is_captured_as_it_shows()
    {
        Gateway.Answer = _ => FakeGateway.Json(HttpStatusCode.Created, Whole);
        var dialog = Capture();
        dialog.Find(Of("scene-name")).Input("Night");
        dialog.Find(Of("capture-area")).Click();
        dialog.Find(Of("capture-on")).Change(true);

        dialog.Find("form").Submit();

        dialog.WaitForAssertion(() => Assert.Equal([$"POST /api/layouts/{Sample.LayoutId}/scenes"], Gateway.Asked), TimeSpan.FromSeconds(30));
        Assert.Equal("""{"name":"Night","targets":[{"controller":"AA:BB:CC:00:00:01","pin":5,"active":true,"brightness":50,"interval":0,"delay":0}],"fade":0}""", Gateway.Bodies[0]);
    }

    [Fact]
    public void All_of_the_layout_is_captured_by_the_platform()
    {
        Gateway.Answer = _ => FakeGateway.Json(HttpStatusCode.Created, Whole);
        var dialog = Capture();
        dialog.Find(Of("scene-name")).Input("Night");

        dialog.Find("form").Submit();

        dialog.WaitForAssertion(() => Assert.Equal([$"POST /api/layouts/{Sample.LayoutId}/scenes/capture"], Gateway.Asked), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Targets_are_edited_added_and_removed()
    {
        Gateway.Answer = _ => FakeGateway.Json(HttpStatusCode.OK, Whole);
        var page = Page();
        page.WaitForElement(Of("scene-target"), TimeSpan.FromSeconds(30));
        page.Find(Of("target-toggle")).Click();
        page.Find(Of("target-slider")).Input("80");
        page.Find(Of("target-blink")).Change("500");
        page.Find(Of("target-search")).Input("fair 12");
        page.Find($"{Of("target-add")}[data-pin='12']").Click();

        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Equal(2, Gateway.Asked.Count), TimeSpan.FromSeconds(30));
        Assert.Equal($"PUT /api/layouts/{Sample.LayoutId}/scenes/{Night.Id} \"2\"", Gateway.Asked[1]);
        Assert.Equal(
            """{"name":"Night","targets":[{"controller":"AA:BB:CC:00:00:01","pin":4,"active":false,"brightness":80,"interval":500,"delay":0},{"controller":"AA:BB:CC:00:00:02","pin":12,"active":false,"brightness":50,"interval":0,"delay":0}],"fade":0}""",
            Gateway.Bodies[1]);
    }

    [Fact]
    public void A_scene_without_targets_is_told_and_not_sent()
    {
        Gateway.Answer = _ => FakeGateway.Json(HttpStatusCode.OK, Whole);
        var page = Page();
        page.WaitForElement(Of("target-remove"), TimeSpan.FromSeconds(30)).Click();

        page.Find("form").Submit();

        Assert.Contains(Texts.Scene_NoTargets, page.Find(Of("scene-error")).TextContent, StringComparison.Ordinal);
        Assert.Single(Gateway.Asked);
    }

    private IRenderedComponent<ScenesPanel> Panel() =>
        Render<ScenesPanel>(parameters => parameters
            .Add(panel => panel.View, Sample.Snapshot() with { Scenes = [Night] })
            .Add(panel => panel.Lamps, new LampBook())
            .Add(panel => panel.States, _states));

    private IRenderedComponent<CaptureDialog> Capture() => Render<CaptureDialog>(
        parameters => parameters.Add(d => d.Layout, Sample.LayoutId).Add(d => d.Lamps, Sample.Book()).Add(d => d.OnClose, () => { }));

    private IRenderedComponent<ScenePage> Page()
    {
        var lamps = Sample.Book();
        return Render<ScenePage>(parameters => parameters.Add(page => page.View, Sample.Snapshot()).Add(page => page.Lamps, lamps).Add(page => page.Scene, Night.Id));
    }
}
