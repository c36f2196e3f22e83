using Bunit;
using RailHub.Contracts;
using RailHub.Web.Lamps;
using RailHub.Web.Layouts;
using RailHub.Web.Resources;
using RailHub.Web.Search;

namespace RailHub.Web.Tests.Search;

public sealed class PlaceTests : WebTest
{
    private static readonly Guid s_id = new("01940000-0000-7000-8000-0000000000b1");

    [Theory]
    [InlineData(SearchHitKind.Layout, LinkState.Live, true, "")]
    [InlineData(SearchHitKind.Area, LinkState.Live, true, "?at=area-01940000-0000-7000-8000-0000000000b1")]
    [InlineData(SearchHitKind.Scene, LinkState.Live, true, "/scenes?at=scene-01940000-0000-7000-8000-0000000000b1")]
    [InlineData(SearchHitKind.Show, LinkState.Live, true, "/show/01940000-0000-7000-8000-0000000000b1")]
    [InlineData(SearchHitKind.Chase, LinkState.Live, true, "/show/chases?at=chase-01940000-0000-7000-8000-0000000000b1")]
    [InlineData(SearchHitKind.Board, LinkState.Offline, true, "/problems?at=board-AABBCC000001")]
    [InlineData(SearchHitKind.Board, LinkState.Live, true, "/setup?at=board-AABBCC000001")]
    [InlineData(SearchHitKind.Board, LinkState.Live, false, "?at=board-AABBCC000001")]
    [InlineData(SearchHitKind.Lamp, LinkState.Offline, true, "?at=lamp-AABBCC000001-4")]
    public void A_hit_leads_to_where_it_is(SearchHitKind kind, LinkState link, bool mayEdit, string address)
    {
        var hit = new SearchHit(kind, Sample.LayoutId, "Altstadt", "Hall", s_id, Sample.Station, 4, Link: link);

        Assert.Equal($"l/{Sample.LayoutId}{address}", Place.AddressOf(hit, mayEdit));
        var at = address.Split("at=") is [_, var text] ? text : null;
        Assert.Equal(at is null, Place.Parse(at) is null);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("lamp")]
    [InlineData("lamp-AABBCC000001")]
    [InlineData("lamp-AABBCC000001-'] body")]
    [InlineData("area-nonsense")]
    [InlineData("tree-01940000-0000-7000-8000-0000000000b1")]
    public void What_names_nothing_leads_nowhere(string? text) => Assert.Null(Place.Parse(text));

    [Fact]
    public void A_lamp_that_was_looked_for_is_shown_though_its_area_is_folded_and_folds_again()
    {
        JSInterop.Setup<string?>("railhub.kept", $"folded.{Sample.LayoutId}").SetResult("AABBCC000001,AABBCC000002");
        var panel = Render<LampsPanel>(parameters => parameters
            .Add(one => one.View, Sample.Snapshot()).Add(one => one.Lamps, Sample.Book()).Add(one => one.Place, Place.Parse("lamp-AABBCC000001-5")));

        panel.WaitForAssertion(() => Assert.Equal(["4", "5"], panel.FindAll(Of("lamp")).Select(lamp => lamp.GetAttribute("data-pin"))));
        Assert.Equal(".tile[data-mac='AA:BB:CC:00:00:01'][data-pin='5']", JSInterop.VerifyInvoke("railhub.show").Arguments[0]);
        panel.Find(Of("area-fold")).Click();
        Assert.Empty(panel.FindAll(Of("lamp")));
    }

    [Fact]
    public void A_scene_is_shown_on_its_page_and_one_that_has_gone_is_said_to_have()
    {
        var scene = new SceneSummary(new SceneId(s_id), "Night", 2, 1);
        JSInterop.Setup<bool>("railhub.show", $".scene[data-scene='{s_id}']").SetResult(false);

        Render<LayoutShell>(parameters => parameters.Add(shell => shell.View, Sample.Snapshot() with { Scenes = [scene] })
            .Add(shell => shell.Section, "scenes").Add(shell => shell.Place, Place.Parse($"scene-{s_id}")));

        JSInterop.VerifyInvoke("railhub.show");
        Assert.Contains(Toasts.Toasts, toast => toast.Text == Texts.Search_Gone);
    }
}
