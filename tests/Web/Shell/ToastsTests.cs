using Bunit;
using Microsoft.AspNetCore.Components.Web;
using RailHub.Web.Shell;

namespace RailHub.Web.Tests.Shell;

public sealed class ToastsTests : WebTest
{
    [Fact]
    public void A_message_is_told_to_everybody_and_goes_away_by_itself()
    {
        var toasts = Render<Toasts>();
        toasts.InvokeAsync(() => Toasts.Tell("Done."));
        Assert.Equal("polite", toasts.Find(Of("toasts")).GetAttribute("aria-live"));
        toasts.WaitForElement(Of("toast"), TimeSpan.FromSeconds(30));

        Time.Advance(ToastBox.Lasts);

        toasts.WaitForAssertion(() => Assert.Empty(toasts.FindAll(Of("toast"))), TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData("onpointerover", "onpointerleave")]
    [InlineData("onfocusin", "onfocusout")]
    public void A_message_stays_while_somebody_reads_it_and_its_whole_time_after(string begins, string ends)
    {
        var toasts = Render<Toasts>();
        toasts.InvokeAsync(() => Toasts.Tell("Done."));
        toasts.WaitForElement(Of("toast"), TimeSpan.FromSeconds(30));
        Time.Advance(ToastBox.Lasts / 2);
        toasts.Find(Of("toasts")).TriggerEvent(begins, begins == "onfocusin" ? new FocusEventArgs() : new PointerEventArgs());

        Time.Advance(ToastBox.Lasts * 10);
        Assert.Single(Toasts.Toasts);

        toasts.Find(Of("toasts")).TriggerEvent(ends, ends == "onfocusout" ? new FocusEventArgs() : new PointerEventArgs());
        Time.Advance(ToastBox.Lasts - TimeSpan.FromMilliseconds(1));
        Assert.Single(Toasts.Toasts);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Empty(Toasts.Toasts);
    }

    [Fact]
    public async Task Undo_takes_the_thing_back_once()
    {
        var undone = 0;
        var toasts = Render<Toasts>();
        await toasts.InvokeAsync(() => Toasts.Tell("Done.", () =>
        {
            undone++;
            return Task.CompletedTask;
        }));

        await toasts.Find(Of("toast-undo")).ClickAsync();

        Assert.Equal(1, undone);
        Assert.Empty(toasts.FindAll(Of("toast")));
    }

    [Fact]
    public void Only_the_newest_three_stay()
    {
        for (var number = 1; number <= 4; number++)
        {
            Toasts.Tell($"{number}");
        }

        Assert.Equal(["2", "3", "4"], Toasts.Toasts.Select(toast => toast.Text));
    }
}
