using RailHub.Firmware.Settings;

namespace RailHub.Firmware.Tests.Outputs;

public class BlinkingTests
{
    private readonly TestBoard _board = TestBoard.RailHub32();

    [Fact]
    public void The_interval_is_reported_and_zero_is_steady()
    {
        Assert.Equal("""{"success":true}""", _board.Post("/api/interval", """{"pin":2,"interval":500}""").Body);
        Assert.Equal("""{"pin":2,"active":false,"brightness":100,"interval":500,"name":""}""", _board.Output(2));

        _board.Post("/api/interval", """{"pin":2}""");
        Assert.Equal("""{"pin":2,"active":false,"brightness":100,"interval":0,"name":""}""", _board.Output(2));
    }

    [Fact]
    public void An_unknown_pin_is_not_found()
    {
        var answer = _board.Post("/api/interval", """{"pin":3,"interval":500}""");

        Assert.Equal((404, """{"error":"Output not found"}"""), (answer.Status, answer.Body));
    }

    [Theory]
    [InlineData("70000", 70000u)]
    [InlineData("4294967295", 4294967295u)]
    [InlineData("4294967296", 0u)]
    [InlineData("-1", 0u)]
    [InlineData("500.9", 500u)]
    [InlineData("\"250\"", 250u)]
    [InlineData("\"x\"", 0u)]
    [InlineData("5e2", 500u)]
    [InlineData("true", 1u)]
    [InlineData("1e999", 0u)]
    public void Intervals_have_32_bits_and_keep_them_over_a_restart(string json, uint interval)
    {
        _board.Board.SetInterval(2, 7, 0);

        _board.Post("/api/interval", $$"""{"pin":2,"interval":{{json}}}""");

        Assert.Equal(interval, _board.Board.Outputs[0].Interval);
        Assert.Equal(interval, _board.Restarted().Board.Outputs[0].Interval);
    }

    [Fact]
    public void Blinking_begins_lit_and_toggles_every_interval()
    {
        _board.Board.Control(2, true, 100, _board.Now);
        _board.Advance(70);
        _board.Post("/api/interval", """{"pin":2,"interval":300}""");

        Assert.Equal([255, 0, 255, 0], LevelsEvery(300, 4));
    }

    [Fact]
    public void Switching_on_later_begins_with_a_whole_lit_phase()
    {
        _board.Post("/api/interval", """{"pin":2,"interval":300}""");
        _board.Advance(450);
        _board.Post("/api/control", """{"pin":2,"active":true,"brightness":100}""");

        Assert.Equal([255, 0, 255], LevelsEvery(300, 3));
    }

    [Fact]
    public void A_new_brightness_keeps_the_rhythm()
    {
        _board.Board.Control(2, true, 100, _board.Now);
        _board.Board.SetInterval(2, 300, _board.Now);
        _board.Advance(200);
        _board.Post("/api/control", """{"pin":2,"active":true,"brightness":50}""");

        Assert.Equal(128, _board.Level(2));
        _board.Advance(100);
        Assert.Equal(0, _board.Level(2));
        _board.Post("/api/control", """{"pin":2,"active":true,"brightness":20}""");
        Assert.Equal(0, _board.Level(2));
        _board.Advance(300);
        Assert.Equal(51, _board.Level(2));
    }

    [Fact]
    public void Interval_zero_is_steady_at_once()
    {
        _board.Board.Control(2, true, 100, _board.Now);
        _board.Board.SetInterval(2, 300, _board.Now);
        _board.Advance(450);
        Assert.Equal(0, _board.Level(2));

        _board.Post("/api/interval", """{"pin":2,"interval":0}""");

        Assert.Equal(255, _board.Level(2));
        _board.Advance(SettingsSaver.Window);
        Assert.Equal(Clock.Never, _board.Board.NextDue());
    }

    [Fact]
    public void The_report_never_shows_the_phase()
    {
        _board.Board.Control(2, true, 60, _board.Now);
        _board.Board.SetInterval(2, 300, _board.Now);
        _board.Advance(350);

        Assert.Equal(0, _board.Level(2));
        Assert.Equal("""{"pin":2,"active":true,"brightness":60,"interval":300,"name":""}""", _board.Output(2));
    }

    [Fact]
    public void A_late_host_does_not_make_it_flicker()
    {
        _board.Board.Control(2, true, 100, 0);
        _board.Board.SetInterval(2, 100, 0);

        _board.Board.Tick(1050);

        Assert.Equal(0, _board.Level(2));
        Assert.Equal(1150, _board.Board.NextDue());
    }

    private int[] LevelsEvery(int interval, int count)
    {
        var levels = new int[count];
        for (var i = 0; i < count; i++)
        {
            _board.Advance(1);
            levels[i] = _board.Level(2);
            _board.Advance(interval - 2);
            Assert.Equal(levels[i], _board.Level(2));
            _board.Advance(1);
        }

        return levels;
    }
}
