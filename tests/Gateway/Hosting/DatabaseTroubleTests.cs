using RailHub.Contracts;
using RailHub.Persistence;
using RailHub.TestKit;

namespace RailHub.Gateway.Tests.Hosting;

/// <summary>What people are answered while the database is in trouble, and what comes of it when that is over.</summary>
public sealed class DatabaseTroubleTests
{
    /// <summary>Both databases with every trouble.</summary>
    public static IEnumerable<TheoryDataRow<DatabaseProvider, DatabaseTrouble>> Troubles =>
        from provider in Enum.GetValues<DatabaseProvider>()
        from trouble in Enum.GetValues<DatabaseTrouble>()
        select new TheoryDataRow<DatabaseProvider, DatabaseTrouble>(provider, trouble);

    // How long an edit or a save may take.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(4);

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task Live_boards_are_switched_and_recalled_and_run_groups(DatabaseProvider provider, DatabaseTrouble trouble)
    {
        await using var gateway = await TestGateway.StartAsync(provider: provider);
        var club = await PrepareAsync(gateway);
        await gateway.Club.BeginAsync(trouble, club.Board);
        for (var part = 0; part < 2; part++)
        {
            await gateway.Club.LetRoundsPassAsync(12, club.Board);
            Assert.Equal(CommandResult.Confirmed, (await club.SwitchAsync(5, active: part % 2 == 0)).Expect<CommandAnswer>(200).Result);
            Assert.Equal(CommandResult.AlreadySo, (await club.SwitchAsync(5, active: part % 2 == 0)).Expect<CommandAnswer>(200).Result);
            (await club.SwitchAsync(4, active: false)).Expect<CommandAnswer>(200);
            Assert.Equal(CommandResult.Confirmed, Assert.Single((await club.RecallAsync()).Expect<Recall>(200).Results).Result);

            if (trouble == DatabaseTrouble.Hung)
            {
                continue;
            }

            var command = club.Board.NextCommand();
            var starting = club.StartAsync();
            await command;
            await gateway.Club.LetSecondsPassAsync(1, club.Board);
            Assert.Equal(ChasingState.Running, (await starting).Expect<ChasingGroupStatus>(200).State);

            command = club.Board.NextCommand();
            var stopping = club.StopAsync();
            await command;
            await gateway.Club.LetSecondsPassAsync(1, club.Board);
            Assert.Equal(ChasingState.Stopped, (await stopping).Expect<ChasingGroupStatus>(200).State);
        }

        Assert.Equal(200, (await gateway.Api.GetAsync("/api/layouts")).Status);
        Assert.Equal(200, (await gateway.Api.GetAsync($"{club.Path}/scenes")).Status);
        var state = (await gateway.Api.GetAsync($"{club.Path}/controllers/{club.Board.Id}")).Expect<ControllerState>(200);
        Assert.Equal(LinkState.Live, state.Link.State);
    }

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task What_is_refused_for_a_board_that_is_off_does_not_happen_when_both_are_back(DatabaseProvider provider, DatabaseTrouble trouble)
    {
        await using var gateway = await TestGateway.StartAsync(provider: provider);
        var club = await PrepareAsync(gateway);
        await gateway.Club.PowerOffAsync(club.Board);
        Begin(gateway, trouble);

        (await AnswerAsync(gateway, trouble, () => club.SwitchAsync(5))).ExpectProblem(503, "databaseAway");
        Assert.Equal(
            CommandResult.NotKept, Assert.Single((await AnswerAsync(gateway, trouble, club.RecallAsync)).Expect<Recall>(200).Results).Result);
        (await AnswerAsync(gateway, trouble, club.StartAsync)).ExpectProblem(503, "databaseAway");

        gateway.Club.Database.ComeBack();
        await club.Board.Virtual.PowerOnAsync();
        await gateway.Club.UntilAsync(club.Board, state => state.Link.State == LinkState.Offline);
        gateway.Club.Time.Advance(TimeSpan.FromSeconds(36)); // The longest that a link waits.
        await gateway.Club.UntilLiveAsync(club.Board);
        Assert.Equal(CommandResult.Confirmed, (await club.SwitchAsync(12)).Expect<CommandAnswer>(200).Result);
        Assert.Contains("\"pin\":12", Assert.Single(club.Board.Commands).Body, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task What_is_kept_for_a_board_that_is_off_happens_whatever_comes_of_the_database(DatabaseProvider provider, DatabaseTrouble trouble)
    {
        await using var gateway = await TestGateway.StartAsync(provider: provider);
        var club = await PrepareAsync(gateway);
        await gateway.Club.PowerOffAsync(club.Board);
        Assert.Equal(CommandResult.Offline, (await club.SwitchAsync(5)).Expect<CommandAnswer>(202).Result);

        Begin(gateway, trouble);
        if (trouble != DatabaseTrouble.Hung)
        {
            (await club.SwitchAsync(5, active: false)).ExpectProblem(503, "databaseAway");
        }

        await gateway.Club.PowerOnAsync(club.Board);
        await gateway.Club.UntilAsync(club.Board, state => state.Find(5) is { Drift: Drift.None, Reported.Active: true });
        gateway.Club.Database.ComeBack();
    }

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task Edits_are_refused_and_work_when_it_is_over(DatabaseProvider provider, DatabaseTrouble trouble)
    {
        await using var gateway = await TestGateway.StartAsync(provider: provider);
        var club = await PrepareAsync(gateway);
        var scene = $$"""{"name":"Day","targets":[{"controller":"{{club.Board.Id}}","pin":4,"active":true,"brightness":1}]}""";
        Func<Task<Reply>>[] edits =
        [
            () => gateway.Api.PostAsync("/api/layouts", """{"name":"Branch"}"""),
            () => gateway.Api.PostAsync($"{club.Path}/scenes", scene),
            () => gateway.Api.PatchAsync($"{club.Path}/controllers/{club.Board.Id}", """{"name":"Yard"}"""),
            () => gateway.Api.DeleteAsync($"{club.Path}/scenes/{club.Scene}"),
            () => gateway.Api.DeleteAsync(club.Path),
        ];

        Begin(gateway, trouble);
        foreach (var edit in edits)
        {
            (await AnswerAsync(gateway, trouble, edit)).ExpectProblem(503, "databaseAway");
        }

        gateway.Club.Database.ComeBack();
        Assert.Equal("Night", Assert.Single((await gateway.Api.GetAsync($"{club.Path}/scenes")).Expect<IReadOnlyList<Scene>>(200)).Name);
        foreach (var edit in edits)
        {
            var reply = await edit();
            Assert.True(reply.Status is 200 or 201 or 204, $"{reply.Status} {reply.Text}");
        }

        Assert.Equal(["Branch"], (await gateway.Club.Club.GetRoster()).Layouts.Select(layout => layout.Name));
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    public async Task What_has_to_be_read_first_is_said_to_be_away_and_is_no_bug(DatabaseProvider provider)
    {
        await using var gateway = await TestGateway.StartAsync(provider: provider);
        var club = await PrepareAsync(gateway);
        gateway.Club.Database.GoAway();
        await gateway.Club.Cluster.DeactivateAsync(gateway.Club.Client.GetGrain<Grains.ILayoutGrain>(club.Layout.Id.Value));

        (await gateway.GiveTimeAsync(club.RecallAsync())).ExpectProblem(504, "answerLost");
        (await gateway.Api.GetAsync($"{club.Path}/scenes")).ExpectProblem(503, "clubAway");
        gateway.Club.Database.ComeBack();
        Assert.Equal(CommandResult.Confirmed, Assert.Single((await club.RecallAsync()).Expect<Recall>(200).Results).Result);
    }

    private static async Task<PreparedClub> PrepareAsync(TestGateway gateway)
    {
        await gateway.Club.Time.WaitBegun(TimeSpan.FromSeconds(5)); // The supervisor's next round.
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var grain = gateway.Club.Grain(layout);
        var scene = (await grain.CreateScene(new SceneDraft("Night", [board.Target(4, brightness: 20)]))).Expect();
        var group = (await grain.CreateChasingGroup(new ChasingGroupDraft("Run", 300, [board.Output(13), board.Output(14)]))).Expect();
        return new PreparedClub(gateway.Api, layout, board, scene.Id, group.Id);
    }

    private static void Begin(TestGateway gateway, DatabaseTrouble trouble)
    {
        var database = gateway.Club.Database;
        switch (trouble)
        {
            case DatabaseTrouble.Away:
                database.GoAway();
                break;
            case DatabaseTrouble.Hung:
                database.Hang();
                break;
            default:
                database.GoReadOnly();
                break;
        }
    }

    private static Task<Reply> AnswerAsync(TestGateway gateway, DatabaseTrouble trouble, Func<Task<Reply>> send) =>
        trouble == DatabaseTrouble.Hung ? gateway.Club.GiveTimeAsync(send(), s_limit) : send();

    private sealed record PreparedClub(Api Api, Layout Layout, TestBoard Board, SceneId Scene, ChasingGroupId Group)
    {
        public string Path => $"/api/layouts/{Layout.Id}";

        public Task<Reply> SwitchAsync(int pin, bool active = true) =>
            Api.PatchAsync($"{Path}/controllers/{Board.Id}/outputs/{pin}", $$"""{"active":{{(active ? "true" : "false")}}}""");

        public Task<Reply> RecallAsync() => Api.PostAsync($"{Path}/scenes/{Scene}/recall");

        public Task<Reply> StartAsync() => Api.PostAsync($"{Path}/chasing-groups/{Group}/start");

        public Task<Reply> StopAsync() => Api.PostAsync($"{Path}/chasing-groups/{Group}/stop");
    }
}
