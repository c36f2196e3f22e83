using RailHub.Firmware.Network;

namespace RailHub.Firmware.Tests.Network;

/// <summary>Protocol 1.4 and 1.5, without what 8.3.1 says a board must not copy.</summary>
public sealed class WifiCycleTests
{
    private long _now = 1000;

    [Fact]
    public void A_board_without_a_network_opens_the_portal()
    {
        Assert.Equal(WifiTask.RestartAsPortal, Start(WifiMode.Station, hasCredentials: false).TakeTask(_now));
    }

    [Fact]
    public void A_board_with_a_network_joins_it()
    {
        var wifi = Start(WifiMode.Station);

        Assert.Equal(WifiTask.JoinStored, wifi.TakeTask(_now));
        Assert.Equal(WifiTask.None, wifi.TakeTask(_now));
        wifi.JoinEnded(true, _now);

        Assert.True(wifi.IsLinked);
        Assert.Equal(Clock.Never, wifi.NextDue());
        Assert.Equal(WifiTask.None, wifi.TakeTask(_now + WifiCycle.PortalPatience));
    }

    [Fact]
    public void A_router_that_starts_slower_than_the_board_is_waited_for()
    {
        var wifi = Start(WifiMode.Station);
        var tries = 0;

        while (_now < 1000 + WifiCycle.JoinPatience - 20_000)
        {
            Assert.Equal(WifiTask.JoinStored, wifi.TakeTask(_now));
            tries++;
            _now += 10_000;
            wifi.JoinEnded(false, _now);
            Assert.Equal(WifiTask.None, wifi.TakeTask(_now));
            _now = wifi.NextDue();
        }

        Assert.InRange(tries, 4, 6);
        Assert.Equal(WifiTask.JoinStored, wifi.TakeTask(_now));
        wifi.JoinEnded(true, _now);
        Assert.True(wifi.IsLinked);
    }

    [Fact]
    public void A_network_that_stays_away_opens_the_portal()
    {
        var wifi = Start(WifiMode.Station);
        wifi.TakeTask(_now);
        _now += WifiCycle.JoinPatience;

        Assert.Equal(WifiTask.None, wifi.TakeTask(_now));
        wifi.JoinEnded(false, _now);
        Assert.Equal(WifiTask.RestartAsPortal, wifi.TakeTask(_now));
        Assert.Equal(WifiTask.None, wifi.TakeTask(_now));
    }

    [Theory]
    [InlineData(WifiMode.Portal, WifiCycle.PortalRetry)]
    [InlineData(WifiMode.Fallback, WifiCycle.FallbackRetry)]
    public void A_network_that_comes_back_is_found_while_the_access_point_is_open(WifiMode mode, int pause)
    {
        var wifi = Start(mode);

        for (var round = 0; round < 3; round++)
        {
            Assert.Equal(_now + pause, wifi.NextDue());
            Assert.Equal(WifiTask.None, wifi.TakeTask(_now + pause - 1));
            _now += pause;
            Assert.Equal(WifiTask.JoinStored, wifi.TakeTask(_now));
            _now += 8000;
            wifi.JoinEnded(round == 2, _now);
        }

        Assert.Equal(WifiTask.RestartAsStation, wifi.TakeTask(_now));
    }

    [Fact]
    public void Who_uses_the_portal_is_not_disturbed_by_tries_of_the_stored_network()
    {
        var wifi = Start(WifiMode.Portal);
        _now += WifiCycle.PortalRetry - 1;
        wifi.Visited(_now);

        Assert.Equal(WifiTask.None, wifi.TakeTask(_now + WifiCycle.VisitLength - 1));
        Assert.Equal(_now + WifiCycle.VisitLength, wifi.NextDue());
        Assert.Equal(WifiTask.JoinStored, wifi.TakeTask(_now + WifiCycle.VisitLength));
    }

    [Fact]
    public void A_portal_that_nobody_uses_falls_back_to_an_access_point()
    {
        var wifi = Start(WifiMode.Portal, hasCredentials: false);
        _now += WifiCycle.PortalPatience - 1;
        Assert.Equal(WifiTask.None, wifi.TakeTask(_now));
        wifi.Visited(_now);

        Assert.Equal(WifiTask.None, wifi.TakeTask(_now + WifiCycle.PortalPatience - 1));
        Assert.Equal(WifiTask.RestartAsFallback, wifi.TakeTask(_now + WifiCycle.PortalPatience));
    }

    [Fact]
    public void A_submitted_network_is_joined_and_the_page_can_still_say_so()
    {
        var wifi = Start(WifiMode.Portal, hasCredentials: false);
        wifi.Submit(_now);

        Assert.Equal(WifiTask.JoinSubmitted, wifi.TakeTask(_now));
        Assert.Equal(JoinState.Joining, wifi.Submitted);
        wifi.JoinEnded(true, _now);
        Assert.Equal(JoinState.Joined, wifi.Submitted);
        Assert.Equal(WifiTask.None, wifi.TakeTask(_now + WifiCycle.Farewell - 1));
        Assert.Equal(WifiTask.RestartAsStation, wifi.TakeTask(_now + WifiCycle.Farewell));
    }

    [Fact]
    public void A_submitted_network_that_cannot_be_joined_leaves_the_portal_open()
    {
        var wifi = Start(WifiMode.Portal, hasCredentials: false);
        wifi.Submit(_now);
        wifi.TakeTask(_now);
        _now += 30_000;
        wifi.JoinEnded(false, _now);

        Assert.Equal(JoinState.Failed, wifi.Submitted);
        Assert.Equal(_now + WifiCycle.PortalPatience, wifi.NextDue());
        wifi.Submit(_now);
        Assert.Equal(WifiTask.JoinSubmitted, wifi.TakeTask(_now));
    }

    [Fact]
    public void What_is_submitted_during_a_try_of_the_stored_network_comes_next()
    {
        var wifi = Start(WifiMode.Portal);
        _now = wifi.NextDue();
        Assert.Equal(WifiTask.JoinStored, wifi.TakeTask(_now));
        wifi.Submit(_now);
        Assert.Equal(WifiTask.None, wifi.TakeTask(_now));

        wifi.JoinEnded(false, _now);

        Assert.Equal(JoinState.Joining, wifi.Submitted);
        Assert.Equal(WifiTask.JoinSubmitted, wifi.TakeTask(_now));
    }

    [Fact]
    public void A_board_that_runs_never_leaves_for_the_portal_and_joins_again_by_itself()
    {
        var wifi = Start(WifiMode.Station);
        wifi.TakeTask(_now);
        wifi.JoinEnded(true, _now);

        wifi.LinkLost(_now);
        Assert.False(wifi.IsLinked);
        Assert.Equal(WifiTask.None, wifi.TakeTask(_now + WifiCycle.LossPatience - 1));
        for (var hour = 0; hour < 24; hour++)
        {
            _now += 3_600_000;
            Assert.Equal(WifiTask.JoinStored, wifi.TakeTask(_now));
            wifi.JoinEnded(false, _now);
        }

        wifi.LinkFound();
        Assert.True(wifi.IsLinked);
        Assert.Equal(Clock.Never, wifi.NextDue());
    }

    [Theory]
    [InlineData(WifiMode.Station)]
    [InlineData(WifiMode.Portal)]
    [InlineData(WifiMode.Fallback)]
    public void The_button_makes_a_board_forget_its_network_after_the_led_has_said_so(WifiMode mode)
    {
        var wifi = Start(mode);
        wifi.ButtonHeld(_now);

        Assert.Equal(_now + WifiCycle.ForgetPause, wifi.NextDue());
        Assert.Equal(WifiTask.None, wifi.TakeTask(_now + WifiCycle.ForgetPause - 1));
        Assert.Equal(WifiTask.ForgetNetwork, wifi.TakeTask(_now + WifiCycle.ForgetPause));
        Assert.Equal(WifiTask.None, wifi.TakeTask(_now + WifiCycle.PortalPatience * 10L));
    }

    [Fact]
    public void The_portal_searches_once_and_then_when_it_is_asked_as_the_fallback_does()
    {
        var portal = new WifiCycle(WifiMode.Portal, false, _now);
        Assert.Equal(WifiTask.Search, portal.TakeTask(_now));
        Assert.Equal(WifiTask.None, portal.TakeTask(_now + WifiCycle.SearchPause - 1));
        Assert.Equal(WifiTask.Search, portal.TakeTask(_now + WifiCycle.SearchPause));
        portal.NetworksHeard();
        Assert.Equal(WifiTask.None, portal.TakeTask(_now + WifiCycle.PortalPatience - 1));

        var fallback = new WifiCycle(WifiMode.Fallback, false, _now);
        Assert.Equal(Clock.Never, fallback.NextDue());
        fallback.WantNetworks();
        Assert.Equal(WifiTask.Search, fallback.TakeTask(_now));
    }

    [Fact]
    public void Nobody_searches_while_the_board_joins()
    {
        var wifi = Start(WifiMode.Fallback);
        _now += WifiCycle.FallbackRetry;
        Assert.Equal(WifiTask.JoinStored, wifi.TakeTask(_now));
        wifi.WantNetworks();

        Assert.Equal(WifiTask.None, wifi.TakeTask(_now));
        wifi.JoinEnded(false, _now);
        Assert.Equal(WifiTask.Search, wifi.TakeTask(_now));
    }

    // What the portal searches by itself at its start is heard.
    private WifiCycle Start(WifiMode mode, bool hasCredentials = true)
    {
        var wifi = new WifiCycle(mode, hasCredentials, _now);
        wifi.NetworksHeard();
        return wifi;
    }
}
