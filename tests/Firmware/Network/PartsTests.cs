using System.Text;
using RailHub.Firmware.Network;

namespace RailHub.Firmware.Tests.Network;

public sealed class BootButtonTests
{
    private readonly BootButton _button = new();

    [Fact]
    public void Held_for_more_than_three_seconds_it_fires_once()
    {
        Assert.False(_button.IsHeld(true, 0));
        Assert.False(_button.IsHeld(true, 3000));
        Assert.True(_button.IsHeld(true, 3001));
        Assert.False(_button.IsHeld(true, 9000));
        Assert.False(_button.IsHeld(false, 9001));
        Assert.False(_button.IsHeld(true, 9002));
        Assert.True(_button.IsHeld(true, 12_003));
    }

    [Fact]
    public void Released_in_between_it_begins_anew()
    {
        for (var now = 0; now < 60_000; now += 50)
            Assert.False(_button.IsHeld(now % 3000 != 0, now));
    }
}

public sealed class StatusLedTests
{
    private readonly StatusLed _led = new();

    [Theory]
    [InlineData("portal", 10, 100)]
    [InlineData("fallback", 10, 150)]
    [InlineData("forgotten", 20, 50)]
    public void A_pattern_has_its_toggles_and_ends_lit(string pattern, int toggles, int period)
    {
        Assert.True(_led.IsLit);
        switch (pattern)
        {
            case "portal":
                _led.ShowPortal(1000);
                break;
            case "fallback":
                _led.ShowFallback(1000);
                break;
            default:
                _led.ShowForgotten(1000);
                break;
        }

        for (var toggle = 0; toggle < toggles; toggle++)
        {
            Assert.Equal(1000 + toggle * period, _led.NextDue());
            _led.Tick(1000 + toggle * period);
            Assert.Equal(toggle % 2 == 1, _led.IsLit);
        }

        Assert.Equal(Clock.Never, _led.NextDue());
        Assert.True(_led.IsLit);
    }

    [Fact]
    public void A_board_that_was_busy_catches_up()
    {
        _led.ShowPortal(0);
        _led.Tick(100_000);

        Assert.Equal((true, Clock.Never), (_led.IsLit, _led.NextDue()));
    }

    [Fact]
    public void No_led_shares_its_pin_with_an_output_or_the_button()
    {
        Assert.False(StatusLed.MayUse(BoardProfile.RailHub32, 2));
        Assert.False(StatusLed.MayUse(BoardProfile.RailHub8266, 2));
        Assert.False(StatusLed.MayUse(BoardProfile.RailHub32, 0));
        Assert.False(StatusLed.MayUse(BoardProfile.RailHub32, -1));
        Assert.True(StatusLed.MayUse(BoardProfile.RailHub32, 15));
    }
}

public sealed class WatchdogTests
{
    [Fact]
    public void A_part_that_stands_still_is_restarted_and_then_the_board()
    {
        var dog = new Watchdog([100, 1000], 0);

        Assert.Equal(WatchdogVerdict.Fine, dog.Check(0, 100));
        Assert.Equal(WatchdogVerdict.RestartPart, dog.Check(0, 101));
        Assert.Equal(WatchdogVerdict.Fine, dog.Check(0, 201));
        Assert.Equal(WatchdogVerdict.RestartBoard, dog.Check(0, 202));
        Assert.Equal(WatchdogVerdict.Fine, dog.Check(1, 1000));
    }

    [Fact]
    public void A_sign_of_life_forgives_an_earlier_restart()
    {
        var dog = new Watchdog([100], 0);
        Assert.Equal(WatchdogVerdict.RestartPart, dog.Check(0, 101));
        dog.Beat(0, 150);

        Assert.Equal(WatchdogVerdict.RestartPart, dog.Check(0, 251));
    }
}

public sealed class HostNameTests
{
    [Theory]
    [InlineData("ESP32-Controller-01", "esp32-controller-01")]
    [InlineData("Signal Box 3", "signal-box-3")]
    [InlineData("Stellwerk Süd!", "stellwerk-sd")]
    [InlineData(" -x- ", "x")]
    [InlineData("ÄÖÜ", "esp32-controller-01")]
    [InlineData("", "esp32-controller-01")]
    public void A_device_name_becomes_a_host_name(string deviceName, string hostName) =>
        Assert.Equal(hostName, Encoding.UTF8.GetString(HostName.Of(Encoding.UTF8.GetBytes(deviceName), BoardProfile.RailHub32)));
}

public sealed class AccessPointTests
{
    [Fact]
    public void The_access_points_are_those_of_the_boards_in_the_field()
    {
        Assert.Equal(("RailHub32-Setup", "12345678"), Of(BoardProfile.RailHub32, WifiMode.Portal));
        Assert.Equal(("RailHub32-AP", "RailHub32Pass"), Of(BoardProfile.RailHub32, WifiMode.Fallback));
        Assert.Equal(("RailHub8266-Setup", "12345678"), Of(BoardProfile.RailHub8266, WifiMode.Portal));
        Assert.Equal(("RailHub8266-AP", "RailHub8266Pass"), Of(BoardProfile.RailHub8266, WifiMode.Fallback));
    }

    private static (string, string) Of(BoardProfile profile, WifiMode mode) =>
        (AccessPoint.SsidOf(profile, mode), AccessPoint.PasswordOf(profile, mode));
}
