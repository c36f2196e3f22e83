using RailHub.Contracts;
using RailHub.Gateway.Members;
using RailHub.TestKit;

namespace RailHub.Gateway.Tests.Members;

/// <summary>What is taken from somebody at one gateway, ends at the other one as well: with its next look, which is within two seconds.</summary>
public sealed class RevocationTests : IAsyncLifetime
{
    private TestGateway _here = null!;
    private TestGateway _there = null!;

    public async ValueTask InitializeAsync()
    {
        _here = await TestGateway.StartAsync();
        _there = await TestGateway.JoinAsync(_here.Club);
    }

    public async ValueTask DisposeAsync()
    {
        await _there.DisposeAsync();
        await _here.DisposeAsync();
    }

    [Theory]
    [InlineData("role taken")]
    [InlineData("role lowered")]
    [InlineData("blocked")]
    [InlineData("deleted")]
    public async Task Hub_connections_of_who_lost_something_end_at_every_gateway(string what)
    {
        var layout = await _here.LayoutAsync();
        var member = await _here.Members.AddAsync($"Berta {what}", false, (layout.Id, Role.Editor));
        var token = await _there.Members.TokenAsync(member, Role.Owner);
        await using var viewer = await TestViewer.ConnectAsync(new Uri(_there.Address, "hub"), messagePack: false, caller: null, token);
        await using var other = await _there.ViewerAsync();
        var (closed, otherClosed) = (Closed(viewer), Closed(other));

        var path = $"/api/layouts/{layout.Id}/members/{member}";
        var reply = what switch
        {
            "role taken" => await _here.Api.DeleteAsync(path),
            "role lowered" => await _here.Api.PutAsync(path, """{"role":"viewer"}"""),
            "blocked" => await _here.Api.PatchAsync($"/api/members/{member}", """{"isBlocked":true}"""),
            _ => await _here.Api.DeleteAsync($"/api/members/{member}"),
        };
        Assert.InRange(reply.Status, 200, 204);
        _there.Time.Advance(PassBook.Period);

        await closed.Await("the connection to end");
        Assert.False(otherClosed.IsCompleted);
    }

    [Fact]
    public async Task A_connection_ends_where_the_token_was_revoked_and_when_it_runs_out()
    {
        var layout = await _here.LayoutAsync();
        var member = await _here.Members.AddAsync("Berta", false, (layout.Id, Role.Viewer));
        var token = await _there.Members.TokenAsync(member, Role.Owner, expiresAt: _there.Time.GetUtcNow().AddHours(1));
        await using var viewer = await TestViewer.ConnectAsync(new Uri(_there.Address, "hub"), messagePack: false, caller: null, token);
        var closed = Closed(viewer);

        _there.Time.Advance(TimeSpan.FromHours(1));

        await closed.Await("the connection to end");
        using var late = new Api(_there.Address, token);
        (await late.GetAsync("/api/layouts")).ExpectProblem(401, "signInNeeded");
    }

    [Fact]
    public async Task The_list_of_layouts_has_those_that_one_sees_and_no_frame_tells_of_others()
    {
        var (own, other) = (await _here.LayoutAsync(), await _here.LayoutAsync());
        var member = await _here.Members.AddAsync("Clara", false, (own.Id, Role.Viewer));
        var token = await _here.Members.TokenAsync(member, Role.Owner);
        await using var viewer = await TestViewer.ConnectAsync(new Uri(_here.Address, "hub"), messagePack: false, caller: null, token);
        await using var all = await _here.ViewerAsync();
        using var api = new Api(_here.Address, token);

        Assert.Equal([own.Id], (await viewer.WatchClubAsync()).Layouts.Select(summary => summary.Layout.Id));
        Assert.Contains(other.Id, (await all.WatchClubAsync()).Layouts.Select(summary => summary.Layout.Id));
        Assert.Equal([own.Id], (await api.GetAsync("/api/layouts")).Expect<IReadOnlyList<Layout>>(200).Select(layout => layout.Id));

        (await _here.Api.PutAsync($"/api/layouts/{own.Id}", """{"name":"Renamed"}""")).Expect<Layout>(200);
        ClubFrame frame;
        do
        {
            var next = viewer.NextClubAsync();
            await _here.Time.ComesAsync(next, "a change of the club");
            frame = await next;
            Assert.Equal([own.Id], frame.Layouts.Select(summary => summary.Layout.Id));
        }
        while (frame.Layouts[0].Layout.Name != "Renamed");
    }

    [Fact]
    public async Task A_session_of_one_gateway_is_known_at_the_other_at_once()
    {
        using var browser = new TestBrowser(_here.Address);
        var code = await _here.Members.ReplaceCodeAsync(_here.Time.GetUtcNow());
        (await browser.PostAsync("/api/founding", $$"""{"code":"{{code}}","userName":"dora","displayName":"Dora","password":"red lamp over the harbour"}"""))
            .Expect<SignedIn>(200);

        using var moved = new TestBrowser(_there.Address) { Cookie = browser.Cookie };
        Assert.Equal(200, (await moved.GetAsync("/api/layouts")).Status);
    }

    private static Task Closed(TestViewer viewer)
    {
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        viewer.Connection.Closed += _ =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };
        return closed.Task;
    }
}
