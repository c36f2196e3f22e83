using RailHub.Grains.Controllers;
using RailHub.Persistence;
using static RailHub.Grains.Tests.Controllers.RosterTests;
using static RailHub.Grains.Tests.Reports;

namespace RailHub.Grains.Tests.Controllers;

public sealed class FlashPlanTests
{
    [Theory]
    [InlineData(true, 60, false, 60)] // bright enough that its going out is seen
    [InlineData(true, 20, true, 100)]
    [InlineData(false, 35, true, 100)]
    [InlineData(true, 0, true, 100)]
    public async Task A_lamp_shows_its_opposite_three_times_and_is_as_it_was(bool active, int brightness, bool thenActive, int thenBrightness)
    {
        var board = new PlanUnderTest(Output(4, active, brightness));
        var flash = board.Flash(4);

        var (was, other) = (new Light(active, brightness), new Light(thenActive, thenBrightness));
        Assert.Equal([other, was, other, was, other, was], Play(board));
        Assert.Equal(CommandResult.Confirmed, await flash.Result);
        Assert.False(board.Output(4).IsOpen);
        Assert.Null(board.Output(4).Desired(board.Now));
        Assert.Null(board.Due);
    }

    [Fact]
    public async Task What_is_so_a_moment_ahead_of_its_end_is_said_to_have_ended()
    {
        var board = new PlanUnderTest(Output(4, true, 60));
        board.Plan.Lead = TimeSpan.FromMilliseconds(40);
        var flash = board.Flash(4);
        for (var phase = 0; phase < 5; phase++)
        {
            board.Obey();
            Assert.False(board.Plan.Settle(board.Now));
            board.Pass(0.5);
        }

        // The last is sent ahead of the end, and answered before it.
        board.Pass(-0.03);
        var command = board.Send();
        board.CarryOut(command);
        board.Report();
        board.End();
        Assert.True(board.Output(4).IsOpen);
        Assert.True(board.Plan.Settle(board.Now));
        Assert.Equal(CommandResult.Confirmed, await flash.Result);
        Assert.False(board.Output(4).IsOpen);
    }

    [Fact]
    public void A_board_that_rounds_is_as_it_was_too()
    {
        var board = new PlanUnderTest(Protocol.Dialect.RailHub32, Output(18, true, 58)); // as it reports 59 (protocol 4.2)
        board.Flash(18);
        Assert.Equal(6, Play(board).Count);
        Assert.Equal((true, 58), (board[18].Active, board[18].Brightness));
    }

    [Fact]
    public async Task What_was_wanted_and_not_yet_so_is_what_it_comes_to()
    {
        var board = new PlanUnderTest(Output(4));
        var wanted = board.Want(4, new OutputChange(Active: true, Brightness: 70));
        board.Flash(4);
        Assert.Equal(new Light(true, 70), Play(board)[^1]);
        Assert.Equal(CommandResult.Superseded, await wanted.Result);
    }

    [Fact]
    public async Task Whoever_touches_it_meanwhile_ends_it()
    {
        var board = new PlanUnderTest(Output(4, true, 60));
        var flash = board.Flash(4);
        board.Obey();
        board.Pass(0.2);
        board.Want(4, new OutputChange(Active: true, Brightness: 30));
        Assert.Equal([new Light(true, 30)], Play(board));
        Assert.Equal(CommandResult.Superseded, await flash.Result);
    }

    [Fact]
    public void Whoever_touches_it_at_the_board_ends_it_too()
    {
        var board = new PlanUnderTest(Output(4, true, 60));
        board.Flash(4);
        board.Obey();
        board.Pass(0.2);
        board.Touch(4, true, 25);
        Assert.Empty(Play(board));
        Assert.Equal((true, 25), (board[4].Active, board[4].Brightness));
    }

    [Fact]
    public void What_was_planned_for_meanwhile_begins_and_ends_it()
    {
        var board = new PlanUnderTest(Output(4, true, 60));
        board.Want(4, new OutputChange(Active: true, Brightness: 10), inSeconds: 0.7, origin: Origin.Cue, stamp: new Stamp("show", 1, 1));
        board.Flash(4);
        Assert.Equal([new Light(false, 60), new Light(true, 60), new Light(true, 10)], Play(board));
    }

    [Fact]
    public void A_second_one_begins_anew_and_comes_to_the_same()
    {
        var board = new PlanUnderTest(Output(4, true, 60));
        board.Flash(4);
        board.Obey();
        board.Pass(0.2);
        board.Flash(4);
        Assert.Equal([new Light(true, 60), new Light(false, 60), new Light(true, 60), new Light(false, 60), new Light(true, 60)], Play(board));
    }

    [Fact]
    public void All_the_time_the_database_is_to_have_what_it_comes_to()
    {
        var board = new PlanUnderTest(Output(4, true, 60));
        board.Flash(4);
        for (var phase = 0; phase < 5; phase++)
        {
            Assert.Equal([new KeptWish(0, 0, Curve.Linear, Origin.Person, Active: true, Brightness: 60)], BoardRecord.Of(board.Plan).Wishes[4]);
            board.Obey();
            board.Pass(0.5);
        }

        board.Obey();
        Assert.Empty(BoardRecord.Of(board.Plan).Wishes);
    }

    [Fact]
    public void It_is_drawn_as_what_is_reported_and_not_as_a_fade()
    {
        var board = new PlanUnderTest(Output(4, true, 60));
        board.Flash(4);
        board.Obey();
        Assert.Null(board.Output(4).Moving(board.Now));
        Assert.False(board.Output(4).Reported(board.Now).Active);
        Assert.Equal(new OutputValues(true, 60, 0, ""), board.Output(4).Desired(board.Now));
    }

    [Fact]
    public void Until_it_is_kept_nothing_is_sent_and_what_was_wanted_stays()
    {
        var board = new PlanUnderTest(Output(4, true, 60));
        var flash = board.Plan.AddFlash(board.Output(4), board.Now)!;
        Assert.Null(board.Due);
        flash.Withdraw();
        Assert.Null(board.Due);
        Assert.False(board.Output(4).IsOpen);
    }

    [Fact]
    public void What_may_yet_be_taken_back_is_nothing_to_come_to()
    {
        var board = new PlanUnderTest(Output(4));
        board.Leave();
        var held = board.Want(4, new OutputChange(Active: true));
        board.ComeBack();
        Assert.Null(board.Plan.AddFlash(board.Output(4), board.Now));
        held.Withdraw();
        Assert.NotNull(board.Plan.AddFlash(board.Output(4), board.Now));
    }

    // What the board is sent in four seconds.
    private static List<Light> Play(PlanUnderTest board)
    {
        var sent = new List<Light>();
        for (var tenth = 0; tenth < 40; tenth++)
        {
            while (board.Due is not null)
            {
                sent.Add(((BoardCommand.Control)board.Obey()).Light);
            }

            board.Pass(0.1);
        }

        return sent;
    }
}

public sealed class FlashTests : IAsyncLifetime
{
    private TestClub _club = null!;
    private TestBoard _board = null!;
    private Layout _layout = null!;

    public async ValueTask InitializeAsync()
    {
        _club = await TestClub.StartAsync(provider: DatabaseProvider.Sqlite);
        _board = await _club.StartBoardAsync(BoardProfile.RailHub8266);
        _layout = await _club.CreateLayoutWithAsync(_board);
        (await Grain.SetOutput(4, new OutputChange(Active: true, Brightness: 60))).Expect();
    }

    private BoardGrain Grain => _club.Grain(_board);

    public ValueTask DisposeAsync() => _club.DisposeAsync();

    [Fact]
    public async Task A_lamp_flashes_at_its_board_and_nothing_of_it_stays()
    {
        Assert.Equal(CommandResult.Accepted, (await Grain.Flash(4)).Expect().Result);

        for (var change = 1; change <= 6; change++)
        {
            await _club.PollAsync(_board, () => _board.Commands.Count == change + 1, $"change {change} of the flash");
            var isOn = change % 2 == 0;
            await _club.UntilAsync(_board, state => state.Find(4)!.Reported.Active == isOn);
            _club.Time.Advance(Flash.Phase);
        }

        var after = await _club.UntilAsync(_board, state => state.Find(4)!.Desired is null);
        Assert.Equal((true, 60), (after.Find(4)!.Reported.Active, after.Find(4)!.Reported.Brightness));
        await _club.UntilStoredAsync(database => Task.FromResult(!database.Wishes.Any()), "the flash to be forgotten");
        await _club.LetSecondsPassAsync(3, _board);
        Assert.Equal(7, _board.Commands.Count);
    }

    [Fact]
    public async Task When_all_silos_die_meanwhile_it_ends_as_it_was()
    {
        (await Grain.Flash(4)).Expect();
        await _club.PollAsync(_board, () => _board.Virtual.LevelOf(4) == 0, "the lamp to be out");

        await _club.RestartAsync();

        var after = await _club.UntilAsync(_board, state => state.Find(4) is { Desired: null, Reported.Active: true });
        Assert.Equal(60, after.Find(4)!.Reported.Brightness);
    }

    [Fact]
    public async Task What_cannot_flash_says_why()
    {
        Refused(await Grain.Flash(99), RefusalKind.NotFound, RefusalCodes.PinUnknown, null);
        Refused(await Grain.Grain.Flash(new LayoutId(Guid.NewGuid()), 4), RefusalKind.NotFound, RefusalCodes.ControllerUnknown, null);

        var chase = (await _club.Grain(_layout).CreateChasingGroup(new ChasingGroupDraft("Run", 300, [_board.Output(12), _board.Output(13)]))).Expect();
        (await _club.Grain(_layout).StartChasingGroup(chase.Id)).Expect();
        await _club.UntilAsync(_board, state => state.Find(12)!.ChasedBy is not null);
        Refused(await Grain.Flash(12), RefusalKind.Conflict, RefusalCodes.OutputChased, null);

        var before = _board.Commands.Count;
        _club.Database.GoAway();
        Refused(await Grain.Flash(4), RefusalKind.Unavailable, RefusalCodes.DatabaseAway, null);
        _club.Database.ComeBack();
        Assert.Equal(before, _board.Commands.Count);
        Assert.Null((await Grain.GetState()).Expect().Find(4)!.Desired);

        await _club.PowerOffAsync(_board);
        Refused(await Grain.Flash(4), RefusalKind.Unavailable, RefusalCodes.BoardOffline, null);
    }
}
