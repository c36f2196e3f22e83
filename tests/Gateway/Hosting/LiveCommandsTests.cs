using RailHub.Contracts;
using RailHub.TestKit;

namespace RailHub.Gateway.Tests.Hosting;

/// <summary>What happens while a board or a layout moves from one silo to another.</summary>
[Collection(SharedGateway.Name)]
public sealed class LiveCommandsTests(TestGateway gateway) : IDisposable
{
    private int _asked;

    public void Dispose() => gateway.GrainCalls.Instead = null;

    [Theory]
    [InlineData("SetOutput")]
    [InlineData("ApplyTargets")]
    [InlineData("RecallScene")]
    [InlineData("StartChasingGroup")]
    [InlineData("StopChasingGroup")]
    public async Task An_owner_that_moved_is_asked_once_more_and_nobody_notices(string method)
    {
        var (send, _) = await PrepareAsync(method, refusals: 1);

        Assert.Equal(200, (await send()).Status);
        Assert.Equal(2, _asked);
    }

    [Theory]
    [InlineData("SetOutput")]
    [InlineData("ApplyTargets")]
    [InlineData("RecallScene")]
    [InlineData("StartChasingGroup")]
    [InlineData("StopChasingGroup")]
    public async Task An_owner_that_moves_for_longer_is_told_of(string method)
    {
        var (send, _) = await PrepareAsync(method, refusals: 2);

        (await send()).ExpectProblem(503, "ownerMoved");
        Assert.Equal(2, _asked);
    }

    [Theory]
    [InlineData("SetOutput")]
    [InlineData("ApplyTargets")]
    [InlineData("RecallScene")]
    public async Task The_hub_asks_once_more_as_well(string method)
    {
        var (_, call) = await PrepareAsync(method, refusals: 3);
        await using var viewer = await gateway.ViewerAsync();

        var refusal = await call(viewer);
        var second = await call(viewer);

        Assert.Equal((RefusalKind.Unavailable, RefusalCodes.OwnerMoved), (refusal!.Kind, refusal.Code));
        Assert.Null(second);
        Assert.Equal(4, _asked);
    }

    private async Task<(Func<Task<Reply>> Send, Func<TestViewer, Task<Refusal?>> Call)> PrepareAsync(string method, int refusals)
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var grain = gateway.Club.Grain(layout);
        var scene = (await grain.CreateScene(new SceneDraft("Night", [board.Target(4, brightness: 100)]))).Expect();
        var group = (await grain.CreateChasingGroup(new ChasingGroupDraft("Crossing", 200, [board.Output(5), board.Output(12)]))).Expect();
        var targets = new TargetList([board.Target(4, brightness: 100)]);
        var change = new OutputChange(Active: true);
        gateway.GrainCalls.Instead = (type, real) => MovedOwner.Before(type, real, called => called == method && ++_asked <= refusals);

        var path = $"/api/layouts/{layout.Id}";
        Func<Task<Reply>> send = method switch
        {
            "SetOutput" => () => gateway.Api.PatchAsync($"{path}/controllers/{board.Id}/outputs/4", """{"active":true}"""),
            "ApplyTargets" => () => gateway.Api.PostAsync(
                $"{path}/targets", $$"""{"targets":[{"controller":"{{board.Id}}","pin":4,"active":true,"brightness":100}]}"""),
            "RecallScene" => () => gateway.Api.PostAsync($"{path}/scenes/{scene.Id}/recall"),
            "StartChasingGroup" => () => gateway.Api.PostAsync($"{path}/chasing-groups/{group.Id}/start"),
            _ => () => gateway.Api.PostAsync($"{path}/chasing-groups/{group.Id}/stop"),
        };
        return (send, async viewer => method switch
        {
            "SetOutput" => (await viewer.CallAsync<Outcome<CommandAnswer>>(method, layout.Id, board.Id, 4, change)).Refusal,
            "ApplyTargets" => (await viewer.CallAsync<Outcome<Recall>>(method, layout.Id, targets)).Refusal,
            _ => (await viewer.CallAsync<Outcome<Recall>>(method, layout.Id, scene.Id)).Refusal,
        });
    }
}
