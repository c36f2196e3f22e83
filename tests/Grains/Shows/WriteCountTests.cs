using RailHub.Grains.Hosting;
using RailHub.Grains.Shows;

namespace RailHub.Grains.Tests.Shows;

public sealed class WriteCountTests
{
    private static readonly MacAddress s_quick = MacAddress.Parse("9C9C1F189EBC", null);
    private static readonly MacAddress s_sparing = MacAddress.Parse("5CCF7F0A1B2C", null);

    private readonly WriteCount _count = new(new BoardOptions(), board => board == s_sparing ? 10 : null);

    [Fact]
    public void A_light_that_jumps_is_written_once_and_one_that_is_so_already_not_at_all()
    {
        Add(0, Light(s_quick, 4, 40), Light(s_quick, 5, 40, isOn: false));
        Add(0, Light(s_quick, 4, 40), Light(s_quick, 5, 60));

        Assert.Equal([new BoardWrites(s_quick, 3)], _count.Boards);
    }

    [Fact]
    public void A_fade_is_written_by_steps_of_four_percent_and_on_an_ESP8266_by_ten_at_most()
    {
        Add(0, Light(s_quick, 4, 0), Light(s_sparing, 4, 0));
        Add(60, Light(s_quick, 4, 100), Light(s_sparing, 4, 100));

        Assert.Equal([new BoardWrites(s_quick, 26), new BoardWrites(s_sparing, 11)], _count.Boards);
    }

    [Fact]
    public void Where_nobody_knows_what_was_before_the_longest_way_counts()
    {
        Add(60, Light(s_quick, 4, 20));

        Assert.Equal([new BoardWrites(s_quick, 20)], _count.Boards);
    }

    [Fact]
    public void No_more_than_a_board_is_sent_in_the_time_of_the_fade()
    {
        Add(0, [.. Enumerable.Range(0, 16).Select(pin => Light(s_quick, pin, 0))]);
        Add(1, [.. Enumerable.Range(0, 16).Select(pin => Light(s_quick, pin, 100))]);

        // 16 ends, before them 20 of the burst and 10 of the second.
        Assert.Equal([new BoardWrites(s_quick, 16 + 16 + 30)], _count.Boards);
    }

    [Fact]
    public void A_blink_interval_is_a_write_of_its_own_and_a_chase_one_of_its_board()
    {
        Add(0, Light(s_quick, 4, 40) with { Change = new OutputChange(true, 40, Interval: 500) });
        Add(0, Light(s_quick, 4, 40) with { Change = new OutputChange(true, 40, Interval: 500) });
        Add(0, Light(s_quick, 4, 40) with { Change = new OutputChange(true, 40, Interval: 0) });
        _count.Add(
            new PlayableCue(new Cue(CueNumber.Whole(9)), []),
            new ChasingGroup(default, default, "Run", 300, [new OutputAddress(s_sparing, 12), new OutputAddress(s_sparing, 13)], 1));

        Assert.Equal([new BoardWrites(s_quick, 3), new BoardWrites(s_sparing, 1)], _count.Boards);
    }

    private void Add(int seconds, params CueLight[] lights) => _count.Add(
        new PlayableCue(
            new Cue(CueNumber.Whole(1)),
            [.. lights.Select(light => light with { Up = TimeSpan.FromSeconds(seconds), Down = TimeSpan.FromSeconds(seconds) })]),
        null);

    private static CueLight Light(MacAddress board, int pin, int brightness, bool isOn = true) =>
        new(new OutputAddress(board, pin), new OutputChange(isOn, brightness), TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, Curve.Linear);
}
