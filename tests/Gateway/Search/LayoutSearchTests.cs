using RailHub.Contracts;
using RailHub.Gateway.Search;

namespace RailHub.Gateway.Tests.Search;

public sealed class LayoutSearchTests
{
    private static readonly AreaId s_area = new(new Guid("018f0000-0000-7000-8000-0000000000aa"));
    private static readonly ProblemWords s_german = new("offline", "stumm", "wartet", "abgelehnt", "störung");

    [Theory]
    [InlineData("grossenhain uhr", "Lamp Uhr am Turm")]
    [InlineData("turm grosser uhr", "Lamp Uhr am Turm")]
    [InlineData("Évry", "Lamp Gare d'Evry")]
    [InlineData("gpio 7", "Lamp ")]
    [InlineData("großenhain", "Area Großer Bahnhof Großenhain", "Lamp Uhr am Turm")]
    [InlineData("nacht", "Scene Nacht", "Show Nachtfahrt")]
    [InlineData("lauflicht", "Chase Lauflicht")]
    [InlineData("127.0.0.1", "Board Station", "Board Werft")]
    [InlineData("main", "Layout Main line")]
    [InlineData("main nacht", "Scene Nacht", "Show Nachtfahrt")]
    [InlineData("nacht main harbour")]
    [InlineData("secret")]
    [InlineData("  ")]
    public void All_kinds_are_found_by_words_in_any_order_and_the_layouts_name_only_narrows_it(string text, params string[] found) =>
        Assert.Equal(found, Find(View(), text).Select(hit => $"{hit.Kind} {hit.Name}"));

    [Theory]
    [InlineData("offline", "Chase Lauflicht", "Board Werft", "Lamp Kran")]
    [InlineData("stumm")]
    [InlineData("wartet", "Lamp Kran")]
    [InlineData("ABGELEHNT", "Lamp Uhr am Turm")]
    [InlineData("storung uhr", "Lamp Uhr am Turm")]
    [InlineData("refused")]
    public void What_is_wrong_is_found_in_the_readers_words(string text, params string[] found) => Assert.Equal(found, Find(View(), text).Select(hit => $"{hit.Kind} {hit.Name}"));

    [Fact]
    public void A_silent_board_is_found_as_silent_and_as_not_live()
    {
        var view = View();
        view = view with { Controllers = [view.Controllers[0] with { Link = new LinkStatus(LinkState.Stale, DateTimeOffset.UnixEpoch, LinkReason.NotHeard) }] };

        Assert.Equal(4, Find(view, "stumm").Count);
        Assert.Equal(4, Find(view, "offline").Count);
    }

    [Fact]
    public void A_name_that_fits_wholly_stands_before_one_that_begins_so_and_that_before_one_that_has_it_somewhere()
    {
        var view = View() with { Areas = [], Scenes = [new SceneSummary(new SceneId(Guid.Empty), "An der Uhr", 1, 1), new SceneSummary(new SceneId(Guid.Empty), "Uhr", 1, 1)] };

        Assert.Equal(
            [(2, "An der Uhr"), (0, "Uhr"), (1, "Uhr am Turm")], LayoutSearch.Find(view, Wish("uhr")).Select(found => (found.Rank, found.Hit.Name)));
    }

    [Fact]
    public void A_hit_says_where_it_is_and_how()
    {
        var lamp = Assert.Single(Find(View(), "uhr"));

        Assert.Equal(
            new SearchHit(
                SearchHitKind.Lamp, Sample.Layout.Id, "Main line", "Uhr am Turm", null, Sample.Board, 4, "Station", "Großer Bahnhof Großenhain", LinkState.Live, Drift.Refused),
            lamp);
        Assert.Equal(s_area.Value, Find(View(), "bahnhof")[0].Id);
    }

    private static SearchWish Wish(string text) => new(SearchText.WordsOf(text), s_german);

    private static IReadOnlyList<SearchHit> Find(LayoutSnapshot view, string text) => [.. LayoutSearch.Find(view, Wish(text)).Select(found => found.Hit)];

    private static LayoutSnapshot View() => new(
        1,
        1,
        Sample.Layout,
        [
            Sample.State(Sample.Board, Sample.Output(4) with { Drift = Drift.Refused }, Named(5, "Gare d'Evry"), Named(6, "secret"), Sample.Output(7)),
            Sample.State(Sample.OtherBoard, Named(4, "Kran") with { Drift = Drift.Offline }) with
            {
                Controller = Sample.Controller(Sample.OtherBoard, "Werft"),
                Link = new LinkStatus(LinkState.Offline, DateTimeOffset.UnixEpoch),
            },
        ],
        [new SceneSummary(new SceneId(Guid.Empty), "Nacht", 1, 1)],
        [new ChasingGroup(new ChasingGroupId(Guid.Empty), Sample.Layout.Id, "Lauflicht", 200, [new OutputAddress(Sample.OtherBoard, 4), new OutputAddress(Sample.OtherBoard, 5)], 1)],
        [new Area(s_area, "Großer Bahnhof Großenhain", 1)],
        new LampList(1, [new Lamp(Sample.Board, 4, "Uhr am Turm", s_area), new Lamp(Sample.Board, 6, Hidden: true)]),
        [],
        null,
        [Sample.Show("Nachtfahrt", null)]);

    private static OutputState Named(int pin, string name) => new(pin, new OutputValues(false, 100, 0, name));
}
