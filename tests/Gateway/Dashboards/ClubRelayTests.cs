using RailHub.Contracts;

namespace RailHub.Gateway.Tests.Dashboards;

/// <summary>What the gateway's one subscriber does not do.</summary>
public sealed class ClubRelayTests
{
    [Fact]
    public async Task The_boards_of_a_layout_that_was_deleted_are_not_asked_for_any_more()
    {
        await using var gateway = await TestGateway.StartAsync();
        var (layout, _) = await gateway.LayoutWithBoardAsync();
        await using var viewer = await gateway.ViewerAsync();
        await viewer.WatchAsync(layout);
        await gateway.Club.Club.DeleteLayout(layout.Id, null);
        while (!(await viewer.NextAsync()).Gone)
        {
        }

        await gateway.RenewAsync();
        var calls = gateway.GrainCalls.Calls.Count;
        await gateway.RenewAsync();

        Assert.Equal(["GetGrain IClubGrain"], gateway.GrainCalls.Calls.Skip(calls).Distinct());
    }

    [Fact]
    public async Task A_renewal_without_news_sends_nothing()
    {
        await using var gateway = await TestGateway.StartAsync();
        var (layout, _) = await gateway.LayoutWithBoardAsync();
        await using var viewer = await gateway.ViewerAsync();
        await viewer.WatchClubAsync();
        await viewer.WatchAsync(layout);

        // What the board had to tell at first may still be on its way, for a renewal or two.
        for (var renewal = 0; renewal < 10; renewal++)
        {
            await gateway.RenewAsync();
            await viewer.CallAsync<object?>(nameof(IDashboardHub.UnwatchTelemetry), layout.Id);
            if (!viewer.HasClubs && !viewer.HasDeltas)
            {
                return;
            }

            viewer.PassOver();
        }

        Assert.Fail("Every renewal sent something.");
    }
}
