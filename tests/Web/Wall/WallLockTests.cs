using Bunit;
using Microsoft.AspNetCore.Components.Web;
using RailHub.Web.Wall;

namespace RailHub.Web.Tests.Wall;

public sealed class WallLockTests : WebTest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly IRenderedComponent<WallView> _wall;

    public WallLockTests() => _wall = Render<WallView>(parameters => parameters.Add(wall => wall.View, Sample.Snapshot()));

    [Fact]
    public void Only_a_press_of_three_seconds_unlocks_and_it_is_told_while_it_lasts()
    {
        Assert.Empty(_wall.FindAll(Of("wall-leave")));
        Screen.PointerDown();
        Assert.NotEmpty(_wall.Find(Of("wall-press")).TextContent);
        Time.Advance(WallLock.LongPress - TimeSpan.FromMilliseconds(1));
        Screen.PointerUp();
        Assert.Empty(_wall.Find(Of("wall-press")).TextContent);
        Time.Advance(WallLock.LongPress);
        Assert.Empty(_wall.FindAll(Of("wall-leave")));

        Screen.PointerDown();
        Time.Advance(WallLock.LongPress);

        _wall.WaitForAssertion(() => Assert.Equal($"l/{Sample.LayoutId}", _wall.Find(Of("wall-leave")).GetAttribute("href")), Patience);
        Assert.Equal("false", Screen.GetAttribute("data-locked"));
    }

    [Theory]
    [InlineData("Enter")]
    [InlineData(" ")]
    public void A_key_that_is_held_unlocks_and_one_that_is_tapped_does_not(string key)
    {
        _wall.Find(Of("wall-unlock")).KeyDown(key);
        _wall.Find(Of("wall-unlock")).Click(new MouseEventArgs { Detail = 0 });
        _wall.Find(Of("wall-unlock")).KeyUp(key);
        Time.Advance(WallLock.LongPress);
        Assert.Empty(_wall.FindAll(Of("wall-leave")));

        _wall.Find(Of("wall-unlock")).KeyDown(key);
        Time.Advance(WallLock.LongPress);

        _wall.WaitForElement(Of("wall-leave"), Patience);
    }

    [Fact]
    public void Who_cannot_hold_a_key_presses_the_button_by_other_means_and_waits()
    {
        _wall.Find(Of("wall-unlock")).Click(new MouseEventArgs { Detail = 1 });
        Time.Advance(WallLock.LongPress);
        Assert.Empty(_wall.FindAll(Of("wall-leave")));

        _wall.Find(Of("wall-unlock")).Click(new MouseEventArgs { Detail = 0 });
        Time.Advance(WallLock.LongPress);

        _wall.WaitForElement(Of("wall-leave"), Patience);
    }

    [Fact]
    public void It_locks_itself_when_nobody_touches_it()
    {
        Unlock();
        Time.Advance(WallLock.Rest - TimeSpan.FromMilliseconds(1));
        Screen.PointerDown();
        Time.Advance(WallLock.Rest - TimeSpan.FromMilliseconds(1));
        Screen.KeyDown("Tab");
        Time.Advance(WallLock.Rest - TimeSpan.FromMilliseconds(1));
        Assert.Single(_wall.FindAll(Of("wall-leave")));

        Time.Advance(TimeSpan.FromMilliseconds(1));

        _wall.WaitForAssertion(() => Assert.Equal("true", Screen.GetAttribute("data-locked")), Patience);
        Assert.Empty(_wall.FindAll(Of("wall-leave")));
        Unlock();
        _wall.Find(Of("wall-lock")).Click();
        Assert.Equal("true", Screen.GetAttribute("data-locked"));
    }

    [Theory]
    [InlineData(22, 7, 21, false)]
    [InlineData(22, 7, 22, true)]
    [InlineData(22, 7, 0, true)]
    [InlineData(22, 7, 6, true)]
    [InlineData(22, 7, 7, false)]
    [InlineData(1, 5, 0, false)]
    [InlineData(1, 5, 4, true)]
    [InlineData(1, 5, 5, false)]
    public void A_night_may_go_over_midnight(int from, int until, int hour, bool isNight) => Assert.Equal(isNight, new NightHours(from, until).Has(hour));

    [Theory]
    [InlineData("22-7", 22, 7)]
    [InlineData("0-23", 0, 23)]
    public void Hours_are_read_as_they_were_kept(string text, int from, int until)
    {
        Assert.Equal(new NightHours(from, until), NightHours.Parse(text));
        Assert.Equal(text, new NightHours(from, until).ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("22")]
    [InlineData("24-7")]
    [InlineData("-1-7")]
    [InlineData("-7")]
    public void What_is_no_hours_is_never(string? text) => Assert.Null(NightHours.Parse(text));

    [Fact]
    public void It_is_never_dim_until_somebody_says_so_and_then_at_these_hours_while_it_is_locked()
    {
        Assert.Equal("false", Screen.GetAttribute("data-night"));
        Unlock();
        _wall.Find(Of("wall-night-from")).Change("15");
        Assert.Equal("15-7", JSInterop.VerifyInvoke("railhub.keep").Arguments[1]);
        _wall.Find(Of("wall-night-until")).Change("16");
        _wall.Find(Of("wall-lock")).Click();

        // It is two o'clock in the club.
        Assert.Equal("false", Screen.GetAttribute("data-night"));
        Time.Advance(TimeSpan.FromHours(1));
        _wall.WaitForAssertion(() => Assert.Equal("true", Screen.GetAttribute("data-night")), Patience);
        Unlock();
        Assert.Equal("false", Screen.GetAttribute("data-night"));
        _wall.Find(Of("wall-lock")).Click();
        Assert.Equal("true", Screen.GetAttribute("data-night"));
        Time.Advance(TimeSpan.FromHours(1));
        _wall.WaitForAssertion(() => Assert.Equal("false", Screen.GetAttribute("data-night")), Patience);
        Unlock();
        _wall.Find(Of("wall-night-from")).Change("");
        Assert.Empty(_wall.FindAll(Of("wall-night-until")));
    }

    private AngleSharp.Dom.IElement Screen => _wall.Find(Of("wall"));

    private void Unlock()
    {
        Screen.PointerDown();
        Time.Advance(WallLock.LongPress);
        _wall.WaitForElement(Of("wall-leave"), Patience);
        Screen.PointerUp();
    }
}
