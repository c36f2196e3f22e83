using System.Net;
using RailHub.Grains.Owners;

namespace RailHub.Grains.Tests.Owners;

public sealed class HomesTests
{
    private static readonly SiloAddress s_one = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 1), 1);
    private static readonly SiloAddress s_other = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 2), 1);
    private static readonly GrainId[] s_boards = [.. Enumerable.Range(0, 20).Select(number => GrainId.Create("controller", $"{number}"))];

    private readonly ClubTime _time = new();
    private readonly Homes _homes;

    public HomesTests()
    {
        _homes = new Homes(_time);
        _homes.Count([s_one, s_other]);
        _homes.Know([.. s_boards.Select((board, number) => new Household(GrainId.Create("layout", $"{number}"), [board], []))]);
    }

    [Fact]
    public void Each_grain_is_on_the_list_of_its_home()
    {
        Assert.Equal(s_boards.Order(), _homes.On(s_one).Concat(_homes.On(s_other)).Order());
        Assert.All(_homes.On(s_one), board => Assert.Equal(s_one, _homes.Of(board)));
        Assert.NotEmpty(_homes.On(s_one));
        Assert.Null(_homes.Of(GrainId.Create("controller", "unknown")));
    }

    [Fact]
    public void Nothing_is_settled_before_silos_have_stayed_for_a_while()
    {
        Assert.False(_homes.AreSettled);
        _time.Advance(Homes.Settling);
        Assert.True(_homes.AreSettled);
        Assert.False(_homes.Count([s_other, s_one]));
        Assert.True(_homes.AreSettled);
        Assert.True(_homes.Count([s_one]));
        Assert.False(_homes.AreSettled);
        Assert.Equal(s_boards.Order(), _homes.On(s_one).Order());
    }

    [Fact]
    public void A_silo_that_leaves_is_nobodys_home_though_the_cluster_still_counts_it()
    {
        _homes.Leave(s_one);
        Assert.Equal(s_boards.Order(), _homes.On(s_other).Order());
        _homes.Count([s_one, s_other]);
        Assert.Equal(s_boards.Order(), _homes.On(s_other).Order());
    }
}
