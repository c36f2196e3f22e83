using RailHub.Contracts;
using RailHub.Gateway.Dashboards;
using RailHub.TestKit;

namespace RailHub.Gateway.Tests.Hosting;

/// <summary>A gateway that has no silos, not yet or not any more, says so to probes, programs and viewers, and is there again by itself.</summary>
public sealed class HealthTests
{
    /// <summary>What calls throw: without silos; and, found in Orleans 10.4.2, before the client has started.</summary>
    public static TheoryData<Exception> Failures =>
    [
        new SiloUnavailableException("No silo."),
        new ArgumentException("Could not find an implementation for interface RailHub.Grains.IClubGrain"),
        new NullReferenceException(),
    ];

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public async Task A_gateway_before_its_silos_answers_at_once_and_is_ready_when_the_club_was_heard_of(Exception failure)
    {
        await using var club = await TestClub.StartAsync();
        await using var gateway = await TestGateway.JoinAsync(club, failure);
        await using var viewer = await gateway.ViewerAsync();

        Assert.Equal(200, (await gateway.Api.GetAsync("/health/live")).Status);
        var ready = await gateway.Api.GetAsync("/health/ready");
        Assert.Equal((503, "Unhealthy\nclub: The cluster has not been heard of yet."), (ready.Status, ready.Text));
        Assert.NotNull(ready.RetryAfter);
        var layouts = await gateway.Api.GetAsync("/api/layouts");
        layouts.ExpectProblem(503, "clubAway");
        Assert.NotNull(layouts.RetryAfter);
        var refusal = (await viewer.CallAsync<Outcome<Recall>>(
            nameof(IDashboardHub.ApplyTargets), Sample.Layout.Id, new TargetList([new SceneTarget(Sample.Board, 4, true, 100)]))).ExpectRefusal();
        Assert.Equal((RefusalKind.Unavailable, "clubAway"), (refusal.Kind, refusal.Code));

        gateway.ComeBack();
        gateway.Time.Advance(TimeSpan.FromSeconds(1));
        await UntilReadyAsync(gateway);
        Assert.Equal(200, (await gateway.Api.GetAsync("/api/layouts")).Status);
    }

    [Fact]
    public async Task Viewers_of_a_gateway_before_its_silos_hear_that_it_knows_nothing_and_then_what_it_knows()
    {
        await using var club = await TestClub.StartAsync();
        var layout = await club.CreateLayoutAsync();
        await using var gateway = await TestGateway.JoinAsync(club, new SiloUnavailableException("No silo."));
        await using var viewer = await gateway.ViewerAsync();

        var asking = viewer.WatchClubAsync();
        await gateway.Time.Pass(ClubRelay.AnswerLimit);
        var unknown = await asking;
        Assert.Empty(unknown.Layouts);
        Assert.NotNull(unknown.Contact?.LostSince);

        var watching = viewer.CallAsync<Outcome<LayoutSnapshot>>(nameof(IDashboardHub.WatchLayout), layout.Id);
        await gateway.Time.Pass(ClubRelay.AnswerLimit);
        Assert.Equal((RefusalKind.Unavailable, "clubAway"), (await watching).ExpectRefusal() is var refused ? (refused.Kind, refused.Code) : default);

        gateway.ComeBack();
        gateway.Time.Advance(TimeSpan.FromSeconds(1));
        ClubFrame frame;
        do
        {
            frame = await viewer.NextClubAsync();
            gateway.Time.Advance(ClubRelay.SummaryRest);
        }
        while (frame is not { Layouts.Count: 1, Contact: null });
        Assert.Equal(layout, (await viewer.WatchAsync(layout)).Layout);
    }

    [Fact]
    public async Task Readiness_falls_when_nothing_is_heard_and_rises_by_itself()
    {
        await using var gateway = await TestGateway.StartAsync();
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        await using var viewer = await gateway.ViewerAsync();
        await gateway.RenewAsync();
        Assert.Equal((200, "Healthy"), await ReadyAsync(gateway));
        gateway.GoAway();
        var lost = gateway.Time.GetUtcNow();
        gateway.Time.Advance(LastWord.Limit + TimeSpan.FromTicks(1));

        Assert.Equal((503, $"Unhealthy\nclub: The cluster has not been heard of since {lost:yyyy-MM-dd HH:mm:ss} UTC."), await ReadyAsync(gateway));
        Assert.Equal(200, (await gateway.Api.GetAsync("/health/live")).Status);
        var path = $"/api/layouts/{layout.Id}";
        Func<Task<Reply>>[] requests =
        [
            () => gateway.Api.GetAsync(path),
            () => gateway.Api.PostAsync("/api/layouts", """{"name":"Branch"}"""),
            () => gateway.Api.PatchAsync($"{path}/controllers/{board.Id}/outputs/4", """{"active":true}"""),
        ];
        foreach (var request in requests)
        {
            var reply = await request();
            reply.ExpectProblem(503, "clubAway");
            Assert.NotNull(reply.RetryAfter);
        }

        var refusal = (await viewer.CallAsync<Outcome<CommandAnswer>>(
            nameof(IDashboardHub.SetOutput), layout.Id, board.Id, 4, new OutputChange(Active: true))).ExpectRefusal();
        Assert.Equal((RefusalKind.Unavailable, "clubAway"), (refusal.Kind, refusal.Code));

        gateway.ComeBack();
        Assert.Empty(board.Commands);
        gateway.Time.Advance(TimeSpan.FromSeconds(1));
        await UntilReadyAsync(gateway);
        Assert.Equal(200, (await requests[2]()).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Viewers_hear_that_the_club_is_lost_and_nothing_looks_live_until_it_is_found(bool messagePack)
    {
        await using var gateway = await TestGateway.StartAsync();
        var (layout, _) = await gateway.LayoutWithBoardAsync();
        await using var viewer = await gateway.ViewerAsync(messagePack);
        await viewer.WatchAsync(layout);
        await viewer.UntilAsync(view => view.Controllers is [{ Link.State: LinkState.Live, Outputs.Count: > 0 }]);
        await gateway.RenewAsync();
        gateway.GoAway();
        gateway.Time.Advance(LastWord.Limit + TimeSpan.FromSeconds(1));

        await viewer.UntilAsync(view =>
            view is { Contact.LostSince: not null, Controllers: [{ Link: { State: LinkState.Stale, Reason: LinkReason.NotHeard } }] });
        var list = await viewer.WatchClubAsync();
        Assert.NotNull(list.Contact?.LostSince);
        Assert.Equal((0, 1), Assert.Single(list.Layouts) is var summary ? (summary.Live, summary.Stale) : default);
        Assert.NotNull((await viewer.WatchAsync(layout)).Contact?.LostSince);

        gateway.ComeBack();
        gateway.Time.Advance(TimeSpan.FromSeconds(1));
        await viewer.UntilAsync(view => view is { Contact: null or { LostSince: null }, Controllers: [{ Link.State: LinkState.Live }] });
        Assert.Null((await viewer.WatchClubAsync()).Contact);
    }

    private static async Task<(int Status, string Text)> ReadyAsync(TestGateway gateway)
    {
        var reply = await gateway.Api.GetAsync("/health/ready");
        return (reply.Status, reply.Text);
    }

    private static Task UntilReadyAsync(TestGateway gateway) =>
        TestClub.PollAsync(async () => (await ReadyAsync(gateway)).Status == 200, "the gateway to be ready");
}
