using RailHub.Contracts;
using RailHub.TestKit;

namespace RailHub.Gateway.Tests.Desks;

[Collection(SharedGateway.Name)]
public sealed class DeskTests(TestGateway gateway)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_blackout_is_put_on_by_the_hub_seen_live_and_lifted_by_rest(bool messagePack)
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var path = $"/api/layouts/{layout.Id}/desk";
        (await gateway.Api.PatchAsync($"/api/layouts/{layout.Id}/controllers/{board.Id}/outputs/4", """{"active":true,"brightness":40}""")).Expect<OutputState>(200);
        await using var viewer = await gateway.ViewerAsync(messagePack);
        await viewer.WatchAsync(layout);
        var untouched = await gateway.Api.GetAsync(path);
        Assert.True(untouched.Expect<Desk>(200).IsLifted());

        var desk = (await viewer.CallAsync<Outcome<Desk>>(nameof(IDashboardHub.ControlDesk), layout.Id, new DeskOrder(Blackout: true))).Expect();

        Assert.NotNull(desk.Blackout?.By);
        await viewer.UntilAsync(view => view.Desk?.Blackout == desk.Blackout
            && view.Controllers[0].Find(4) is { Drift: Drift.Desk, Reported.Active: false, Desired: { Active: true, Brightness: 40 } });
        var dark = await gateway.Api.GetAsync(path);
        Assert.True(dark.Expect<Desk>(200).IsSame(desk));
        Assert.NotEqual(untouched.ETag, dark.ETag);

        (await gateway.Api.PatchAsync(path, """{"blackout":false}""", untouched.ETag)).ExpectProblem(412, "outdated");
        var lifted = await gateway.Api.PatchAsync(path, """{"blackout":false}""", dark.ETag);
        Assert.Null(lifted.Expect<Desk>(200).Blackout);
        await viewer.UntilAsync(view => view.Desk is { Blackout: null } && view.Controllers[0].Find(4) is { Drift: Drift.None, Reported: { Active: true, Brightness: 40 } });
    }

    [Fact]
    public async Task Master_park_and_solo_are_set_together_and_read_back()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var path = $"/api/layouts/{layout.Id}/desk";
        await using var viewer = await gateway.ViewerAsync(messagePack: false);
        await viewer.WatchAsync(layout);
        var desk = (await gateway.Api.PatchAsync(path, $$"""
            {"master":60,"park":[{"controller":"{{board.Id}}","pin":4,"active":true,"brightness":35}],"solo":[{"controller":"{{board.Id}}","pin":5}]}
            """)).Expect<Desk>(200);
        Assert.Equal((60, 35, 5), (desk.Master, Assert.Single(desk.Parked).Brightness, Assert.Single(desk.Solo).Pin));
        Assert.True((await gateway.Api.GetAsync(path)).Expect<Desk>(200).IsSame(desk));
        await viewer.UntilAsync(view => view.Controllers[0].Find(4) is { Drift: Drift.Desk, Reported: { Active: true, Brightness: 35 } });
        (await gateway.Api.PostAsync($"/api/layouts/{layout.Id}/controllers/{board.Id}/outputs/4/flash")).ExpectProblem(409, "deskHolds");
    }

    [Theory]
    [InlineData("""{}""", "nothingToChange", "blackout")]
    [InlineData("""{"blackout":"on"}""", "malformed", "blackout")]
    [InlineData("""{"dark":true}""", "malformed", "dark")]
    [InlineData("""{"master":-1}""", "masterInvalid", "master")]
    [InlineData("""{"park":[null]}""", "malformed", "park[0]")]
    [InlineData("""{"park":[{"controller":"BOARD","pin":4}]}""", "malformed", "park[0].active")]
    [InlineData("""{"park":[{"controller":"BOARD","pin":4,"active":true,"brightness":101}]}""", "brightnessInvalid", "park[0].brightness")]
    [InlineData("""{"solo":[{"controller":"02:00:00:00:00:99","pin":4}]}""", "controllerElsewhere", "solo[0].controller")]
    public async Task An_order_that_breaks_a_rule_names_the_member(string json, string code, string field)
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        (await gateway.Api.PatchAsync($"/api/layouts/{layout.Id}/desk", json.Replace("BOARD", board.Id.ToString(), StringComparison.Ordinal)))
            .ExpectProblem(400, code, field);
    }

    [Fact]
    public async Task The_desk_of_a_layout_that_is_not_there_is_not_found()
    {
        (await gateway.Api.GetAsync($"/api/layouts/{Guid.NewGuid()}/desk")).ExpectProblem(404, "layoutUnknown");
        (await gateway.Api.PatchAsync($"/api/layouts/{Guid.NewGuid()}/desk", """{"blackout":true}""")).ExpectProblem(404, "layoutUnknown");
    }
}
