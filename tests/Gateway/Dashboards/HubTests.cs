using RailHub.Contracts;
using RailHub.Firmware;
using RailHub.Gateway.Dashboards;
using RailHub.TestKit;
using CommandResult = RailHub.Contracts.CommandResult;

namespace RailHub.Gateway.Tests.Dashboards;

[Collection(SharedGateway.Name)]
public sealed class HubTests(TestGateway gateway)
{
    private readonly OutputChange _on = new(Active: true, Brightness: 100);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_viewer_gets_the_layout_whole_and_then_what_changes_at_the_boards(bool messagePack)
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        await using var viewer = await gateway.ViewerAsync(messagePack);

        Assert.Equal(layout, (await viewer.WatchAsync(layout)).Layout);
        await viewer.UntilAsync(view => view.Controllers.Count == 1 && view.Controllers[0].Link.State == LinkState.Live);
        await board.Virtual.ControlAsync(4, active: true, brightness: 40, TestContext.Current.CancellationToken);
        await viewer.UntilReportedAsync(board, 4, 40);

        var state = Assert.Single(viewer.View.Controllers);
        Assert.Equal(board.Virtual.Profile.OutputCount, state.Outputs.Count);
        Assert.Equal(board.Id, state.Controller.Id);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Commands_are_answered_and_refusals_are_values(bool messagePack)
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        await using var viewer = await gateway.ViewerAsync(messagePack);

        var set = (await viewer.CallAsync<Outcome<CommandAnswer>>(nameof(IDashboardHub.SetOutput), layout.Id, board.Id, 4, _on)).Expect();
        var applied = (await viewer.CallAsync<Outcome<Recall>>(
            nameof(IDashboardHub.ApplyTargets), layout.Id, new TargetList([board.Target(5, brightness: 100)]))).Expect();
        var noPin = (await viewer.CallAsync<Outcome<CommandAnswer>>(nameof(IDashboardHub.SetOutput), layout.Id, board.Id, 99, _on)).ExpectRefusal();
        var tooBright = (await viewer.CallAsync<Outcome<CommandAnswer>>(
            nameof(IDashboardHub.SetOutput), layout.Id, board.Id, 4, new OutputChange(Brightness: 101))).ExpectRefusal();
        var noBoard = (await viewer.CallAsync<Outcome<CommandAnswer>>(nameof(IDashboardHub.SetOutput), layout.Id, Sample.Board, 4, _on)).ExpectRefusal();
        var noTargets = (await viewer.CallAsync<Outcome<Recall>>(nameof(IDashboardHub.ApplyTargets), layout.Id, new TargetList([]))).ExpectRefusal();
        var noLayout = (await viewer.CallAsync<Outcome<Recall>>(
            nameof(IDashboardHub.ApplyTargets), Sample.Layout.Id, new TargetList([board.Target(5)]))).ExpectRefusal();
        var noScene = (await viewer.CallAsync<Outcome<Recall>>(nameof(IDashboardHub.RecallScene), layout.Id, new SceneId(Guid.NewGuid()))).ExpectRefusal();

        Assert.Equal(CommandResult.Confirmed, set.Result);
        Assert.Equal(new OutputValues(true, 100, 0, set.Output!.Reported.Name), set.Output!.Reported);
        Assert.Equal(new TargetResult(board.Id, 5, CommandResult.Confirmed), Assert.Single(applied.Results));
        Assert.Equal((RefusalKind.NotFound, "pinUnknown"), (noPin.Kind, noPin.Code));
        Assert.Equal((RefusalKind.Invalid, "brightnessInvalid", "brightness"), (tooBright.Kind, tooBright.Code, tooBright.Field));
        Assert.Equal("controllerUnknown", noBoard.Code);
        Assert.Equal("sceneEmpty", noTargets.Code);
        Assert.Equal("layoutUnknown", noLayout.Code);
        Assert.Equal("sceneUnknown", noScene.Code);
    }

    [Fact]
    public async Task A_member_that_is_not_known_is_named_and_changes_nothing()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        await using var viewer = await gateway.ViewerAsync();

        var unknown = await RefusedAsync<CommandAnswer>(nameof(IDashboardHub.SetOutput), layout.Id, board.Id, 4, new { active = true, brightnes = 40 });
        var inside = await RefusedAsync<Recall>(
            nameof(IDashboardHub.ApplyTargets), layout.Id, new { targets = new[] { new { controller = board.Id, pin = 4, on = true } } });
        var missing = await RefusedAsync<Recall>(nameof(IDashboardHub.ApplyTargets), layout.Id, new { });

        Assert.Contains("\"brightnes\" is not known here.", unknown, StringComparison.Ordinal);
        Assert.Contains("\"on\" is not known here.", inside, StringComparison.Ordinal);
        Assert.Contains("\"targets\" is missing.", missing, StringComparison.Ordinal);
        Assert.Equal(0, board.Virtual.LevelOf(4));

        async Task<string> RefusedAsync<T>(string method, params object[] arguments)
            where T : class =>
            (await viewer.CallAsync<Outcome<T>>(method, arguments)).ExpectRefusal().Detail;
    }

    [Fact]
    public async Task Who_asks_for_snapshots_all_the_time_waits_for_them_and_others_do_not()
    {
        var layout = await gateway.LayoutAsync();
        await using var greedy = await gateway.ViewerAsync();
        await using var other = await gateway.ViewerAsync();
        for (var number = 0; number < SnapshotBudget.AtOnce; number++)
        {
            await greedy.WatchAsync(layout);
        }

        var waiting = greedy.WatchAsync(layout);
        await gateway.Time.WaitBegun(SnapshotBudget.Period);
        await other.WatchAsync(layout);
        Assert.False(waiting.IsCompleted);

        gateway.Time.Advance(SnapshotBudget.Period);
        Assert.Equal(layout, (await waiting).Layout);
    }

    [Fact]
    public async Task A_scene_is_recalled()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var scene = (await gateway.Club.Grain(layout).CreateScene(new SceneDraft("Night", [board.Target(4, brightness: 100)]))).Expect();
        await using var viewer = await gateway.ViewerAsync();

        var recall = (await viewer.CallAsync<Outcome<Recall>>(nameof(IDashboardHub.RecallScene), layout.Id, scene.Id)).Expect();

        Assert.Equal(CommandResult.Confirmed, Assert.Single(recall.Results).Result);
        Assert.Equal(255, board.Virtual.LevelOf(4));
    }

    [Fact]
    public async Task A_command_for_a_board_that_is_away_is_kept_and_seen()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        await using var viewer = await gateway.ViewerAsync();
        await viewer.WatchAsync(layout);
        await gateway.Club.PowerOffAsync(board);

        var answer = (await viewer.CallAsync<Outcome<CommandAnswer>>(nameof(IDashboardHub.SetOutput), layout.Id, board.Id, 4, _on)).Expect();

        Assert.Equal(CommandResult.Offline, answer.Result);
        await viewer.UntilAsync(view => view.Controllers is [{ } state] && state.Find(4) is { Drift: Drift.Offline, Desired.Active: true });
    }

    [Fact]
    public async Task A_lost_link_is_seen()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        await using var viewer = await gateway.ViewerAsync();
        await viewer.WatchAsync(layout);

        await gateway.Club.PowerOffAsync(board);

        await viewer.UntilAsync(view => view.Controllers is [{ Link.State: LinkState.Offline }]);
    }

    [Fact]
    public async Task Boards_scenes_and_groups_that_come_and_go_are_seen()
    {
        var layout = await gateway.LayoutAsync();
        await using var viewer = await gateway.ViewerAsync();
        Assert.Empty((await viewer.WatchAsync(layout)).Controllers);
        var board = await gateway.Club.StartBoardAsync(BoardProfile.RailHub8266);
        var grain = gateway.Club.Grain(layout);

        await gateway.Club.AddAsync(layout, board);
        await viewer.UntilAsync(view => view.Controllers is [{ Link.State: LinkState.Live, Outputs.Count: > 0 }]);
        var scene = (await grain.CreateScene(new SceneDraft("Night", [board.Target(4)]))).Expect();
        await viewer.UntilAsync(view => view.Scenes is [{ Name: "Night", Targets: 1 }]);
        var group = (await grain.CreateChasingGroup(new ChasingGroupDraft("Crossing", 200, [board.Output(4), board.Output(5)]))).Expect();
        await viewer.UntilAsync(view => view.ChasingGroups is [{ Name: "Crossing" }]);
        await grain.StartChasingGroup(group.Id);
        await viewer.UntilAsync(view => view.Controllers[0].Groups is [{ State: ChasingState.Running }]);
        await grain.StopChasingGroup(group.Id);
        await viewer.UntilAsync(view => view.Controllers[0].BoardGroups.Count == 0);

        await grain.DeleteScene(scene.Id, null);
        await grain.DeleteChasingGroup(group.Id, null);
        await grain.EditController(board.Id, new ControllerEdit(Name: "Yard"), null);
        await viewer.UntilAsync(view => view is { Scenes.Count: 0, ChasingGroups.Count: 0, Controllers: [{ Controller.Name: "Yard" }] });
        await grain.RemoveController(board.Id, null);
        await viewer.UntilAsync(view => view.Controllers.Count == 0);
    }

    [Fact]
    public async Task A_board_that_was_removed_and_added_again_at_the_same_moment_is_seen()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        await using var viewer = await gateway.ViewerAsync();
        await viewer.WatchAsync(layout);
        await viewer.UntilAsync(view => view.Controllers.Count == 1);

        await gateway.Club.Grain(layout).RemoveController(board.Id, null);
        await viewer.UntilAsync(view => view.Controllers.Count == 0);
        await gateway.Club.AddAsync(layout, board);
        gateway.Renew();

        await viewer.UntilAsync(view => view.Controllers is [{ Link.State: LinkState.Live, Outputs.Count: > 0 }]);
    }

    [Fact]
    public async Task A_layout_that_was_made_just_now_can_be_watched()
    {
        var reply = await gateway.Api.PostAsync("/api/layouts", """{"name":"Brand new"}""");
        var layout = reply.Expect<Layout>(201);
        await using var viewer = await gateway.ViewerAsync();

        Assert.Equal(layout, (await viewer.WatchAsync(layout)).Layout);
    }

    [Fact]
    public async Task A_layout_that_is_renamed_or_deleted_says_so()
    {
        var layout = await gateway.LayoutAsync();
        await using var viewer = await gateway.ViewerAsync();
        await viewer.WatchAsync(layout);

        await gateway.Club.Club.RenameLayout(layout.Id, new LayoutDraft("Renamed for the hub"), null);
        await viewer.UntilAsync(view => view.Layout.Name == "Renamed for the hub");
        await gateway.Club.Club.DeleteLayout(layout.Id, null);

        while (!(await viewer.NextAsync()).Gone)
        {
        }

        Assert.Equal("layoutUnknown", (await WatchRefusedAsync(viewer, layout.Id)).Code);
    }

    [Fact]
    public async Task A_layout_that_is_not_there_is_refused_as_a_value()
    {
        await using var viewer = await gateway.ViewerAsync();

        var refusal = await WatchRefusedAsync(viewer, new LayoutId(Guid.NewGuid()));

        Assert.Equal((RefusalKind.NotFound, "layoutUnknown"), (refusal.Kind, refusal.Code));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whoever_watches_the_club_sees_layouts_come_change_and_go(bool messagePack)
    {
        await using var viewer = await gateway.ViewerAsync(messagePack);
        await viewer.WatchClubAsync();

        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var all = board.Virtual.Profile.OutputCount;
        await UntilClubAsync(viewer, club => club.Layouts.Contains(new LayoutSummary(layout, 1, 1, 0, 0, all)));
        await board.Virtual.ControlAsync(4, active: true, brightness: 40, TestContext.Current.CancellationToken);
        await UntilClubAsync(viewer, club => club.Layouts.Contains(new LayoutSummary(layout, 1, 1, 0, 1, all)));
        await gateway.Club.Club.DeleteLayout(layout.Id, null);
        await UntilClubAsync(viewer, club => club.Layouts.All(summary => summary.Layout.Id != layout.Id));
    }

    [Fact]
    public async Task Whoever_stops_watching_gets_nothing_more()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        await using var leaving = await gateway.ViewerAsync();
        await using var staying = await gateway.ViewerAsync();
        await leaving.WatchAsync(layout);
        await staying.WatchAsync(layout);
        await staying.UntilAsync(view => view.Controllers.Count == 1);
        await leaving.CallAsync<object?>(nameof(IDashboardHub.UnwatchLayout), layout.Id);
        while (leaving.HasDeltas)
        {
            await leaving.NextAsync();
        }

        await board.Virtual.ControlAsync(4, active: true, brightness: 40, TestContext.Current.CancellationToken);
        await staying.UntilReportedAsync(board, 4, 40);
        await leaving.CallAsync<object?>(nameof(IDashboardHub.UnwatchClub));

        Assert.False(leaving.HasDeltas);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Telemetry_goes_to_those_who_asked_and_to_nobody_else(bool messagePack)
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        await using var asking = await gateway.ViewerAsync(messagePack);
        await using var other = await gateway.ViewerAsync(messagePack);
        await other.WatchAsync(layout);
        await asking.WatchAsync(layout);
        await asking.UntilAsync(view => view.Controllers.Count == 1);
        await asking.CallAsync<object?>(nameof(IDashboardHub.WatchTelemetry), layout.Id);

        gateway.Time.Advance(ClubRelay.TelemetryPeriod);
        var telemetry = await asking.NextTelemetryAsync();
        await other.CallAsync<object?>(nameof(IDashboardHub.UnwatchClub));

        Assert.Equal(layout.Id, telemetry.Id);
        Assert.Equal(board.Id, Assert.Single(telemetry.Controllers).Id);
        Assert.False(other.HasTelemetry);

        await asking.CallAsync<object?>(nameof(IDashboardHub.UnwatchTelemetry), layout.Id);
        gateway.Time.Advance(ClubRelay.TelemetryPeriod);
        await asking.CallAsync<object?>(nameof(IDashboardHub.UnwatchClub));
        Assert.False(asking.HasTelemetry);
    }

    [Fact]
    public async Task Many_viewers_see_the_same_and_the_grains_hear_of_none_of_them()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        await using (var first = await gateway.ViewerAsync())
        {
            await first.WatchAsync(layout);
            await first.UntilAsync(view => view.Controllers.Count == 1);
        }

        var calls = gateway.GrainCalls.Calls.Count;
        var viewers = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => gateway.ViewerAsync(messagePack: number % 2 == 0)));
        await Task.WhenAll(viewers.Select(viewer => viewer.WatchAsync(layout)));
        await board.Virtual.ControlAsync(4, active: true, brightness: 40, TestContext.Current.CancellationToken);
        await Task.WhenAll(viewers.Select(viewer => viewer.UntilReportedAsync(board, 4, 40)));

        Assert.Single(viewers.Select(viewer => viewer.View.Controllers.Single().Find(4)).Distinct());
        Assert.Equal(calls, gateway.GrainCalls.Calls.Count);
        Assert.Equal(
            ["CreateObjectReference IClubObserver", "CreateObjectReference IControllerObserver", "CreateObjectReference ILayoutObserver"],
            gateway.GrainCalls.Calls.Where(call => call.StartsWith(nameof(IGrainFactory.CreateObjectReference), StringComparison.Ordinal)).Order());
        foreach (var viewer in viewers)
        {
            await viewer.DisposeAsync();
        }
    }

    private async Task UntilClubAsync(TestViewer viewer, Func<ClubFrame, bool> holds)
    {
        ClubFrame frame;
        do
        {
            var next = viewer.NextClubAsync();
            while (!next.IsCompleted)
            {
                // After each frame the list rests, and what changes meanwhile is in the next.
                var rest = gateway.Time.WaitBegun(left => left <= ClubRelay.SummaryRest, "the rest of the layout list");
                if (await Task.WhenAny(next, rest) == rest)
                {
                    gateway.Time.Advance(ClubRelay.SummaryRest);
                }
            }

            frame = await next;
        }
        while (!holds(frame));
    }

    private static async Task<Refusal> WatchRefusedAsync(TestViewer viewer, LayoutId layout) =>
        (await viewer.CallAsync<Outcome<LayoutSnapshot>>(nameof(IDashboardHub.WatchLayout), layout)).ExpectRefusal();
}
