using System.Net;
using RailHub.Contracts;
using RailHub.Firmware;
using RailHub.TestKit;
using CommandResult = RailHub.Contracts.CommandResult;

namespace RailHub.Gateway.Tests.Finding;

/// <summary>A gateway of its own: the club has one scan at a time.</summary>
public sealed class FindingTests : IAsyncLifetime
{
    private TestGateway _gateway = null!;

    public async ValueTask InitializeAsync() => _gateway = await TestGateway.StartAsync();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Boards_are_looked_for_found_and_added_at_once()
    {
        var layout = await _gateway.LayoutAsync();
        var scan = $"/api/layouts/{layout.Id}/scan";
        var yard = await _gateway.Club.StartBoardAsync(BoardProfile.RailHub8266, options => options with { Name = "Yard" });
        var station = await _gateway.Club.StartBoardAsync(BoardProfile.RailHub32);
        _gateway.Club.Neighbourhood.Services = [new IPEndPoint(IPAddress.Loopback, station.HttpPort)];
        (await _gateway.Api.GetAsync(scan)).ExpectProblem(404, "scanMissing");

        var started = await _gateway.Api.PostAsync(
            scan, $$"""{"ranges":["127.0.0.1-3"],"httpPort":{{yard.HttpPort}},"webSocketPort":{{yard.WebSocketPort}}}""");

        Assert.Equal(scan, started.Location);
        Assert.Equal(["127.0.0.1-127.0.0.3"], started.Expect<Scan>(202).Ranges);
        Scan? done = null;
        await TestClub.PollAsync(async () => (done = (await _gateway.Api.GetAsync(scan)).Expect<Scan>(200)).State == ScanState.Done, "the scan");
        Assert.Equal((4, 4, 2), (done!.Done, done.Total, done.Found.Count));
        Assert.All(done.Found, board => Assert.Equal(FoundKind.New, board.Kind));
        Assert.Equal("done", (await _gateway.Api.DeleteAsync(scan)).Json.GetProperty("state").GetString());

        var added = (await _gateway.Api.PostAsync(
            $"/api/layouts/{layout.Id}/controllers/batch",
            $$"""
            {"controllers":[{"host":"127.0.0.1","httpPort":{{yard.HttpPort}},"webSocketPort":{{yard.WebSocketPort}}},
                            {"host":"127.0.0.1","httpPort":{{yard.WebSocketPort}}}]}
            """)).Expect<AddedControllers>(200);
        Assert.Equal("Yard", added.Controllers[0].Value?.Name);
        Assert.Equal(("notABoard", "controllers[1].host"), (added.Controllers[1].Refusal?.Code, added.Controllers[1].Refusal?.Field));
        yard.Layout = layout.Id;
        await _gateway.Club.UntilLiveAsync(yard);
        var known = (await _gateway.Api.GetAsync(scan)).Expect<Scan>(200).Found.Single(board => board.Id == yard.Id);
        Assert.Equal((FoundKind.Known, layout.Name), (known.Kind, known.Layout));
    }

    [Fact]
    public async Task A_second_scan_waits_for_the_end_of_the_first()
    {
        var scan = $"/api/layouts/{(await _gateway.LayoutAsync()).Id}/scan";
        _gateway.Club.Neighbourhood.Gate = new TaskCompletionSource().Task;
        (await _gateway.Api.PostAsync(scan, """{"ranges":[]}""")).Expect<Scan>(202);
        (await _gateway.Api.PostAsync(scan, "{}")).ExpectProblem(409, "scanRunning");

        (await _gateway.Api.DeleteAsync(scan)).Expect<Scan>(200);

        await TestClub.PollAsync(async () => (await _gateway.Api.GetAsync(scan)).Expect<Scan>(200).State == ScanState.Cancelled, "the end of the scan");
    }

    [Theory]
    [InlineData("""{"ranges":["192.168.1.0/33"]}""", "rangeInvalid", "ranges[0]")]
    [InlineData("""{"ranges":["192.168.1.1","1.1.1.1"]}""", "rangeForeign", "ranges[1]")]
    [InlineData("""{"ranges":["10.0.0.0/16"]}""", "scanTooLarge", "ranges")]
    [InlineData("""{"ranges":"192.168.1.0/24"}""", "malformed", "ranges")]
    [InlineData("""{"httpPort":0}""", "portInvalid", "httpPort")]
    [InlineData("""{"range":[]}""", "malformed", "range")]
    public async Task What_may_not_be_looked_for_names_the_member(string json, string code, string field) =>
        (await _gateway.Api.PostAsync($"/api/layouts/{(await _gateway.LayoutAsync()).Id}/scan", json)).ExpectProblem(400, code, field);

    [Fact]
    public async Task A_layout_that_is_not_there_looks_for_nothing()
    {
        var scan = $"/api/layouts/{Guid.NewGuid()}/scan";
        (await _gateway.Api.PostAsync(scan, """{"ranges":[]}""")).ExpectProblem(404, "layoutUnknown");
        (await _gateway.Api.GetAsync(scan)).ExpectProblem(404, "layoutUnknown");
        (await _gateway.Api.DeleteAsync(scan)).ExpectProblem(404, "layoutUnknown");
        Assert.Equal(0, _gateway.Club.Neighbourhood.Asked);
    }

    [Fact]
    public async Task That_boards_are_followed_is_part_of_the_layout()
    {
        var layout = await _gateway.LayoutAsync();
        var path = $"/api/layouts/{layout.Id}";
        Assert.False((await _gateway.Api.GetAsync(path)).Json.GetProperty("followsBoards").GetBoolean());
        Assert.True((await _gateway.Api.PutAsync(path, """{"name":"Follower","followsBoards":true}""")).Expect<Layout>(200).FollowsBoards);
        Assert.True((await _gateway.Api.PutAsync(path, """{"name":"Renamed"}""")).Expect<Layout>(200).FollowsBoards);
    }

    [Fact]
    public async Task A_lamp_flashes()
    {
        var (layout, board) = await _gateway.LayoutWithBoardAsync();
        var outputs = $"/api/layouts/{layout.Id}/controllers/{board.Id.Compact}/outputs";

        var answer = (await _gateway.Api.PostAsync($"{outputs}/4/flash")).Expect<CommandAnswer>(202);

        Assert.Equal(CommandResult.Accepted, answer.Result);
        await _gateway.Club.PollAsync(board, () => board.Virtual.LevelOf(4) == 255, "the lamp to be on");
        (await _gateway.Api.PostAsync($"{outputs}/99/flash")).ExpectProblem(404, "pinUnknown");
        (await _gateway.Api.PostAsync($"/api/layouts/{Guid.NewGuid()}/controllers/{board.Id.Compact}/outputs/4/flash")).ExpectProblem(404, "controllerUnknown");
    }
}
