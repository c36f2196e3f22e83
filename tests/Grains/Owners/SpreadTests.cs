using System.Net;
using CsCheck;
using RailHub.Grains.Owners;

namespace RailHub.Grains.Tests.Owners;

public sealed class SpreadTests
{
    private static readonly Gen<Household[]> s_households =
        Gen.Int[0, 40].Array[0, 30].Select(Gen.Int[0, 1_000_000], (sizes, seed) => sizes.Select((size, place) => Household(seed + place, size)).ToArray());

    private static readonly Gen<SiloAddress[]> s_silos = Gen.Int[1, 60].HashSet[1, 12].Select(numbers => numbers.Select(number => Silo(number)).ToArray());

    [Fact]
    public void Every_grain_has_a_home_and_no_silo_has_much_more_than_its_share() =>
        Gen.Select(s_households, s_silos).Sample((households, silos) =>
        {
            var homes = Spread.Over(households, silos);
            var all = households.SelectMany(household => household.Boards.Concat(household.Others).Append(household.Layout)).ToArray();
            Assert.Equal(all.Length, homes.Count);
            Assert.All(all, grain => Assert.Contains(homes[grain], silos));

            var most = Math.Ceiling(households.Sum(household => household.Boards.Count) * (1 + Spread.Tolerance) / silos.Length);
            Assert.All(silos, silo => Assert.InRange(households.Sum(household => household.Boards.Count(board => homes[board].Equals(silo))), 0, most));
        });

    [Fact]
    public void All_silos_find_the_same_in_whatever_order_they_hear_of_it() =>
        Gen.Select(s_households, s_silos).SelectMany(both => Gen.Select(Gen.Shuffle(both.Item1), Gen.Shuffle(both.Item2)).Select(other => (both, other)))
            .Sample(pair => Assert.Equal(
                Spread.Over(pair.both.Item1, pair.both.Item2).OrderBy(entry => entry.Key),
                Spread.Over(pair.other.Item1, pair.other.Item2).OrderBy(entry => entry.Key)));

    [Fact]
    public void A_layout_that_fits_lives_on_one_silo_and_what_belongs_to_it_with_most_of_its_boards() =>
        Gen.Select(s_households, s_silos).Sample((households, silos) =>
        {
            var homes = Spread.Over(households, silos);
            foreach (var household in households.Where(household => household.Boards.Count > 0))
            {
                var parts = household.Boards.GroupBy(board => homes[board]).OrderByDescending(part => part.Count()).ToArray();
                Assert.All(household.Others.Append(household.Layout), grain =>
                    Assert.Equal(parts[0].Count(), parts.Single(part => part.Key.Equals(homes[grain])).Count()));
            }
        });

    [Fact]
    public void A_silo_that_is_started_anew_is_the_home_of_what_it_had() =>
        Gen.Select(s_households, s_silos).Sample((households, silos) =>
        {
            var before = Spread.Over(households, silos);
            var after = Spread.Over(households, silos.Select(silo => SiloAddress.New(silo.Endpoint, silo.Generation + 1)));
            Assert.All(before, entry => Assert.Equal(entry.Value.Endpoint, after[entry.Key].Endpoint));
        });

    [Fact]
    public void Layouts_without_boards_come_and_go_and_nothing_else_moves() =>
        Gen.Select(s_households, s_silos).Sample((households, silos) =>
        {
            var after = Spread.Over([.. households, Household(2_000_000, 0), Household(2_000_001, 0)], silos);
            Assert.All(Spread.Over(households, silos), entry => Assert.Equal(entry.Value, after[entry.Key]));
        });

    [Theory]
    [InlineData(30, 10, 3)]
    [InlineData(1, 300, 3)]
    [InlineData(4, 75, 3)]
    [InlineData(2_000, 20, 50)]
    [InlineData(100, 1, 7)]
    public void Boards_are_spread_within_a_fifth_of_even(int layouts, int boards, int silos)
    {
        for (var seed = 0; seed < (layouts > 1_000 ? 2 : 50); seed++)
        {
            Household[] households = [.. Enumerable.Range(seed * layouts, layouts).Select(number => Household(number, boards))];
            var loads = Load(Spread.Over(households, Silos(silos)), households);
            var even = (double)layouts * boards / silos;
            Assert.Equal(silos, loads.Count);
            Assert.All(loads, load => Assert.InRange(load.Value, Math.Floor(even * 0.8), Math.Ceiling(even * 1.2)));
        }
    }

    [Fact]
    public void Only_a_layout_that_is_larger_than_a_silos_share_is_divided_where_layouts_are_small()
    {
        Household[] households = [Household(0, 200), .. Enumerable.Range(1, 40).Select(number => Household(number, 10))];
        var homes = Spread.Over(households, Silos(6));
        Assert.InRange(households[0].Boards.Select(board => homes[board]).Distinct().Count(), 2, 3);
        Assert.All(households.Skip(1), household => Assert.Single(household.Boards.Select(board => homes[board]).Distinct()));
    }

    [Theory]
    [InlineData(3, 4)]
    [InlineData(4, 3)]
    [InlineData(10, 11)]
    [InlineData(50, 49)]
    public void A_silo_that_comes_or_goes_moves_little_more_than_it_must(int before, int after)
    {
        var (moved, least, all) = (0, 0.0, 0);
        for (var seed = 0; seed < 20; seed++)
        {
            Household[] households = [.. Enumerable.Range(seed * 400, 400).Select(number => Household(number, 1 + (number % 20)))];
            var (one, other) = (Spread.Over(households, Silos(before)), Spread.Over(households, Silos(after)));
            var boards = households.SelectMany(household => household.Boards).ToArray();
            all += boards.Length;
            moved += boards.Count(board => !one[board].Equals(other[board]));
            least += (double)boards.Length * Math.Abs(after - before) / Math.Max(before, after);
        }

        Assert.InRange(moved, least * 0.5, least + (0.1 * all));
    }

    private static Dictionary<SiloAddress, int> Load(Dictionary<GrainId, SiloAddress> homes, Household[] households) =>
        households.SelectMany(household => household.Boards).GroupBy(board => homes[board]).ToDictionary(silo => silo.Key, silo => silo.Count());

    private static SiloAddress[] Silos(int count) => [.. Enumerable.Range(1, count).Select(Silo)];

    private static SiloAddress Silo(int number) => SiloAddress.New(new IPEndPoint(IPAddress.Parse($"10.0.0.{number}"), 11111), number);

    private static Household Household(int number, int boards) => new(
        GrainId.Create("layout", $"{number}"),
        [.. Enumerable.Range(0, boards).Select(board => GrainId.Create("controller", $"{number}-{board}"))],
        [GrainId.Create("show", $"{number}")]);
}
