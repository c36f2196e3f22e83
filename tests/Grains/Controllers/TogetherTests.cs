using RailHub.Grains.Controllers;
using static RailHub.Grains.Tests.Reports;

namespace RailHub.Grains.Tests.Controllers;

/// <summary>Many outputs of one board at one moment: their commands go one after the other.</summary>
public sealed class TogetherTests
{
    private readonly PlanUnderTest _board = new(Output(4, false, 100), Output(5, true, 20), Output(12, false, 100), Output(13, true, 90))
    {
        Plan = { Lead = TimeSpan.FromMilliseconds(40), Turn = TimeSpan.FromMilliseconds(50) },
    };

    [Fact]
    public void It_begins_so_early_that_the_last_is_in_time()
    {
        var (begun, wants) = (_board.Now, Cue(10, (4, 100), (5, 80), (12, 60)));
        Assert.Equal(begun + TimeSpan.FromSeconds(9.86), _board.Plan.Wake(_board.Now));
        _board.Pass(9.859);
        Assert.Null(_board.Due);
        _board.Pass(0.001);
        foreach (var _ in wants)
        {
            _board.Obey();
            _board.Pass(0.05);
        }

        // The last one was sent a time to effect before the moment.
        Assert.Equal(begun + TimeSpan.FromSeconds(10.01), _board.Now);
        Assert.All(wants, want => Assert.Equal(CommandResult.Confirmed, want.Result.Result));
        Assert.Null(_board.Due);
    }

    [Fact]
    public void What_comes_out_of_the_dark_goes_first_and_then_the_largest_change()
    {
        Cue(10, (13, 80), (5, 80), (4, 30), (12, 60));
        _board.Pass(9.9);
        Assert.Equal([12, 4, 5, 13], Enumerable.Range(0, 4).Select(_ => Pin(_board.Obey())));
    }

    [Fact]
    public void What_is_so_already_takes_no_time()
    {
        Cue(10, (4, 0), (5, 20), (12, 60));
        Assert.Equal(_board.Now + TimeSpan.FromSeconds(9.96), _board.Plan.Wake(_board.Now + TimeSpan.FromSeconds(0.5)));
    }

    [Fact]
    public void What_comes_before_keeps_its_own_moment()
    {
        Cue(10, (5, 80), (12, 60), (13, 10));
        Cue(9.9, (4, 100));
        _board.Pass(9.81);
        Assert.Equal([12, 13], new[] { Pin(_board.Obey()), Pin(_board.Obey()) });
        _board.Pass(0.05);
        Assert.Equal(4, Pin(_board.Obey()));
        _board.Pass(0.05);
        Assert.Equal(5, Pin(_board.Obey()));
    }

    [Fact]
    public void A_board_that_is_very_slow_begins_a_second_early_at_the_most()
    {
        _board.Plan.Turn = TimeSpan.FromSeconds(3);
        Cue(10, (4, 100), (5, 80));
        _board.Pass(8.959);
        Assert.Null(_board.Due);
        _board.Pass(0.001);
        Assert.NotNull(_board.Due);
    }

    [Fact]
    public void A_fade_begins_at_its_moment_and_no_earlier()
    {
        foreach (var pin in (int[])[4, 12])
        {
            _board.Want(pin, new OutputChange(true, 100), inSeconds: 10, overSeconds: 10, origin: Origin.Cue);
        }

        _board.Pass(9.95);
        Assert.Null(_board.Due);
    }

    [Fact]
    public async Task A_person_who_comes_after_it_was_done_early_has_the_last_word()
    {
        Cue(10, (4, 100), (5, 80), (12, 60));
        _board.Pass(9.87);
        Assert.Equal(4, Pin(_board.Obey()));
        var tap = _board.Want(4, new OutputChange(Active: false));
        Assert.Equal(4, Pin(_board.Obey()));
        Assert.Equal(CommandResult.Confirmed, await tap.Result);
        _board.Obey();
        _board.Obey();
        _board.Pass(1);
        Assert.Null(_board.Due);
        Assert.False(_board[4].Active);
    }

    private static int Pin(BoardCommand command) => Assert.IsType<BoardCommand.Control>(command).Pin;

    private Want[] Cue(double inSeconds, params (int Pin, int Level)[] lights) =>
        [.. lights.Select(light => _board.Want(
            light.Pin, new OutputChange(light.Level > 0, light.Level > 0 ? light.Level : 100), inSeconds, origin: Origin.Cue))];
}
