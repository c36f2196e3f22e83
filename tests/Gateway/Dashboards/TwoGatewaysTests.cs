using Microsoft.Extensions.DependencyInjection;
using RailHub.Contracts;
using RailHub.Gateway.Dashboards;
using RailHub.TestKit;

namespace RailHub.Gateway.Tests.Dashboards;

/// <summary>Any number of gateways serve one club, and a viewer goes from one to another.</summary>
public sealed class TwoGatewaysTests
{
    [Fact]
    public async Task A_viewer_whose_gateway_is_gone_has_the_true_state_of_another_at_once()
    {
        await using var gateway = await TestGateway.StartAsync();
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var other = await TestGateway.JoinAsync(gateway.Club);
        LayoutSnapshot before;
        await using (var viewer = await other.ViewerAsync())
        {
            before = await viewer.WatchAsync(layout);
            await other.DisposeAsync();
        }

        await board.Virtual.ControlAsync(4, active: true, brightness: 40, TestContext.Current.CancellationToken);
        await using var next = await gateway.ViewerAsync();
        var after = await next.WatchAsync(layout);
        await next.UntilReportedAsync(board, 4, 40);

        Assert.NotEqual(before.Feed, after.Feed);
        Assert.Equal(before.Controllers.Select(state => state.Controller), after.Controllers.Select(state => state.Controller));
        Assert.Null(after.Contact);
    }

    [Fact]
    public async Task What_one_gateway_does_is_seen_at_the_other()
    {
        await using var gateway = await TestGateway.StartAsync();
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        await using var other = await TestGateway.JoinAsync(gateway.Club);
        await using var viewer = await other.ViewerAsync(messagePack: true);
        await viewer.WatchAsync(layout);

        Assert.Equal(200, (await gateway.Api.PatchAsync($"/api/layouts/{layout.Id}/controllers/{board.Id}/outputs/4", """{"active":true,"brightness":40}""")).Status);

        await viewer.UntilReportedAsync(board, 4, 40);
    }

    [Fact]
    public async Task A_renewal_that_brings_no_news_is_a_small_answer()
    {
        await using var gateway = await TestGateway.StartAsync();
        var (layout, _) = await gateway.LayoutWithBoardAsync();
        await gateway.RenewAsync();
        var (epoch, roster, shows) = gateway.Services.GetRequiredService<ClubRelay>().Find(layout.Id)!.Known;
        var deaf = gateway.Club.Client.CreateObjectReference<Grains.ILayoutObserver>(new Deaf());

        Assert.Null((await gateway.Club.Grain(layout).Subscribe(deaf, epoch, roster, shows)).Expect().Roster);
    }

    private sealed class Deaf : Grains.ILayoutObserver
    {
        public void OnLayoutChanged(Grains.LayoutRoster roster)
        {
            // What matters here is what is answered.
        }

        public void OnShowsChanged(LayoutId layout, long epoch, long version, IReadOnlyList<ShowSummary> shows)
        {
            // As above.
        }
    }
}
