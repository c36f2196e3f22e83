using Bunit;
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
