using CsCheck;
using RailHub.Grains.Controllers;
using RailHub.Protocol;
using static RailHub.Grains.Tests.Reports;

namespace RailHub.Grains.Tests.Controllers;

public sealed class WishBookTests
{
    private readonly WishBook _book = new();

    [Fact]
    public void What_is_so_already_is_not_wanted()
    {
        Assert.Equal(Parts.None, Want(Output(4, true, 60), new OutputChange(Active: true, Brightness: 60, Interval: 0, Name: "")));
        Assert.Empty(_book.Open);
        Assert.Null(_book.Next(Board(Output(4, true, 60)), Now));
    }

    [Fact]
    public void A_change_of_one_member_keeps_the_other_that_goes_in_the_same_call()
    {
        Want(Output(4, false, 60), new OutputChange(Active: true));
        Assert.Equal(new BoardCommand.Control(4, new Light(true, 60)), Next(Output(4, false, 60)));
    }

    [Fact]
    public async Task The_newest_value_wins_while_it_waits()
    {
        var off = Output(4);
        var first = Settled(4, Want(off, new OutputChange(Active: true, Brightness: 30)));
        Want(off, new OutputChange(Brightness: 70));
        Assert.Equal(CommandResult.Superseded, await first);
        Assert.Equal(new BoardCommand.Control(4, new Light(true, 70)), Next(off));
        Send(off);
        Assert.Null(Next(off));
    }

    [Fact]
    public async Task A_wish_for_another_part_supersedes_nothing()
    {
        var off = Output(4);
        var lit = Settled(4, Want(off, new OutputChange(Active: true)));
        Want(off, new OutputChange(Name: "Signal"));
        Assert.False(lit.IsCompleted);
        Send(off);
        Assert.True(_book.Observe(Board(Output(4, true))));
        Assert.Equal(CommandResult.Confirmed, await lit);
        Assert.Equal(Parts.Name, _book.Find(4)!.Open);
    }

    [Fact]
    public void A_wish_that_returns_to_the_reported_value_while_another_is_under_way_is_sent_all_the_same()
    {
        var off = Output(4);
        Want(off, new OutputChange(Active: true));
        Send(off);
        Assert.Equal(Parts.Light, Want(off, new OutputChange(Active: false)));
        Assert.Equal(new BoardCommand.Control(4, new Light(false, 100)), Next(off));

        // The report of before both is no confirmation of the second.
        Assert.False(_book.Observe(Board(off)));
        Send(off);
        Assert.True(_book.Observe(Board(off)));
        Assert.Empty(_book.Open);
    }

    [Fact]
    public void A_wish_that_returns_before_anything_was_sent_is_given_up()
    {
        var off = Output(4);
        Want(off, new OutputChange(Active: true));
        Assert.Equal(Parts.None, Want(off, new OutputChange(Active: false)));
        Assert.Null(Next(off));
    }

    [Fact]
    public void Every_brightness_of_a_RailHub32_is_confirmed_by_what_it_reports_and_sent_once() => Gen.Int[0, 100].Sample(percent =>
    {
        var book = new WishBook();
        var before = Board(Dialect.RailHub32, Output(4, false, 100));
        book.Want(before.Outputs[0], Dialect.RailHub32, new OutputChange(Active: true, Brightness: percent));
        book.Sent(book.Next(before, Now)!, Now);

        // Truncating there and back (protocol 4.2).
        var reported = percent * 255 / 100 * 100 / 255;
        var after = Board(Dialect.RailHub32, Output(4, true, reported));
        Assert.True(book.Observe(after));
        Assert.Empty(book.Open);
        Assert.Equal(percent, book.Reported(after.Outputs[0], Dialect.RailHub32).Brightness);
        Assert.Equal(Parts.None, book.Want(after.Outputs[0], Dialect.RailHub32, new OutputChange(Brightness: percent)));
        Assert.Null(book.Next(after, Now + TimeSpan.FromHours(1)));
    });

    [Fact]
    public void Toggling_an_output_of_a_RailHub32_that_only_a_report_tells_of_does_not_dim_it()
    {
        // 49 is what a RailHub32 reports of 50 (protocol 4.2).
        var reading = Output(4, false, 49);
        _book.Want(reading, Dialect.RailHub32, new OutputChange(Active: true));
        Assert.Equal(new BoardCommand.Control(4, new Light(true, 50)), _book.Next(Board(Dialect.RailHub32, reading), Now));
    }

    [Fact]
    public void A_RailHub32_does_not_confirm_one_percent_less_that_it_was_never_sent()
    {
        var reading = Output(4, true, 49);
        _book.Want(reading, Dialect.RailHub32, new OutputChange(Brightness: 49));
        Assert.False(_book.Observe(Board(Dialect.RailHub32, reading)));
        Assert.Equal(new BoardCommand.Control(4, new Light(true, 49)), _book.Next(Board(Dialect.RailHub32, reading), Now));
    }

    [Fact]
    public void A_board_that_rounds_confirms_nothing_but_the_very_value()
    {
        var off = Output(4);
        Want(off, new OutputChange(Active: true, Brightness: 50));
        Send(off);
        Assert.False(_book.Observe(Board(Output(4, true, 49))));
        Assert.True(_book.Observe(Board(Output(4, true, 50))));
    }

    [Fact]
    public async Task What_the_board_refuses_is_dropped_and_told()
    {
        var off = Output(4);
        var settled = Settled(4, Want(off, new OutputChange(Name: "Signal")));
        var command = Next(off)!;
        Send(off);
        _book.Refused(command, "Output not found");
        Assert.Equal(CommandResult.Refused, await settled);
        Assert.Equal("Output not found", _book.Find(4)!.Problem);
        Assert.Null(_book.Next(Board(off), Now + TimeSpan.FromHours(1)));

        Want(off, new OutputChange(Active: true));
        Assert.Null(_book.Find(4)!.Problem);
    }

    [Fact]
    public void A_refusal_of_an_older_value_does_not_drop_the_newer()
    {
        var off = Output(4);
        Want(off, new OutputChange(Interval: 500));
        var command = Next(off)!;
        Send(off);
        Want(off, new OutputChange(Interval: 700));
        _book.Refused(command, "no");
        Assert.Equal(new BoardCommand.SetInterval(4, 700), Next(off));
    }

    [Fact]
    public void What_is_not_confirmed_is_sent_again_after_3_6_12_24_and_then_each_30_seconds()
    {
        var board = Board(Output(4));
        Want(board.Outputs[0], new OutputChange(Active: true));
        var now = Now;
        foreach (var seconds in (int[])[3, 6, 12, 24, 30, 30])
        {
            _book.Sent(_book.Next(board, now)!, now);
            Assert.Equal(now + TimeSpan.FromSeconds(seconds), _book.NextDue(board));
            Assert.Null(_book.Next(board, now + TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1)));
            now += TimeSpan.FromSeconds(seconds);
        }
    }

    [Fact]
    public void A_board_that_is_back_is_told_at_once()
    {
        var board = Board(Output(4));
        Want(board.Outputs[0], new OutputChange(Active: true));
        _book.Sent(_book.Next(board, Now)!, Now);
        Assert.Null(_book.Next(board, Now));
        _book.Hurry();
        Assert.NotNull(_book.Next(board, Now));
    }

    [Fact]
    public void The_oldest_wish_of_a_board_is_sent_first()
    {
        var board = Board(Output(4), Output(5));
        Want(board.Outputs[1], new OutputChange(Active: true));
        Want(board.Outputs[0], new OutputChange(Active: true));
        Assert.Equal(5, Assert.IsType<BoardCommand.Control>(_book.Next(board, Now)).Pin);
    }

    [Fact]
    public void A_kept_wish_is_sent_after_a_restart_unless_the_board_is_so()
    {
        _book.Restore(4, true, 30, null, "Signal");
        Assert.True(_book.Observe(Board(Output(4, true, 30))));
        Assert.Equal(new BoardCommand.SetName(4, "Signal"), Next(Output(4, true, 30)));
    }

    [Fact]
    public void A_wish_for_a_pin_that_the_board_has_not_any_more_waits_without_being_due()
    {
        _book.Restore(33, true, 30, null, null);
        Assert.Null(Next(Output(4)));
        Assert.Null(_book.NextDue(Board(Output(4))));
    }

    [Fact]
    public void Whatever_is_wished_in_whatever_order_an_obedient_board_ends_up_with_the_last_wish_and_nothing_is_left() =>
        Gen.Select(Gen.Bool, Gen.Int[0, 100], Gen.Int[0, 2]).Array[1, 12].Sample(steps =>
        {
            var book = new WishBook();
            var output = Output(4);
            var last = new Light(output.Active, output.Brightness);
            foreach (var (active, brightness, doing) in steps)
            {
                last = new Light(active, brightness);
                book.Want(output, Dialect.Seed, new OutputChange(active, brightness));
                if (doing > 0 && book.Next(Board(output), Now) is BoardCommand.Control sent)
                {
                    book.Sent(sent, Now);
                    if (doing > 1)
                    {
                        output = output with { Active = sent.Light.Active, Brightness = sent.Light.Brightness };
                        book.Observe(Board(output));
                    }
                }
            }

            book.Hurry();
            while (book.Next(Board(output), Now) is BoardCommand.Control sent)
            {
                book.Sent(sent, Now);
                output = output with { Active = sent.Light.Active, Brightness = sent.Light.Brightness };
                book.Observe(Board(output));
            }

            Assert.Equal(last, new Light(output.Active, output.Brightness));
            Assert.Empty(book.Open);
        });

    private Parts Want(OutputReading reading, OutputChange change) => _book.Want(reading, Dialect.Seed, change);

    private Task<CommandResult> Settled(int pin, Parts parts) => _book.Find(pin)!.WaitFor(parts).WaitAsync(Patience.Limit);

    private BoardCommand? Next(OutputReading reading) => _book.Next(Board(reading), Now);

    private void Send(OutputReading reading) => _book.Sent(Next(reading)!, Now);
}
