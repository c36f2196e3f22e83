using RailHub.Grains.Controllers;
using RailHub.Grains.Desks;

namespace RailHub.Grains.Tests.Desks;

public sealed class DeskFilterTests
{
    private static readonly MacAddress s_yard = new(0x025248000001);
    private static readonly DeskTouch s_touch = new(Reports.Now, null);
    private static readonly Light s_lit = new(true, 80);

    [Fact]
    public void An_untouched_desk_alters_nothing()
    {
        Assert.Same(DeskFilter.None, DeskFilter.Of(Desk.Untouched, s_yard, 4));
        Assert.Equal(s_lit, DeskFilter.None.Over(s_lit, default));
    }

    [Fact]
    public void A_lamp_is_dark_in_the_blackout_at_a_master_of_0_and_while_others_are_soloed()
    {
        Desk[] desks =
        [
            Desk.Untouched with { Blackout = s_touch },
            Desk.Untouched with { Master = 0 },
            Desk.Untouched with { Solo = [new SoloOutput(s_yard, 5, s_touch)] },
            Desk.Untouched with { Solo = [new SoloOutput(new MacAddress(7), 4, s_touch)] },
        ];
        Assert.All(desks, desk => Assert.Equal(new Light(false, 80), DeskFilter.Of(desk, s_yard, 4).Over(s_lit, s_lit)));
    }

    [Fact]
    public void A_soloed_lamp_burns_at_the_master_and_not_in_the_blackout()
    {
        var desk = Desk.Untouched with { Master = 60, Solo = [new SoloOutput(s_yard, 4, s_touch)] };
        Assert.Equal(new Light(true, 48), DeskFilter.Of(desk, s_yard, 4).Over(s_lit, s_lit));
        Assert.Equal(new Light(false, 80), DeskFilter.Of(desk with { Blackout = s_touch }, s_yard, 4).Over(s_lit, s_lit));
    }

    [Fact]
    public void A_parked_lamp_is_held_whatever_else_the_desk_does()
    {
        var desk = new Desk(1, s_touch, 20, s_touch, [new ParkedOutput(s_yard, 4, true, 35, s_touch)], [new SoloOutput(s_yard, 5, s_touch)]);
        Assert.Equal(new Light(true, 35), DeskFilter.Of(desk, s_yard, 4).Over(s_lit, s_lit));
        Assert.Equal(new Light(true, 35), DeskFilter.Of(desk, s_yard, 4).Over(default, default));
    }

    [Fact]
    public void What_is_dark_anyway_is_told_nothing()
    {
        var dark = new Light(false, 30);
        Assert.All(
            new[] { DeskFilter.None with { IsDark = true }, DeskFilter.None with { Master = 50 }, DeskFilter.None with { Parked = new Light(false, 99) } },
            filter => Assert.Equal(dark, filter.Over(new Light(false, 70), dark)));
    }

    [Fact]
    public void The_master_rounds_to_whole_percent() =>
        Assert.Equal([1, 1, 2, 50], new[] { 1, 2, 3, 99 }.Select(brightness => (DeskFilter.None with { Master = 50 }).Over(new Light(true, brightness), default).Brightness));
}
