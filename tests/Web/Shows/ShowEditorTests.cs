using System.Net;
using System.Text.Json;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using RailHub.Contracts;
using RailHub.Contracts.Serialization;
using RailHub.Web.Resources;
using RailHub.Web.Shows;

namespace RailHub.Web.Tests.Shows;

public sealed class ShowEditorTests : WebTest
{
    private readonly IRenderedComponent<ShowEditor> _editor;

    public ShowEditorTests()
    {
        Gateway.Answer = _ => ShowSample.Answer(ShowSample.Evening);
        _editor = Render<ShowEditor>(parameters => parameters
            .Add(editor => editor.View, ShowSample.View())
            .Add(editor => editor.Lamps, Sample.Book())
            .Add(editor => editor.Show, ShowSample.Id));
        _editor.WaitForElement(Of("show-editor"), TimeSpan.FromSeconds(30));
    }

    private ShowDraft Sent => JsonSerializer.Deserialize(Gateway.Bodies[^1], ContractsJson.Default.ShowDraft)!;

    [Fact]
    public void What_nobody_touched_is_sent_as_it_was_in_one_request_that_names_the_version()
    {
        Save();

        Assert.Equal($"PUT /api/layouts/{Sample.LayoutId}/shows/{ShowSample.Id} \"4\"", Gateway.Asked[^1]);
        Assert.Equal(
            ShowSample.Json(ShowSample.Evening),
            ShowSample.Json(ShowSample.Evening with { Name = Sent.Name, Cues = Sent.Cues, Loops = Sent.Loops }));
    }

    [Fact]
    public void What_a_run_writes_and_whom_a_cue_meets_is_told_once_nobody_types_any_more()
    {
        Gateway.Answer = _ => ShowSample.Forecast();
        Open(0);
        _editor.Find(Of("cue-up")).Input("30");
        Time.Advance(ShowForecasts.Rest - TimeSpan.FromMilliseconds(1));
        _editor.Find(Of("cue-up")).Input("300");
        Time.Advance(ShowForecasts.Rest - TimeSpan.FromMilliseconds(1));
        Assert.Empty(_editor.FindAll(Of("show-writes")));

        Time.Advance(TimeSpan.FromMilliseconds(1));

        _editor.WaitForElement(Of("show-writes"), TimeSpan.FromSeconds(30));
        Assert.Equal($"POST /api/layouts/{Sample.LayoutId}/shows/forecast", Gateway.Asked[^1]);
        Assert.Equal(2, Gateway.Asked.Count);
        Assert.Equal(300_000, Sent.Cues[0].Up);
        Assert.Contains("Station: 212 writes · 02:00:00:00:00:01: 1 write", _editor.Find(Of("show-writes")).TextContent, StringComparison.Ordinal);
        var conflict = Assert.Single(_editor.FindAll(Of("cue-conflict")));
        Assert.Contains("Fair", conflict.TextContent, StringComparison.Ordinal);
        Assert.Contains("2", conflict.Closest(Of("cue-entry"))!.QuerySelector(".cue-number")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cue_is_previewed_as_it_is_written_and_no_lamp_changes()
    {
        Open(1);
        Gateway.Answer = _ => FakeGateway.Json(HttpStatusCode.OK, """{"targets":[{"controller":"AA:BB:CC:00:00:01","pin":5,"active":true,"brightness":30}]}""");
        _editor.Find(Of("cue-preview")).Click();

        var lamp = _editor.WaitForElement(Of("preview-lamp"), TimeSpan.FromSeconds(30));

        Assert.Equal($"POST /api/layouts/{Sample.LayoutId}/shows/preview/2", Gateway.Asked[^1]);
        Assert.Equal(4, Sent.Cues.Count);
        Assert.Equal("true", lamp.GetAttribute("data-active"));
        Assert.Contains("30", lamp.TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(_editor.FindAll(Of("preview-others")));
        Assert.Empty(Hub.Commands);
    }

    [Fact]
    public void A_cue_between_two_others_gets_a_number_between_theirs_and_all_its_fields()
    {
        Open(0);
        _editor.Find(Of("cue-after")).Click();
        _editor.Find(Of("cue-label")).Input("Windows");
        _editor.Find(Of("cue-scene")).Change(ShowSample.Night.Id.ToString());
        _editor.Find(Of("cue-trigger")).Change(nameof(CueTrigger.Hang));
        _editor.Find(Of("cue-time")).Input("-1.5");
        _editor.Find(Of("cue-delay")).Input("0,5");
        _editor.Find(Of("cue-up")).Input("4");
        _editor.Find(Of("cue-down")).Input("2");
        _editor.Find(Of("cue-curve")).Change(nameof(Curve.Smooth));
        _editor.Find(Of("cue-note")).Input("Slowly.");
        _editor.Find(Of("cue-colour")).Change(nameof(CueColour.Blue));
        _editor.Find(Of("cue-skip")).Change(true);

        Save();

        Assert.Equal(5, Sent.Cues.Count);
        Assert.Equal(
            new Cue(
                new CueNumber(1500), "Windows", "Slowly.", CueColour.Blue, CueAction.Scene, ShowSample.Night.Id, Up: 4000, Down: 2000, Delay: 500, Curve: Curve.Smooth,
                Trigger: CueTrigger.Hang, Time: -1500, Skip: true),
            Sent.Cues[1]);
    }

    [Fact]
    public void A_cue_is_recorded_from_the_lamps_that_are_on()
    {
        _editor.Find(Of("cue-record")).Click();

        Save();

        var cue = Sent.Cues[^1];
        Assert.Equal((CueNumber.Whole(4), CueAction.Targets), (cue.Number, cue.Action));
        Assert.Equal([new SceneTarget(Sample.Station, 5, true, 50, 0)], cue.Targets);
        Assert.Empty(Hub.Commands);
    }

    [Fact]
    public void All_lamps_are_taken_when_somebody_wants_them_and_each_can_be_taken_out_again()
    {
        Open(1);
        _editor.Find(Of("cue-take-all")).Click();
        Assert.Equal(4, _editor.FindAll(Of("cue-target")).Count);

        _editor.FindAll(Of("cue-target"))[0].Click();
        Save();

        Assert.Equal([5, 12, 13], Sent.Cues[1].Targets!.Select(target => target.Pin));
    }

    [Fact]
    public void Deleted_cues_come_back_to_their_places_the_last_one_first()
    {
        Open(1);
        _editor.Find(Of("cue-delete")).Click();
        Open(1);
        _editor.Find(Of("cue-delete")).Click();
        Assert.Equal(2, _editor.FindAll(Of("cue-entry")).Count);

        _editor.Find(Of("cue-bring-back")).Click();
        _editor.Find(Of("cue-bring-back")).Click();
        Assert.Empty(_editor.FindAll(Of("cue-bring-back")));
        Save();

        Assert.Equal(["1", "2", "3", "3.5"], Sent.Cues.Select(cue => cue.Number.ToString()));
    }

    [Fact]
    public void A_copy_has_all_but_the_number()
    {
        Open(0);
        _editor.Find(Of("cue-copy")).Click();

        Save();

        Assert.Equal(Sent.Cues[0] with { Number = new CueNumber(1500) }, Sent.Cues[1]);
    }

    [Fact]
    public void A_number_that_is_there_twice_and_a_time_that_cannot_be_are_told_and_not_sent()
    {
        Open(1);
        _editor.Find(Of("cue-number")).Input("1");
        _editor.Find(Of("cue-time")).Input("-5");
        var asked = Gateway.Asked.Count;

        Save();

        Assert.Equal(asked, Gateway.Asked.Count);
        Assert.Equal("true", _editor.Find(Of("cue-number")).GetAttribute("aria-invalid"));
        Assert.Equal("true", _editor.Find(Of("cue-time")).GetAttribute("aria-invalid"));
        Assert.Equal("-5", _editor.Find(Of("cue-time")).GetAttribute("value"));
    }

    [Fact]
    public void A_refusal_stands_at_the_cue_and_the_field_that_it_names_and_nothing_typed_is_lost()
    {
        Gateway.Answer = _ => FakeGateway.Problem(400, """{"code":"sceneUnknown","detail":"None.","field":"cues[0].scene"}""");
        _editor.Find(Of("show-name")).Input("Late evening");

        Save();

        Assert.Equal("true", _editor.Find(Of("cue-scene")).GetAttribute("aria-invalid"));
        Assert.Contains(Texts.Refusal_sceneUnknown, _editor.Find(Of("cue-fields")).TextContent, StringComparison.Ordinal);
        Assert.Equal("Late evening", _editor.Find(Of("show-name")).GetAttribute("value"));
    }

    [Fact]
    public void Who_was_overtaken_is_told_keeps_what_was_typed_and_may_overwrite()
    {
        Gateway.Answer = _ => FakeGateway.Problem(412, """{"code":"outdated","detail":"It is at version 6.","currentVersion":6}""");
        _editor.Find(Of("show-name")).Input("Late evening");
        Save();
        Assert.Contains(Texts.Refusal_outdated, _editor.Find(Of("show-error")).TextContent, StringComparison.Ordinal);
        Gateway.Answer = _ => ShowSample.Answer(ShowSample.Evening);

        Save();

        Assert.EndsWith("\"6\"", Gateway.Asked[^1], StringComparison.Ordinal);
        Assert.Equal("Late evening", Sent.Name);
    }

    [Fact]
    public void Nobody_leaves_edits_without_being_asked()
    {
        var navigation = Services.GetRequiredService<NavigationManager>();
        var here = navigation.Uri;
        Open(0);
        _editor.Find(Of("cue-label")).Input("Twilight");

        navigation.NavigateTo("elsewhere");
        Assert.Equal(here, navigation.Uri);
        _editor.WaitForElement(Of("show-discard"), TimeSpan.FromSeconds(30)).Click();

        Assert.EndsWith("elsewhere", navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_changed_nothing_leaves_at_once()
    {
        var navigation = Services.GetRequiredService<NavigationManager>();
        Open(0);

        navigation.NavigateTo("elsewhere");

        Assert.EndsWith("elsewhere", navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void A_show_of_another_layout_can_be_played()
    {
        var other = new Layout(new LayoutId(new Guid("01940000-0000-7000-8000-000000000002")), "Harz", 1);
        var fair = new ShowId(new Guid("01940000-0000-7000-8000-000000000053"));
        Gateway.Answer = request => FakeGateway.Json(System.Net.HttpStatusCode.OK, request.RequestUri!.AbsolutePath switch
        {
            "/api/layouts" => $$"""[{"id":"{{Sample.LayoutId}}","name":"Altstadt","version":3},{"id":"{{other.Id}}","name":"Harz","version":1}]""",
            var path when path == $"/api/layouts/{other.Id}/shows" => $$"""[{"id":"{{fair}}","name":"Fair","cues":2,"version":1}]""",
            _ => ShowSample.Json(ShowSample.Evening),
        });
        Open(3);
        _editor.Find(Of("cue-action")).Change(nameof(CueAction.StartShow));
        _editor.WaitForElement("optgroup[label=Harz]", TimeSpan.FromSeconds(30));

        _editor.Find(Of("cue-show")).Change($"{other.Id}/{fair}");
        Save();

        Assert.Equal((CueAction.StartShow, fair, other.Id), (Sent.Cues[3].Action, Sent.Cues[3].Show, Sent.Cues[3].Layout));
    }

    private void Open(int place) => _editor.FindAll(Of("cue-open"))[place].Click();

    private void Save() => _editor.Find("form").Submit();
}
