using Microsoft.Extensions.DependencyInjection;
using RailHub.Contracts;
using RailHub.Gateway.Dashboards;
using RailHub.Gateway.Hosting;
using RailHub.Grains;
using RailHub.TestKit;

namespace RailHub.Gateway.Tests.Dashboards;

/// <summary>Each subscription is renewed by itself, and what is not heard of does not look live.</summary>
public sealed class RenewalTests
{
    [Fact]
    public async Task A_board_whose_grain_hangs_looks_live_no_more_and_lets_no_other_lapse()
    {
        await using var gateway = await TestGateway.StartAsync();
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var (_, other) = await gateway.LayoutWithBoardAsync();
        await using var viewer = await gateway.ViewerAsync();
        await viewer.WatchAsync(layout);
        await viewer.UntilAsync(view => view.Controllers is [{ Link.State: LinkState.Live, Outputs.Count: > 0 }]);

        var relay = gateway.Services.GetRequiredService<ClubRelay>();
        await gateway.RenewAsync();

        var (hanging, control) = HangingGrain.Create<IControllerGrain>();
        gateway.GrainCalls.ByKey = key => key.Equals(board.Id.Compact) ? hanging : null;
        for (var round = 0; round < 3; round++)
        {
            var renewed = gateway.GrainCalls.Next("GetGrain IControllerGrain", other.Id.Compact);
            gateway.Renew();
            await renewed;
            await relay.Renewal(other.Id).Await("the renewal of the other board");
        }

        await viewer.UntilAsync(view => view.Controllers is [{ Link: { State: LinkState.Stale, Reason: LinkReason.NotHeard } }]);

        gateway.GrainCalls.ByKey = null;
        control.Fail();
        await gateway.RenewAsync();
        await gateway.RenewAsync();
        await viewer.UntilAsync(view => view.Controllers is [{ Link.State: LinkState.Live, Outputs.Count: > 0 }]);
    }

    [Fact]
    public async Task What_was_asked_by_a_way_that_is_lost_is_asked_again_at_once()
    {
        await using var gateway = await TestGateway.StartAsync();
        var (_, board) = await gateway.LayoutWithBoardAsync();
        await gateway.RenewAsync();
        var (hanging, _) = HangingGrain.Create<IControllerGrain>();
        gateway.GrainCalls.ByKey = key => key.Equals(board.Id.Compact) ? hanging : null;
        var asked = gateway.GrainCalls.Next("GetGrain IControllerGrain", board.Id.Compact);
        var renewing = gateway.Services.GetRequiredService<ClubRelay>().Renew();
        await asked;
        gateway.GrainCalls.ByKey = null;
        var ways = gateway.Services.GetRequiredService<ClusterWays>();

        // One more is no loss.
        ways.NotifyGatewayCountChanged(3, 2, connectionRecovered: false);
        Assert.False(renewing.IsCompleted);

        ways.NotifyGatewayCountChanged(2, 3, connectionRecovered: false);
        await renewing.Await("the renewal by another way, while the gateway's time stands still");
    }

    [Fact]
    public async Task A_board_that_was_asked_in_vain_looks_live_no_more_until_it_answers()
    {
        await using var gateway = await TestGateway.StartAsync();
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        await using var viewer = await gateway.ViewerAsync();
        await viewer.WatchAsync(layout);
        await viewer.UntilAsync(view => view.Controllers is [{ Link.State: LinkState.Live, Outputs.Count: > 0 }]);
        var (hanging, control) = HangingGrain.Create<IControllerGrain>();
        gateway.GrainCalls.ByKey = key => key.Equals(board.Id.Compact) ? hanging : null;
        var relay = gateway.Services.GetRequiredService<ClubRelay>();
        var asked = gateway.GrainCalls.Next("GetGrain IControllerGrain", board.Id.Compact);
        var renewing = relay.Renew();
        await asked;
        await Task.WhenAll(relay.Renewal(IClubGrain.Key), relay.Renewal(layout.Id)).Await("what answers");

        await gateway.Time.Pass(ClubRelay.AnswerLimit);
        await renewing.Await("the renewal that comes to nothing");
        await viewer.UntilAsync(view => view.Controllers is [{ Link: { State: LinkState.Stale, Reason: LinkReason.NotHeard } }]);

        gateway.GrainCalls.ByKey = null;
        control.Fail();
        await gateway.RenewAsync();
        await gateway.RenewAsync();
        await viewer.UntilAsync(view => view.Controllers is [{ Link.State: LinkState.Live, Outputs.Count: > 0 }]);
    }

    [Fact]
    public async Task A_layout_that_fails_lets_no_board_lapse()
    {
        await using var gateway = await TestGateway.StartAsync();
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var (_, other) = await gateway.LayoutWithBoardAsync();
        var relay = gateway.Services.GetRequiredService<ClubRelay>();
        await gateway.RenewAsync();
        gateway.GrainCalls.ByKey = key => key.Equals(layout.Id.Value) ? throw new TimeoutException("The test lets the layout fail.") : null;

        for (var round = 0; round < 2; round++)
        {
            var renewed = Task.WhenAll(
                gateway.GrainCalls.Next("GetGrain IControllerGrain", board.Id.Compact),
                gateway.GrainCalls.Next("GetGrain IControllerGrain", other.Id.Compact));
            gateway.Renew();
            await renewed;
            await Task.WhenAll(relay.Renewal(board.Id), relay.Renewal(other.Id)).Await("the renewal of both boards");
        }

        gateway.GrainCalls.ByKey = null;
    }

    [Fact]
    public async Task Whatever_else_there_is_to_do_gets_its_turn_between_two_renewals()
    {
        await using var gateway = await TestGateway.StartAsync();
        for (var number = 0; number < 3; number++)
        {
            await gateway.LayoutWithBoardAsync();
        }

        await gateway.RenewAsync();
        var before = Renewed();
        var oneThread = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        var (renewing, other) = await Do(() => (gateway.Services.GetRequiredService<ClubRelay>().Renew(), Do(Renewed)));

        Assert.InRange(await other, before, before + 2);
        await renewing.Await("the renewal of all subscriptions");
        Assert.InRange(Renewed(), before + 3, int.MaxValue);

        int Renewed() => gateway.GrainCalls.Calls.Count(call => call == "GetGrain IControllerGrain");

        Task<T> Do<T>(Func<T> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.None, oneThread);
    }

    [Fact]
    public async Task A_board_that_fails_keeps_nobodys_telemetry_back()
    {
        await using var gateway = await TestGateway.StartAsync();
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var failing = await gateway.Club.StartBoardAsync(Firmware.BoardProfile.RailHub8266);
        await gateway.Club.AddAsync(layout, failing);
        await using var viewer = await gateway.ViewerAsync();
        await viewer.WatchAsync(layout);
        await viewer.UntilAsync(view => view.Controllers.Count == 2);
        await viewer.CallAsync<object?>(nameof(IDashboardHub.WatchTelemetry), layout.Id);
        gateway.GrainCalls.ByKey = key => key.Equals(failing.Id.Compact) ? throw new TimeoutException("The test lets the board fail.") : null;

        gateway.Time.Advance(ClubRelay.TelemetryPeriod);

        Assert.Equal(board.Id, Assert.Single((await viewer.NextTelemetryAsync()).Controllers).Id);
        gateway.GrainCalls.ByKey = null;
    }
}
