using Microsoft.Extensions.DependencyInjection;
using RailHub.Contracts;
using RailHub.Gateway.Hosting;
using RailHub.TestKit;

namespace RailHub.Gateway.Tests.Hosting;

/// <summary>What happens while a board or a layout moves from one silo to another, and when its silo dies or stands still.</summary>
[Collection(SharedGateway.Name)]
public sealed class LiveCommandsTests(TestGateway gateway) : IDisposable
{
    private readonly TaskCompletionSource _isDone = new(TaskCreationOptions.RunContinuationsAsynchronously);
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

    [Theory]
    [InlineData("SetOutput", false)]
    [InlineData("SetOutput", true)]
    [InlineData("ApplyTargets", false)]
    [InlineData("ApplyTargets", true)]
    [InlineData("RecallScene", false)]
    [InlineData("AllOff", false)]
    [InlineData("StartChasingGroup", false)]
    [InlineData("StopChasingGroup", false)]
    public async Task What_is_a_state_is_wanted_again_when_its_answer_is_lost_and_then_answered_truly(string method, bool standsStill)
    {
        var (send, _) = await PrepareAsync(method, refusals: 0);
        Lose(method, answers: 1, standsStill);

        var reply = await (standsStill ? StandStillAsync(send) : gateway.GiveTimeAsync(send()));

        Assert.True(reply.Status == 200, reply.Text);
        Assert.Equal(2, _asked);
    }

    [Theory]
    [InlineData("SetOutput")]
    [InlineData("RecallScene")]
    public async Task Nobody_waits_for_an_answer_that_may_have_been_lost_with_its_way(string method)
    {
        var (send, _) = await PrepareAsync(method, refusals: 0);
        Lose(method, answers: 1, standsStill: true);
        var began = gateway.Time.GetTimestamp();
        var sending = send();
        await _isDone.Task.Await("the first call, which may not overtake the second");

        gateway.Services.GetRequiredService<ClusterWays>().NotifyGatewayCountChanged(0, 1, connectionRecovered: false);

        var reply = await gateway.GiveTimeAsync(sending);
        Assert.True(reply.Status == 200, reply.Text);
        Assert.Equal(2, _asked);
        Assert.InRange(gateway.Time.GetElapsedTime(began), TimeSpan.Zero, LiveCommands.AnswerLimit - LiveCommands.Pause);
    }

    [Theory]
    [InlineData("SetOutput")]
    [InlineData("RecallScene")]
    public async Task Who_never_gets_an_answer_hears_in_time_that_it_is_not_known_whether_it_was_done(string method)
    {
        var (send, _) = await PrepareAsync(method, refusals: 0);
        Lose(method, answers: int.MaxValue, standsStill: false);
        var began = gateway.Time.GetTimestamp();

        (await gateway.GiveTimeAsync(send())).ExpectProblem(504, "answerLost");

        // No longer than the limit: then the last pause would have been one too many.
        Assert.InRange(_asked, 2, (int)(LiveCommands.Limit / LiveCommands.Pause));
        Assert.InRange(gateway.Time.GetElapsedTime(began), LiveCommands.Limit - (2 * LiveCommands.Pause), TimeSpan.MaxValue);
    }

    [Fact]
    public async Task A_step_is_not_done_twice()
    {
        var layout = await gateway.LayoutAsync();
        var show = (await gateway.Club.Grain(layout).CreateShow(new ShowDraft("Evening", []))).Expect();
        Lose("Control", answers: 1, standsStill: false);
        var path = $"/api/layouts/{layout.Id}/shows/{show.Id}";

        foreach (var step in (string[])["play", "go", "back", "resume", "go-to/1", "seek/100", "release"])
        {
            _asked = 0;
            (await gateway.Api.PostAsync($"{path}/{step}")).ExpectProblem(504, "answerLost");
            Assert.Equal(1, _asked);
        }

        foreach (var state in (string[])["pause", "stop", "rate/50"])
        {
            _asked = 0;
            await gateway.GiveTimeAsync(gateway.Api.PostAsync($"{path}/{state}"));
            Assert.Equal(2, _asked);
        }
    }

    [Fact]
    public async Task Of_an_edit_whose_answer_is_lost_it_is_not_known_whether_it_was_done()
    {
        var layout = await gateway.LayoutAsync();
        Lose("CreateArea", answers: 1, standsStill: false);

        (await gateway.Api.PostAsync($"/api/layouts/{layout.Id}/areas", """{"name":"Station"}""")).ExpectProblem(504, "answerLost");

        Assert.Equal(1, _asked);
        Assert.Equal("Station", Assert.Single((await gateway.Api.GetAsync($"/api/layouts/{layout.Id}/areas")).Expect<IReadOnlyList<Area>>(200)).Name);
    }

    [Fact]
    public async Task A_question_whose_answer_is_lost_is_to_be_asked_again()
    {
        var layout = await gateway.LayoutAsync();
        Lose("GetScenes", answers: 1, standsStill: false);

        var reply = await gateway.Api.GetAsync($"/api/layouts/{layout.Id}/scenes");

        reply.ExpectProblem(503, "clubAway");
        Assert.NotNull(reply.RetryAfter);
    }

    private void Lose(string method, int answers, bool standsStill) =>
        gateway.GrainCalls.Instead = (type, real) => LostAnswer.Before(type, real, called =>
            called != method || ++_asked > answers ? null
            : standsStill ? StandStill
            : () => Task.FromException(new SiloUnavailableException("The test lets the silo die.")));

    private Task StandStill()
    {
        _isDone.TrySetResult();
        return new TaskCompletionSource().Task;
    }

    private async Task<Reply> StandStillAsync(Func<Task<Reply>> send)
    {
        var sending = send();
        await gateway.Time.Pass(LiveCommands.AnswerLimit);
        await gateway.RenewAsync();
        return await gateway.GiveTimeAsync(sending);
    }

    private async Task<(Func<Task<Reply>> Send, Func<TestViewer, Task<Refusal?>> Call)> PrepareAsync(string method, int refusals)
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var grain = gateway.Club.Grain(layout);
        var scene = (await grain.CreateScene(new SceneDraft("Night", [board.Target(4, brightness: 100)]))).Expect();
        var group = (await grain.CreateChasingGroup(new ChasingGroupDraft("Crossing", 200, [board.Output(5), board.Output(12)]))).Expect();
        var targets = new TargetList([board.Target(4, brightness: 100)]);
        var change = new OutputChange(Active: true);
        await gateway.RenewAsync();
        gateway.GrainCalls.Instead = (type, real) => MovedOwner.Before(type, real, called => called == method && ++_asked <= refusals);

        var path = $"/api/layouts/{layout.Id}";
        Func<Task<Reply>> send = method switch
        {
            "SetOutput" => () => gateway.Api.PatchAsync($"{path}/controllers/{board.Id}/outputs/4", """{"active":true}"""),
            "ApplyTargets" => () => gateway.Api.PostAsync(
                $"{path}/targets", $$"""{"targets":[{"controller":"{{board.Id}}","pin":4,"active":true,"brightness":100}]}"""),
            "RecallScene" => () => gateway.Api.PostAsync($"{path}/scenes/{scene.Id}/recall"),
            "AllOff" => () => gateway.Api.PostAsync($"{path}/all-off"),
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
