using System.Net;
using System.Net.Sockets;
using RailHub.Contracts;
using RailHub.Firmware;
using CommandResult = RailHub.Contracts.CommandResult;

namespace RailHub.Gateway.Tests.Controllers;

[Collection(SharedGateway.Name)]
public sealed class ControllerTests(TestGateway gateway)
{
    private const string Unknown = "/api/controllers/02FFFFFFFFFF";

    [Fact]
    public async Task A_board_is_added_and_found_where_it_is_said_to_be()
    {
        var layout = await gateway.LayoutAsync();
        var board = await gateway.Club.StartBoardAsync(BoardProfile.RailHub32);

        var reply = await gateway.Api.PostAsync(
            $"/api/layouts/{layout.Id}/controllers",
            $$"""{"host":"127.0.0.1","httpPort":{{board.HttpPort}},"webSocketPort":{{board.WebSocketPort}},"name":"Station"}""");
        var added = reply.Expect<Controller>(201);
        await gateway.Club.UntilLiveAsync(board);

        Assert.Equal(board.Id, added.Id);
        Assert.Equal("Station", added.Name);
        Assert.Equal($"\"{added.Version}\"", reply.ETag);
        var found = await gateway.Api.GetAsync(reply.Location!);
        Assert.Equal(16, found.Expect<ControllerState>(200).Outputs.Count);
        Assert.Equal(reply.ETag, found.ETag);
        var all = (await gateway.Api.GetAsync($"/api/layouts/{layout.Id}/controllers")).Expect<IReadOnlyList<ControllerState>>(200);
        Assert.Equal(added, Assert.Single(all).Controller);
    }

    [Fact]
    public async Task A_board_of_another_layout_is_a_conflict()
    {
        var (_, board) = await gateway.LayoutWithBoardAsync();
        var other = await gateway.LayoutAsync();

        (await AddAsync(other, board.HttpPort)).ExpectProblem(409, "controllerTaken", "host");
    }

    [Fact]
    public async Task What_is_no_board_is_unfit() =>
        (await AddAsync(await gateway.LayoutAsync(), gateway.Address.Port)).ExpectProblem(422, "notABoard", "host");

    [Fact]
    public async Task An_address_where_nothing_is_times_out()
    {
        int port;
        using (var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            // Bound and not listening: nobody else gets the port, and it refuses connections.
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            port = ((IPEndPoint)socket.LocalEndPoint!).Port;
            (await AddAsync(await gateway.LayoutAsync(), port)).ExpectProblem(504, "notReached", "host");
        }
    }

    [Theory]
    [InlineData("""{"host":""}""", "hostInvalid", "host")]
    [InlineData("""{"host":null}""", "hostInvalid", "host")]
    [InlineData("""{"host":"http://station"}""", "hostInvalid", "host")]
    [InlineData("""{"host":"station","httpPort":0}""", "portInvalid", "httpPort")]
    [InlineData("""{"host":"station","webSocketPort":65536}""", "portInvalid", "webSocketPort")]
    [InlineData("""{"host":"station","httpPort":"80"}""", "malformed", "httpPort")]
    [InlineData("""{"httpPort":80}""", "malformed", "host")]
    public async Task A_draft_that_breaks_a_rule_names_the_member(string json, string code, string field) =>
        (await gateway.Api.PostAsync($"/api/layouts/{(await gateway.LayoutAsync()).Id}/controllers", json)).ExpectProblem(400, code, field);

    [Fact]
    public async Task A_board_is_renamed_by_whoever_has_its_version()
    {
        var (_, board) = await gateway.LayoutWithBoardAsync();
        var path = $"/api/controllers/{board.Id.Compact}";
        var version = (await gateway.Api.GetAsync(path)).ETag;

        var renamed = await gateway.Api.PatchAsync(path, """{"name":"Yard"}""", version);

        Assert.Equal("Yard", renamed.Expect<Controller>(200).Name);
        Assert.NotEqual(version, renamed.ETag);
        (await gateway.Api.PatchAsync(path, """{"name":"Late"}""", version)).ExpectProblem(412, "outdated");
        (await gateway.Api.PatchAsync(path, """{"name":""}""")).ExpectProblem(400, "nameInvalid", "name");
        (await gateway.Api.PatchAsync(path, """{"httpPort":true}""")).ExpectProblem(400, "malformed", "httpPort");
    }

    [Fact]
    public async Task A_board_is_removed_by_whoever_has_its_version()
    {
        var (_, board) = await gateway.LayoutWithBoardAsync();
        var path = $"/api/controllers/{board.Id}";
        var version = (await gateway.Api.GetAsync(path)).ETag;

        (await gateway.Api.DeleteAsync(path, "\"99\"")).ExpectProblem(412, "outdated");
        (await gateway.Api.DeleteAsync(path, version)).ExpectNoContent();
        (await gateway.Api.DeleteAsync(path)).ExpectProblem(404, "controllerUnknown");
    }

    [Fact]
    public async Task A_board_says_how_it_is()
    {
        var (_, board) = await gateway.LayoutWithBoardAsync();

        var telemetry = (await gateway.Api.GetAsync($"/api/controllers/{board.Id.Compact}/telemetry")).Expect<ControllerTelemetry>(200);

        Assert.Equal(board.Id, telemetry.Id);
    }

    [Fact]
    public async Task An_output_is_set_and_seen()
    {
        var (_, board) = await gateway.LayoutWithBoardAsync();
        var path = $"/api/controllers/{board.Id.Compact}/outputs/4";

        var first = (await gateway.Api.PatchAsync(path, """{"active":true,"brightness":100}""")).Expect<CommandAnswer>(200);
        var again = (await gateway.Api.PatchAsync(path, """{"active":true,"brightness":100}""")).Expect<CommandAnswer>(200);

        Assert.Equal(CommandResult.Confirmed, first.Result);
        Assert.Equal(CommandResult.AlreadySo, again.Result);
        Assert.Equal(255, board.Virtual.LevelOf(4));
        var output = (await gateway.Api.GetAsync(path)).Expect<OutputState>(200);
        Assert.Equal(new OutputValues(true, 100, 0, output.Reported.Name), output.Reported);
    }

    [Fact]
    public async Task A_wish_for_a_board_that_is_away_is_kept()
    {
        var (_, board) = await gateway.LayoutWithBoardAsync();
        await gateway.Club.PowerOffAsync(board);

        var answer = (await gateway.Api.PatchAsync($"/api/controllers/{board.Id.Compact}/outputs/4", """{"active":true}""")).Expect<CommandAnswer>(202);

        Assert.Equal(CommandResult.Offline, answer.Result);
        Assert.True(answer.Output!.Desired!.Active);
    }

    [Fact]
    public async Task What_the_board_refuses_is_unfit_and_its_words_are_told()
    {
        var (_, board) = await gateway.LayoutWithBoardAsync();
        board.Refuse("Flash is full");

        var problem = (await gateway.Api.PatchAsync($"/api/controllers/{board.Id.Compact}/outputs/4", """{"active":true}"""))
            .ExpectProblem(422, "boardRefused");

        Assert.Contains("Flash is full", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_was_under_way_when_its_board_was_removed_is_not_accepted()
    {
        var (_, board) = await gateway.LayoutWithBoardAsync();
        board.HoldCommands();
        var sent = board.NextCommand();
        var command = gateway.Api.PatchAsync($"/api/controllers/{board.Id.Compact}/outputs/4", """{"active":true}""");
        await sent;

        (await gateway.Api.DeleteAsync($"/api/controllers/{board.Id.Compact}")).ExpectNoContent();

        (await command).ExpectProblem(404, "controllerUnknown");
        board.ReleaseCommands();
    }

    [Theory]
    [InlineData("""{"brightness":101}""", "brightnessInvalid", "brightness")]
    [InlineData("""{"brightness":-1}""", "brightnessInvalid", "brightness")]
    [InlineData("""{"interval":5}""", "intervalInvalid", "interval")]
    [InlineData("""{"name":"123456789012345678901"}""", "nameInvalid", "name")]
    [InlineData("""{"active":"on"}""", "malformed", "active")]
    [InlineData("""{"brightness":50.5}""", "malformed", "brightness")]
    [InlineData("""{"brightness":"50"}""", "malformed", "brightness")]
    [InlineData("""{}""", "nothingToChange", "active")]
    [InlineData("""[]""", "malformed", null)]
    public async Task A_change_that_breaks_a_rule_names_the_member(string json, string code, string? field) =>
        (await gateway.Api.PatchAsync($"{Unknown}/outputs/4", json)).ExpectProblem(400, code, field);

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        var (_, board) = await gateway.LayoutWithBoardAsync();
        var pin = $"/api/controllers/{board.Id.Compact}/outputs/99";

        (await gateway.Api.GetAsync(Unknown)).ExpectProblem(404, "controllerUnknown");
        (await gateway.Api.PatchAsync(Unknown, """{"name":"Nobody"}""")).ExpectProblem(404, "controllerUnknown");
        (await gateway.Api.DeleteAsync(Unknown)).ExpectProblem(404, "controllerUnknown");
        (await gateway.Api.GetAsync($"{Unknown}/telemetry")).ExpectProblem(404, "controllerUnknown");
        (await gateway.Api.GetAsync($"{Unknown}/outputs/4")).ExpectProblem(404, "controllerUnknown");
        (await gateway.Api.PatchAsync($"{Unknown}/outputs/4", """{"active":true}""")).ExpectProblem(404, "controllerUnknown");
        (await gateway.Api.GetAsync(pin)).ExpectProblem(404, "pinUnknown");
        (await gateway.Api.PatchAsync(pin, """{"active":true}""")).ExpectProblem(404, "pinUnknown");
        (await gateway.Api.GetAsync($"/api/layouts/{Guid.NewGuid()}/controllers")).ExpectProblem(404, "layoutUnknown");
        (await gateway.Api.PostAsync($"/api/layouts/{Guid.NewGuid()}/controllers", """{"host":"station"}""")).ExpectProblem(404, "layoutUnknown");
    }

    [Fact]
    public async Task What_is_no_mac_address_is_malformed() =>
        (await gateway.Api.GetAsync("/api/controllers/station")).ExpectProblem(400, "malformed");

    private Task<Reply> AddAsync(Layout layout, int port) =>
        gateway.Api.PostAsync($"/api/layouts/{layout.Id}/controllers", $$"""{"host":"127.0.0.1","httpPort":{{port}},"webSocketPort":{{port}}}""");
}
