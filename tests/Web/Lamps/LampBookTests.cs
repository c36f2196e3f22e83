using RailHub.Contracts;
using RailHub.Web.Lamps;

namespace RailHub.Web.Tests.Lamps;

public sealed class LampBookTests
{
    private readonly LampBook _book = new();

    [Fact]
    public void What_did_not_change_keeps_its_reference()
    {
        _book.Read(Sample.Snapshot());
        var (areas, lamps) = (_book.Areas, _book.Lamps.ToArray());

        _book.Read(Sample.Snapshot().With(Sample.Frame(8, Sample.Output(5)))!);

        Assert.NotSame(areas[0], _book.Areas[0]);
        Assert.Same(areas[1], _book.Areas[1]);
        Assert.Equal([true, false, true, true], lamps.Zip(_book.Lamps).Select(pair => ReferenceEquals(pair.First, pair.Second)));
    }

    [Fact]
    public void A_lamp_is_found_by_its_address_and_not_any_longer_when_its_board_has_gone()
    {
        _book.Read(Sample.Snapshot());
        Assert.Equal("Hall", _book.Find(new OutputAddress(Sample.Station, 4))!.Name);

        _book.Read(Sample.Snapshot() with { Controllers = [] });

        Assert.Null(_book.Find(new OutputAddress(Sample.Station, 4)));
        Assert.Empty(_book.Areas);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("hal", true)]
    [InlineData("STATION hall", true)]
    [InlineData("hall station", true)]
    [InlineData("gpio 4", true)]
    [InlineData("hall fair", false)]
    [InlineData("offline", false)]
    public void Lamps_are_found_by_words_in_any_order(string text, bool found)
    {
        _book.Read(Sample.Snapshot());

        Assert.Equal(found, LampSearch.Finds(LampSearch.WordsOf(text), _book.Areas[0], _book.Areas[0].Lamps[0]));
    }

    [Theory]
    [InlineData("Überführung", "uberfuhrung")]
    [InlineData("Ueberfuehrung", "ueberfuehrung")]
    [InlineData("Großer Kran", "grosser kran")]
    [InlineData("Gare d'Évry", "évry")]
    [InlineData("Żółta", "zolta")]
    public void Accents_do_not_matter(string name, string text)
    {
        var lamp = Sample.Lamps(Sample.Board(Sample.Fair, "Fair", Sample.Output(1, name: name)))[0];

        Assert.True(LampSearch.Finds(LampSearch.WordsOf(text), new AreaView("f", "Fair", [lamp]), lamp));
    }

    [Fact]
    public void Lamps_of_a_board_that_is_away_are_found_by_offline()
    {
        var lamp = Sample.Lamps(Sample.Board(Sample.Fair, "Fair", Sample.Output(1)) with { Link = new LinkStatus(LinkState.Offline, Sample.Noon) })[0];

        Assert.True(LampSearch.Finds(LampSearch.WordsOf("offline"), new AreaView("f", "Fair", [lamp]), lamp));
    }
}
