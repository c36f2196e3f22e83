using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RailHub.Grains.Controllers;
using RailHub.Grains.Owners;

namespace RailHub.Grains.Tests.Controllers;

public sealed class SeveralSilosTests
{
    private readonly List<TestBoard> _boards = [];

    [Fact]
    public async Task Boards_of_a_silo_that_died_are_linked_by_another_as_soon_as_the_cluster_knows_though_nobody_asks_for_them()
    {
        await using var club = await TestClub.StartAsync(silos: 2);
        await club.Time.WaitBegun(Supervisor.Period);
        await AddAsync(club, layouts: 2, boards: 2);
        await club.LetRoundsPassAsync(1, _boards[0]);

        var board = _boards[0];
        var asked = board.NextStatusRequest();
        await club.KillSiloOfAsync(board);
        await club.Time.ComesAsync(asked, "the new link");
        await club.UntilLiveAsync(board);
        Assert.Equal(CommandResult.Confirmed, (await club.Grain(board).SetOutput(4, new OutputChange(Active: true))).Expect().Result);
    }

    [Fact]
    public async Task A_silo_that_stops_hands_its_boards_over_and_whoever_watches_them_hears_it_at_once()
    {
        await using var club = await TestClub.StartAsync(silos: 2);
        await club.Time.WaitBegun(Supervisor.Period);
        await AddAsync(club, layouts: 2, boards: 2);
        await club.LetRoundsPassAsync(1, _boards[0]);
        var watches = new List<ControllerWatch>();
        foreach (var board in _boards)
        {
            watches.Add(await club.WatchAsync(board));
        }

        var before = await EpochsAsync(club);
        await club.StopSiloOfAsync(_boards[0]);
        Assert.All(_boards, board => Assert.InRange(board.Virtual.StatusClients, 0, 1));
        foreach (var (board, watch) in _boards.Zip(watches))
        {
            if ((await EpochsAsync(club))[GrainKeys.Owner(board.Id)] > before[GrainKeys.Owner(board.Id)])
            {
                // Without a new subscription, and without time that passes.
                await watch.Until(state =>
                    state.Link.State == LinkState.Live && watch.Changes.Any(change => change.Epoch > before[GrainKeys.Owner(board.Id)]));
            }

            Assert.Equal(CommandResult.Confirmed, (await club.Grain(board).SetOutput(4, new OutputChange(Active: true))).Expect().Result);
            Assert.Equal(1, board.Virtual.StatusClients);
        }
    }

    [Fact]
    public async Task Silos_that_join_get_their_share_and_nothing_moves_twice()
    {
        await using var club = await TestClub.StartAsync();
        await club.Time.WaitBegun(Supervisor.Period);
        await AddAsync(club, layouts: 6, boards: 2);
        await JoinAsync(club);

        await UntilSpreadAsync(club);

        // Those that are under way arrive.
        await club.LetRoundsPassAsync(1, _boards[0]);
        foreach (var board in _boards)
        {
            await club.UntilLiveAsync(board);
            Assert.Equal(1, board.Virtual.StatusClients);
        }

        var epochs = await EpochsAsync(club);
        await club.LetRoundsPassAsync(8, _boards[0]);
        Assert.Equal(epochs, await EpochsAsync(club));
        Assert.All(_boards, board => Assert.InRange(epochs[GrainKeys.Owner(board.Id)], 1, 2));
        Assert.Contains(_boards, board => epochs[GrainKeys.Owner(board.Id)] == 1);
    }

    [Fact]
    public async Task Nothing_moves_while_the_database_takes_its_time()
    {
        await using var club = await TestClub.StartAsync();
        await club.Time.WaitBegun(Supervisor.Period);
        await AddAsync(club, layouts: 6, boards: 2);
        await JoinAsync(club);

        await club.LetSecondsPassAsync(1, _boards[0]);
        for (var passed = TimeSpan.Zero; passed < Homes.Settling + Supervisor.Stay; passed += Supervisor.Period)
        {
            var round = club.NextRound();
            club.Database.Hang();
            await club.LetSecondsPassAsync((int)Supervisor.Period.TotalSeconds - 1, _boards[0]);
            await TestClub.PollAsync(() => Task.FromResult(club.Database.MostWaiting >= club.Cluster.Silos.Count), "each silo to ask");
            await club.LetSecondsPassAsync(1, _boards[0]);
            club.Database.ComeBack();
            await round;
        }

        Assert.All(Places(club), place => Assert.Equal(0, place));
        await UntilSpreadAsync(club);
    }

    [Fact]
    public async Task A_board_that_has_something_to_do_or_unsaved_does_not_move()
    {
        await using var club = await TestClub.StartAsync();
        await club.Time.WaitBegun(Supervisor.Period);
        await AddAsync(club, layouts: 1, boards: 1);
        var board = _boards[0];
        var here = club.Cluster.Silos[0].SiloAddress;
        var resident = club.Cluster.GetSiloServiceProvider().GetRequiredService<OwnersHere>().All
            .Single(resident => resident.Name == GrainKeys.Owner(board.Id));

        club.Database.GoAway();
        var release = board.HoldNextCommand();
        var command = board.NextCommand();
        var sent = club.Grain(board).SetOutput(4, new OutputChange(Active: true));
        await command;
        Assert.False(await resident.TryMoveAsync(here));
        Assert.Equal(CommandResult.Unsaved, (await club.GiveTimeAsync(sent, Board.ConfirmWait)).Expect().Result);

        await club.PowerOffAsync(board);
        release();
        Assert.False(await resident.TryMoveAsync(here));
        club.Database.ComeBack();
        Assert.True(await resident.TryMoveAsync(here));
        Assert.Equal([4], await club.ReadStoredAsync(database => database.Wishes.Select(wish => wish.Pin).ToListAsync()));
    }

    [Fact]
    public async Task While_only_the_database_is_away_owners_go_on_and_who_reaches_nobody_sends_nothing_and_closes_its_links()
    {
        await using var club = await TestClub.StartAsync(silos: 2);
        await club.Time.WaitBegun(Supervisor.Period);
        await AddAsync(club, layouts: 1, boards: 1);
        var board = _boards[0];
        await club.LetRoundsPassAsync(1, _boards[0]);

        club.Database.GoAway();
        await BeatAsync(club, TestClub.Harmless * 3);
        Assert.Equal(CommandResult.Confirmed, (await club.Grain(board).SetOutput(4, new OutputChange(Active: true))).Expect().Result);

        club.IsCableCut = true;
        var sent = board.Commands.Count;
        await BeatAsync(club, TestClub.Harmless + Lookout.Period);
        var waiting = club.Grain(board).SetOutput(4, new OutputChange(Active: false));
        await club.Time.ComesAsync(waiting, "the answer");
        Assert.Equal(CommandResult.Unsaved, (await waiting).Expect().Result);
        Assert.Equal(1, board.Virtual.StatusClients);
        await BeatAsync(club, TestClub.Harmless);
        await club.PollAsync(board, () => board.Virtual.StatusClients == 0, "the link to be closed");
        Assert.Equal(sent, board.Commands.Count);

        club.IsCableCut = false;
        await BeatAsync(club, Lookout.Period);
        club.Time.Advance(Supervisor.Period);
        await club.UntilAsync(board, state => state is { Link.State: LinkState.Live } && state.Find(4) is { Reported.Active: false });
        Assert.Equal(1, board.Virtual.StatusClients);
    }

    /// <summary>Lets the machine's time pass, in steps that are no standstill.</summary>
    private static async Task BeatAsync(TestClub club, TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += Lookout.Period)
        {
            await club.BeatAsync();
        }
    }

    private async Task AddAsync(TestClub club, int layouts, int boards)
    {
        for (var number = 0; number < layouts; number++)
        {
            var layout = await club.CreateLayoutAsync($"Layout {number}");
            for (var board = 0; board < boards; board++)
            {
                _boards.Add(await club.StartBoardAsync(BoardProfile.RailHub8266));
                await club.AddAsync(layout, _boards[^1]);
            }
        }
    }

    private static async Task JoinAsync(TestClub club)
    {
        await club.Cluster.StartAdditionalSiloAsync();
        await club.Cluster.StartAdditionalSiloAsync();
        await club.Cluster.WaitForLivenessToStabilizeAsync();
    }

    private Task UntilSpreadAsync(TestClub club) => TestClub.PollAsync(
        async () =>
        {
            await club.LetSecondsPassAsync(1, _boards[0]);
            return Enumerable.Range(0, 3).All(silo => Places(club).Count(place => place == silo) is >= 3 and <= 5);
        },
        "an even spread");

    /// <summary>Where the boards live, by the silos themselves: directories remember for a while where grains were.</summary>
    private IEnumerable<int> Places(TestClub club)
    {
        var here = club.Cluster.Silos
            .Select(silo => club.Cluster.GetSiloServiceProvider(silo.SiloAddress).GetRequiredService<OwnersHere>())
            .ToArray();
        return _boards.Select(board => Array.FindIndex(here, silo => silo.Has(club.Grain(board).Grain.GetGrainId())));
    }

    private static Task<Dictionary<string, long>> EpochsAsync(TestClub club) => club.ReadStoredAsync(database => database.Owners
        .Where(row => row.Grain.StartsWith(GrainKeys.ControllerOwners)).ToDictionaryAsync(row => row.Grain, row => row.Epoch));
}
