using Bunit;
using RailHub.Contracts;
using RailHub.Web.Lamps;

namespace RailHub.Web.Tests.Lamps;

/// <summary>All lit lamps of an area by one slider.</summary>
public sealed class AreaSheetTests : WebTest
{
    private readonly List<TaskCompletionSource<Outcome<Recall>>> _asked = [];

    private int _captures;

    [Fact]
    public void The_brightest_becomes_what_is_asked_for_and_the_others_keep_their_share_and_what_is_off_stays_off()
    {
        var sheet = Sheet(Lit(1, 80), Lit(2, 40), Lit(3, 1), Sample.Output(4, brightness: 60));
        Assert.Equal("80", sheet.Find(Of("area-slider")).GetAttribute("value"));

        sheet.Find(Of("area-slider")).Input("100");
        sheet.Find(Of("area-slider")).Input("20");

        Assert.Equal([(1, 100), (2, 50), (3, 1)], Levels(0));
        Assert.Equal([(1, 20), (2, 10), (3, 1)], Levels(1));
        Assert.All(Hub.Applied[1].Targets, target => Assert.True(target is { Active: true, Interval: null }));
    }

    [Fact]
    public void Of_a_slider_that_is_dragged_only_the_newest_place_is_sent_when_the_one_before_is_answered()
    {
        Hold();
        var dimmer = Dimmer(Lit(1, 80));

        var setting = dimmer.SetAsync(70);
        _ = dimmer.SetAsync(60);
        _ = dimmer.SetAsync(50);
        Assert.Single(Hub.Applied);
        Assert.Equal(50, dimmer.Level);
        _asked[0].SetResult(Answer(Target(1, 80)));
        _asked[1].SetResult(Answer(Target(1, 70)));

        Assert.True(setting.IsCompletedSuccessfully);
        Assert.Equal([70, 50], Hub.Applied.Select(list => list.Targets[0].Brightness));
    }

    [Fact]
    public async Task All_of_it_is_told_once_and_taken_back_as_one()
    {
        Hold();
        var dimmer = Dimmer(Lit(1, 80), Lit(2, 40));

        _ = dimmer.SetAsync(70);
        _ = dimmer.SetAsync(50);
        var told = dimmer.EndAsync("Station");
        Assert.Empty(Toasts.Toasts);
        _asked[0].SetResult(Answer(Target(1, 80)));
        _asked[1].SetResult(Answer(Target(1, 70), Target(2, 40)));
        await told;

        var toast = Assert.Single(Toasts.Toasts);
        Assert.Equal("Station at 50 %", toast.Text);
        var undone = toast.Undo!();
        _asked[2].SetResult(Answer());
        await undone;
        Assert.Equal([Target(1, 80), Target(2, 40)], Hub.Applied[2].Targets);
    }

    [Fact]
    public async Task Nothing_is_told_when_nothing_was_done()
    {
        await Dimmer(Lit(1, 80)).EndAsync("Station");
        Assert.Empty(Toasts.Toasts);
    }

    [Fact]
    public async Task A_level_that_came_too_often_is_sent_again_unless_there_is_a_newer_one()
    {
        Hub.Recall = () => Hub.Applied.Count == 1 ? new Refusal(RefusalKind.TooMany, RefusalCodes.TooManyCalls, "Wait.", RetryAfter: 2) : Answer(Target(1, 80));
        var dimmer = Dimmer(Lit(1, 80));

        var setting = dimmer.SetAsync(70);
        _ = dimmer.SetAsync(40);
        Time.Advance(TimeSpan.FromSeconds(2));
        await setting;

        Assert.Equal([70, 40], Hub.Applied.Select(list => list.Targets[0].Brightness));
        Assert.Empty(Toasts.Toasts);
    }

    [Fact]
    public void What_was_switched_off_meanwhile_stays_off()
    {
        var dimmer = Dimmer(Lit(1, 80), Lit(2, 40));
        _ = dimmer.SetAsync(60);

        dimmer.Follow(Lamps(Sample.Output(1, brightness: 60), Lit(2, 30)));
        _ = dimmer.SetAsync(10);

        Assert.Equal([(2, 10)], Levels(1));
    }

    [Fact]
    public void What_would_not_follow_is_left_and_this_is_said()
    {
        var view = Sample.Snapshot() with
        {
            Controllers = [Sample.Board(Sample.Station, "Station", Lit(1, 80), Lit(2, 40), Lit(3, 50) with { ChasedBy = 1 })],
            Desk = Desk.Untouched with { Parked = [new ParkedOutput(Sample.Station, 2, true, 40, new DeskTouch(Sample.Noon, "192.168.1.7"))] },
        };
        var sheet = Sheet(Sample.Book(view).Areas[0]);

        Assert.Contains("2 lamps stay as they are", sheet.Find(Of("area-undimmed")).TextContent, StringComparison.Ordinal);
        sheet.Find(Of("area-slider")).Input("30");

        Assert.Equal([(1, 30)], Levels(0));
    }

    [Fact]
    public void Where_nothing_is_lit_there_is_nothing_to_dim()
    {
        var sheet = Sheet(Sample.Output(1, brightness: 80));

        Assert.True(sheet.Find(Of("area-slider")).HasAttribute("disabled"));
        Assert.Empty(sheet.FindAll(Of("area-undimmed")));
    }

    [Fact]
    public void The_head_of_an_area_tells_its_brightest_lamp_and_opens_the_sheet_that_leads_to_a_scene_of_it()
    {
        var view = Sample.Snapshot();
        var panel = Render<LampsPanel>(parameters => parameters.Add(one => one.View, view).Add(one => one.Lamps, Sample.Book(view)));
        Assert.Equal(["50 %", "0 %"], panel.FindAll(Of("area-dim")).Select(button => button.TextContent.Replace('\u00a0', ' ')));

        panel.Find(Of("area-dim")).Click();
        Assert.Equal("Station", panel.Find(Of("area-sheet") + " h2").TextContent);
        panel.Find(Of("area-capture")).Click();

        Assert.Empty(panel.FindAll(Of("area-sheet")));
        Assert.Equal(["Station"], panel.FindAll($"{Of("capture-area")}[aria-pressed=true]").Select(chip => chip.TextContent));
    }

    [Theory]
    [InlineData(true, true, 1)]
    [InlineData(true, false, 0)]
    [InlineData(false, true, 0)]
    public void A_scene_is_made_of_a_part_of_the_layout_by_who_may(bool mayEdit, bool isPart, int offers)
    {
        May = new(Operate: true, Edit: mayEdit, Own: false);
        var sheet = Sheet(new AreaView("a", "Station", Lamps(Lit(1, 80))), isPart);

        Assert.Equal(offers, sheet.FindAll(Of("area-capture")).Count);
        sheet.FindAll(Of("area-capture")).ToList().ForEach(button => button.Click());
        Assert.Equal(offers, _captures);
    }

    private static OutputState Lit(int pin, int brightness) => Sample.Output(pin, active: true, brightness);

    private static SceneTarget Target(int pin, int brightness) => new(Sample.Station, pin, true, brightness, 0);

    private static Recall Answer(params SceneTarget[] before) => new([], before);

    private static IReadOnlyList<LampView> Lamps(params OutputState[] outputs) => Sample.Lamps(Sample.Board(Sample.Station, "Station", outputs));

    private IEnumerable<(int Pin, int Brightness)> Levels(int order) => Hub.Applied[order].Targets.Select(target => (target.Pin, target.Brightness));

    /// <summary>Answers come when the test says so.</summary>
    private void Hold() => Hub.Applying = () =>
    {
        _asked.Add(new TaskCompletionSource<Outcome<Recall>>());
        return _asked[^1].Task;
    };

    private AreaDimmer Dimmer(params OutputState[] outputs)
    {
        var dimmer = new AreaDimmer(Commands);
        dimmer.Follow(Lamps(outputs));
        return dimmer;
    }

    private IRenderedComponent<AreaSheet> Sheet(params OutputState[] outputs) => Sheet(new AreaView("a", "Station", Lamps(outputs)));

    private IRenderedComponent<AreaSheet> Sheet(AreaView area, bool isPart = true) => Render<AreaSheet>(parameters => parameters
        .Add(sheet => sheet.Area, area)
        .Add(sheet => sheet.IsPart, isPart)
        .Add(sheet => sheet.OnCapture, () => _captures++)
        .Add(sheet => sheet.OnClose, () => { }));
}
