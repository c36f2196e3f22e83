using Microsoft.Extensions.DependencyInjection;
using Orleans.Core.Internal;
using RailHub.Contracts;
using RailHub.Gateway.Dashboards;
using RailHub.Grains;

namespace RailHub.Gateway.Tests.Dashboards;

/// <summary>Grains come and go; what the dashboards show becomes true again.</summary>
public sealed class RecoveryTests
{
    [Fact]
    public async Task When_a_boards_grain_comes_to_life_anew_its_changes_are_seen_after_the_next_renewal()
    {
        await using var gateway = await TestGateway.StartAsync();
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        await using var viewer = await gateway.ViewerAsync();
        await viewer.WatchAsync(layout);
        await viewer.UntilAsync(view => view.Controllers is [{ Link.State: LinkState.Live }]);

        await ForgetAsync(gateway, gateway.Club.Grain(board).Grain);
        await board.Virtual.ControlAsync(4, active: true, brightness: 40, TestContext.Current.CancellationToken);
        gateway.Renew();
        await viewer.UntilReportedAsync(board, 4, 40);
        await board.Virtual.ControlAsync(4, active: true, brightness: 60, TestContext.Current.CancellationToken);

        await viewer.UntilReportedAsync(board, 4, 60);
    }

    [Fact]
    public async Task When_the_grains_of_layout_and_club_come_to_life_anew_edits_are_seen_after_the_next_renewal()
    {
        await using var gateway = await TestGateway.StartAsync();
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        await using var viewer = await gateway.ViewerAsync();
        await viewer.WatchAsync(layout);

        await ForgetAsync(gateway, gateway.Club.Grain(layout));
        await ForgetAsync(gateway, gateway.Club.Club);
        await gateway.Club.Grain(layout).CreateScene(new SceneDraft("Night", [board.Target(4)]));
        await gateway.Club.Club.RenameLayout(layout.Id, new LayoutDraft("Renamed"), null);
        gateway.Renew();

        await viewer.UntilAsync(view => view is { Scenes: [{ Name: "Night" }], Layout.Name: "Renamed" });
        await gateway.Club.Club.RenameLayout(layout.Id, new LayoutDraft("Renamed again"), null);
        await viewer.UntilAsync(view => view.Layout.Name == "Renamed again");
    }

    [Fact]
    public async Task A_gap_in_a_boards_changes_has_its_whole_state_asked_for_at_once()
    {
        await using var gateway = await TestGateway.StartAsync();
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        await using var viewer = await gateway.ViewerAsync();
        await viewer.WatchAsync(layout);
        await viewer.UntilAsync(view => view.Controllers.Count == 1);
        var relay = gateway.Services.GetRequiredService<ClubRelay>();

        // As if an activation spoke that the gateway has not heard of yet.
        var wrong = new Dictionary<int, OutputDelta> { [4] = new OutputDelta(Drift: Drift.Refused) };
        var calls = gateway.GrainCalls.Calls.Count;
        relay.OnControllerChanged(board.Id, new ControllerChange(long.MaxValue, 9, new ControllerDelta(Outputs: wrong), null));

        Assert.Equal(["GetGrain IControllerGrain"], gateway.GrainCalls.Calls.Skip(calls));
        await board.Virtual.ControlAsync(4, active: true, brightness: 40, TestContext.Current.CancellationToken);
        await viewer.UntilReportedAsync(board, 4, 40);
        Assert.Equal(Drift.None, viewer.View.Controllers[0].Find(4)!.Drift);
    }

    [Fact]
    public async Task When_one_of_two_silos_goes_the_boards_are_seen_again()
    {
        await using var gateway = await TestGateway.StartAsync(silos: 2);
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        await using var viewer = await gateway.ViewerAsync();
        await viewer.WatchAsync(layout);
        await viewer.UntilAsync(view => view.Controllers.Count == 1);

        await gateway.Club.Cluster.StopSiloAsync(gateway.Club.Cluster.Silos[1]);
        gateway.Club.Time.Advance(TimeSpan.FromSeconds(1));
        gateway.Renew();
        await board.Virtual.ControlAsync(4, active: true, brightness: 40, TestContext.Current.CancellationToken);

        await viewer.UntilReportedAsync(board, 4, 40);
    }

    // The next activation speaks with a later epoch.
    private static async Task ForgetAsync(TestGateway gateway, IAddressable grain)
    {
        await grain.AsReference<IGrainManagementExtension>().DeactivateOnIdle();
        gateway.Club.Time.Advance(TimeSpan.FromSeconds(1));
    }
}
