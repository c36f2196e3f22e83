using RailHub.Grains.Shows;

namespace RailHub.Grains.Tests.Shows;

public sealed class SkewBookTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 5, 9, 12, 0, 0, TimeSpan.Zero);
    private static readonly MacAddress s_depot = MacAddress.Parse("02:52:48:00:00:01", null);
    private static readonly MacAddress s_yard = MacAddress.Parse("02:52:48:00:00:02", null);

    private readonly SkewBook _book = new();

    [Fact]
    public void A_board_is_as_late_as_its_last_output()
    {
        _book.Expect([Want(s_depot, 4), Want(s_depot, 5), Want(s_yard, 4)]);
        _book.Heard(s_depot, Receipt(Effect(4, -30), Effect(5, 12.34)), At(1));
        Assert.Empty(_book.Close(At(1)));

        _book.Heard(s_yard, Receipt(Effect(4, 80)), At(2));
        var landed = Assert.Single(_book.Close(At(2)));
        Assert.Equal((CueNumber.Whole(12), 1, s_noon), (landed.Cue, landed.Round, landed.At));
        Assert.Equal([new BoardSkew(s_depot, 12.3), new BoardSkew(s_yard, 80)], landed.Boards);
        Assert.False(_book.IsAwaiting);
        Assert.Equal([landed], _book.Landed);
    }

    [Fact]
    public void Boards_that_were_away_are_named_and_what_they_do_when_they_are_back_counts_for_nothing()
    {
        _book.Expect([Want(s_depot, 4), Want(s_yard, 4), Want(s_yard, 5, inSeconds: 3)]);

        // Before its moment nothing is missed.
        _book.Heard(s_yard, Receipt() with { IsLive = false }, At(-1));
        _book.Heard(s_depot, Receipt(Effect(4, 1)), At(1));
        _book.Heard(s_yard, Receipt() with { IsLive = false }, At(1));
        _book.Heard(s_yard, Receipt(Effect(4, 900), Effect(5, 2, inSeconds: 3)), At(5));
        Assert.Equal([new BoardSkew(s_depot, 1), new BoardSkew(s_yard, null, IsAway: true)], Assert.Single(_book.Close(At(5))).Boards);
    }

    [Fact]
    public void A_board_that_cannot_be_asked_is_away()
    {
        _book.Expect([Want(s_yard, 4)]);
        _book.Away(s_yard, At(0));
        Assert.Equal([new BoardSkew(s_yard, null, IsAway: true)], Assert.Single(_book.Close(At(0))).Boards);
    }

    [Fact]
    public void What_was_so_already_is_nothing_to_do()
    {
        _book.Expect([Want(s_depot, 4), Want(s_yard, 4)]);
        _book.Heard(s_depot, Receipt(new PlanEffect(4, s_noon, Late: null)), At(1));
        _book.Heard(s_yard, Receipt(Effect(4, 3)), At(1));
        Assert.Equal([s_yard], Assert.Single(_book.Close(At(1))).Boards.Select(board => board.Controller));

        _book.Expect([Want(s_depot, 4, cue: 13)]);
        _book.Heard(s_depot, Receipt(new PlanEffect(4, s_noon, Late: null)), At(1));
        Assert.Empty(_book.Close(At(1)));
        Assert.False(_book.IsAwaiting);
    }

    [Fact]
    public void What_has_not_become_so_ten_seconds_after_its_end_is_said()
    {
        _book.Expect([Want(s_depot, 4, over: 5), Want(s_depot, 5)]);
        _book.Heard(s_depot, Receipt(Effect(5, 3)), At(1));
        Assert.Empty(_book.Close(At(14.9)));
        Assert.Equal([new BoardSkew(s_depot, null)], Assert.Single(_book.Close(At(15))).Boards);
    }

    [Fact]
    public void What_the_show_itself_changes_before_it_could_become_so_is_not_missed()
    {
        _book.Expect([Want(s_depot, 4, over: 60), Want(s_depot, 5)]);
        _book.Expect([Want(s_depot, 4, inSeconds: 20, cue: 13)]);
        _book.Heard(s_depot, Receipt(Effect(5, 3), Effect(4, 7, inSeconds: 20)), At(21));
        Assert.Equal(
            [(12, 3.0), (13, 7.0)], _book.Close(At(21)).Select(cue => (cue.Cue.Thousandths / 1000, Assert.Single(cue.Boards).Late!.Value)));
    }

    [Fact]
    public void What_somebody_else_took_is_not_missed()
    {
        _book.Expect([Want(s_depot, 4), Want(s_depot, 5)]);
        _book.Heard(s_depot, Receipt(Effect(5, 3)) with { TakenOver = [4] }, At(1));
        Assert.Equal([new BoardSkew(s_depot, 3)], Assert.Single(_book.Close(At(1))).Boards);
    }

    [Fact]
    public void What_is_taken_back_is_waited_for_no_longer_than_until_its_board_has_said_what_it_did()
    {
        _book.Expect([Want(s_depot, 4), Want(s_depot, 5, inSeconds: 4), Want(s_yard, 4, inSeconds: 4)]);
        _book.Withdraw(At(2));
        _book.Expect([Want(s_yard, 4, inSeconds: 4)]);
        _book.Heard(s_depot, Receipt(Effect(4, 3)), At(2));
        Assert.Empty(_book.Close(At(2)));

        _book.Withdraw(since: null);
        _book.Heard(s_yard, Receipt(Effect(4, 6, inSeconds: 4)), At(5));
        Assert.Equal([new BoardSkew(s_depot, 3), new BoardSkew(s_yard, 6)], Assert.Single(_book.Close(At(5))).Boards);
        Assert.False(_book.IsAwaiting);
    }

    [Fact]
    public void The_last_two_hundred_cues_are_remembered_the_newest_first()
    {
        for (var cue = 1; cue <= 201; cue++)
        {
            _book.Expect([Want(s_depot, 4, cue, cue)]);
            _book.Heard(s_depot, Receipt(Effect(4, 1, cue)), At(cue));
            Assert.Single(_book.Close(At(cue)));
        }

        Assert.Equal(Enumerable.Range(2, 200).Reverse(), _book.Landed.Select(cue => cue.Cue.Thousandths / 1000));
    }

    private static DateTimeOffset At(double seconds) => s_noon + TimeSpan.FromSeconds(seconds);

    private static PlanEffect Effect(int pin, double late, double inSeconds = 0) => new(pin, At(inSeconds), TimeSpan.FromMilliseconds(late));

    private static PlanReceipt Receipt(params PlanEffect[] effects) => new(1, IsLive: true, [], effects, AreFadesSpent: false);

    private static BoardIntent Want(MacAddress board, int pin, double inSeconds = 0, int cue = 12, double over = 0) => new(
        board,
        new Intent(pin, new OutputChange(Active: true), At(inSeconds), TimeSpan.FromSeconds(over), Curve.Square, Origin.Cue, default),
        new CueBeginning(CueNumber.Whole(cue), 1, s_noon));
}
