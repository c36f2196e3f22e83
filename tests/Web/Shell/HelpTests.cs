using Bunit;
using RailHub.Contracts;
using RailHub.Web.Layouts;
using RailHub.Web.Shell;
using RailHub.Web.Tests.Shows;

namespace RailHub.Web.Tests.Shell;

public sealed class HelpTests : WebTest
{
    [Fact]
    public async Task A_hint_goes_away_for_good_once_it_is_read()
    {
        JSInterop.Setup<string?>("railhub.kept", "hint.club").SetResult(null);
        var hint = Render<Hint>(parameters => parameters.Add(hint => hint.Screen, "club"));

        await hint.Find(Of("hint-read")).ClickAsync(new());

        Assert.Empty(hint.FindAll(Of("hint")));
        Assert.Equal(["hint.club", "read"], JSInterop.VerifyInvoke("railhub.keep").Arguments);
    }

    [Fact]
    public void A_hint_that_was_read_is_not_shown()
    {
        JSInterop.Setup<string?>("railhub.kept", "hint.club").SetResult("read");

        Assert.Empty(Render<Hint>(parameters => parameters.Add(hint => hint.Screen, "club")).FindAll(Of("hint")));
    }

    [Theory]
    [InlineData(null, "lamps")]
    [InlineData("scenes", "scenes")]
    [InlineData("show", "show")]
    [InlineData("plan", "plan")]
    [InlineData("setup", "setup")]
    public void Every_screen_that_shows_something_has_its_own_hint(string? section, string screen)
    {
        var view = Sample.Snapshot() with
        {
            Scenes = [new SceneSummary(new SceneId(Guid.Empty), "Night", 2, 1)],
            ChasingGroups = [new ChasingGroup(new ChasingGroupId(Guid.Empty), Sample.LayoutId, "Fair", 200, [new(Sample.Fair, 12), new(Sample.Fair, 13)], 1)],
            Shows = [ShowSample.Summary()],
            Plan = new Plan("image/png", 800, 600, 1000, 7),
        };
        var shell = Render<LayoutShell>(parameters => parameters.Add(shell => shell.View, view).Add(shell => shell.Section, section));

        Assert.Contains(Words.Hint(screen), shell.Find(Of("hint")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_keys_are_named_for_those_who_press_the_button()
    {
        var bar = Render<TopBar>(parameters => parameters.Add(bar => bar.Title, "Harz"));

        await bar.Find(Of("keys")).ClickAsync(new());

        Assert.NotEmpty(bar.FindAll($"{Of("key-sheet")} kbd"));
    }
}
