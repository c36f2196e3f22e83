using System.Text.Json;
using RailHub.Contracts.Serialization;

namespace RailHub.Contracts.Tests;

public sealed class LampListTests
{
    private static readonly Lamp Hall = new(Sample.Station, 4, "Hall");
    private static readonly Lamp Roof = new(Sample.Station, 5, Hidden: true);

    [Fact]
    public void What_changed_leads_from_one_list_to_the_next()
    {
        var before = new LampList(3, [Hall, Roof]);
        var after = new LampList(4, [Hall with { Alias = "Great hall" }, Roof, new Lamp(Sample.Fair, 12, Order: 1)]);

        var changed = LampList.Between(before, after)!;

        Assert.Equal([after.Lamps[0], after.Lamps[2]], changed.Lamps);
        Assert.Equal(after.Lamps, before.With(changed).Lamps);
        Assert.Equal(4, before.With(changed).Version);
    }

    [Fact]
    public void A_lamp_that_left_has_the_defaults_again() =>
        Assert.Equal([new Lamp(Sample.Station, 5)], LampList.Between(new LampList(3, [Hall, Roof]), new LampList(4, [Hall]))!.Lamps);

    [Fact]
    public void The_same_version_is_the_same_list() => Assert.Null(LampList.Between(new LampList(3, [Hall]), new LampList(3, [Hall])));

    [Fact]
    public void An_edit_changes_what_it_names_and_null_makes_it_none()
    {
        var edit = JsonSerializer.Deserialize(
            """{"controller":"AA:BB:CC:00:00:01","pin":4,"alias":null,"place":{"x":0.5,"y":1},"kind":"sign"}""", ContractsJson.Default.LampEdit)!;

        Assert.Equal(
            new Lamp(Sample.Station, 4, Kind: LampKind.Sign, Order: 7, Place: new PlanPlace(0.5, 1)),
            (Hall with { Order = 7 }).With(edit));
    }
}
