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
    public void Lamps_stand_in_their_areas_in_their_order_by_the_clubs_names_and_hidden_ones_do_not()
    {
        Area town = new(new AreaId(new Guid("01940000-0000-7000-8000-00000000000a")), "Old town", 1), empty = town with { Id = new AreaId(Guid.Empty), Name = "Yard" };
        _book.Read(Sample.Snapshot() with
        {
            Areas = [empty, town],
            Lamps = new LampList(1,
            [
                new Lamp(Sample.Station, 4, "Inn", town.Id, Order: 2),
                new Lamp(Sample.Fair, 12, "Church", town.Id, Order: 1),
                new Lamp(Sample.Fair, 13, Hidden: true),
                new Lamp(new MacAddress(1), 1, "Of a board that was removed", town.Id),
            ]),
        });

        Assert.Equal(["Yard", "Old town", "Unsorted"], _book.Areas.Select(area => area.Name));
        Assert.Empty(_book.Areas[0].Lamps);
        Assert.Equal(["Church", "Inn"], _book.Areas[1].Lamps.Select(lamp => lamp.Name));
        Assert.Equal(["GPIO 5"], _book.Areas[2].Lamps.Select(lamp => lamp.Name));
        Assert.Equal(["GPIO 5", "GPIO 13"], _book.Whole[2].Lamps.Select(lamp => lamp.Name));
    }

    [Fact]
    public void A_layout_that_nobody_has_sorted_is_shown_by_its_boards()
    {
        _book.Read(Sample.Snapshot());

        Assert.Equal(["Station", "Fair"], _book.Areas.Select(area => area.Name));
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
