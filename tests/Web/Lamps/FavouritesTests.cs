using Bunit;
using RailHub.Contracts;
using RailHub.Web.Lamps;
using RailHub.Web.Layouts;

namespace RailHub.Web.Tests.Lamps;

public sealed class FavouritesTests : WebTest
{
    private static OutputAddress Lamp(int place)
    {
        var board = Sample.Snapshot().Controllers[0];
        return new OutputAddress(board.Controller.Id, board.Outputs[place].Pin);
    }

    [Fact]
    public async Task They_are_kept_in_the_order_in_which_they_were_chosen()
    {
        await Favourites.TurnAsync(Lamp(1));
        await Favourites.TurnAsync(Lamp(0));

        Assert.Equal([Lamp(1), Lamp(0)], Favourites.Lamps);
        Assert.Equal($"{Lamp(1).Controller.Compact}/{Lamp(1).Pin} {Lamp(0).Controller.Compact}/{Lamp(0).Pin}", JSInterop.Invocations["railhub.keep"][^1].Arguments[1]);

        await Favourites.TurnAsync(Lamp(1));
        Assert.Equal([Lamp(0)], Favourites.Lamps);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no lamp / at all")]
    [InlineData("AABBCC000001/x 7 //")]
    public async Task What_a_browser_keeps_beside_them_is_passed_over(string kept)
    {
        JSInterop.Setup<string?>("railhub.kept", $"favourites.{Sample.LayoutId}").SetResult($"{kept} {Lamp(0).Controller.Compact}/{Lamp(0).Pin}");

        await Favourites.ReadAsync();

        Assert.Equal([Lamp(0)], Favourites.Lamps);
    }

    [Fact]
    public async Task They_come_first_and_stand_in_the_dock_and_do_not_count_twice()
    {
        var shell = Render<LayoutShell>(parameters => parameters.Add(shell => shell.View, Sample.Snapshot()));
        var (areas, count) = (shell.FindAll(Of("area")).Count, shell.Find(Of("lit-count")).TextContent);

        await shell.InvokeAsync(() => Favourites.TurnAsync(Lamp(1)));

        Assert.Equal("favourites", shell.Find(Of("area")).GetAttribute("data-area"));
        Assert.Equal(areas + 1, shell.FindAll(Of("area")).Count);
        Assert.Single(shell.FindAll(Of("dock-lamp")));
        Assert.Equal(count, shell.Find(Of("lit-count")).TextContent);
        var ids = shell.FindAll("[id]").Select(element => element.Id).ToArray();
        Assert.Equal(ids.Distinct(), ids);

        await shell.Find(Of("dock-lamp")).ClickAsync(new());
        Assert.Equal((Lamp(1).Controller, Lamp(1).Pin), (Hub.Commands[0].Controller, Hub.Commands[0].Pin));
    }

    [Fact]
    public async Task The_star_in_the_sheet_makes_a_lamp_one()
    {
        var shell = Render<LayoutShell>(parameters => parameters.Add(shell => shell.View, Sample.Snapshot()));
        await shell.Find(Of("lamp-more")).ClickAsync(new());

        await shell.Find(Of("sheet-favourite")).ClickAsync(new());

        Assert.Equal([Lamp(0)], Favourites.Lamps);
        Assert.Equal("true", shell.Find(Of("sheet-favourite")).GetAttribute("aria-pressed"));
    }
}
