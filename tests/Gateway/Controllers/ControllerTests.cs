using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using RailHub.Contracts;
using RailHub.Firmware;
using RailHub.Gateway.Controllers;
using RailHub.TestKit;
using CommandResult = RailHub.Contracts.CommandResult;

namespace RailHub.Gateway.Tests.Controllers;

[Collection(SharedGateway.Name)]
public sealed class ControllerTests(TestGateway gateway)
{
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
    [InlineData("""{"host":"station","http_port":80}""", "malformed", "http_port")]
    public async Task A_draft_that_breaks_a_rule_names_the_member(string json, string code, string field) =>
        (await gateway.Api.PostAsync($"/api/layouts/{(await gateway.LayoutAsync()).Id}/controllers", json)).ExpectProblem(400, code, field);

    [Fact]
    public async Task A_board_is_renamed_by_whoever_has_its_version()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var path = $"/api/layouts/{layout.Id}/controllers/{board.Id.Compact}";
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
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var path = $"/api/layouts/{layout.Id}/controllers/{board.Id}";
        var version = (await gateway.Api.GetAsync(path)).ETag;

        (await gateway.Api.DeleteAsync(path, "\"99\"")).ExpectProblem(412, "outdated");
        (await gateway.Api.DeleteAsync(path, version)).ExpectNoContent();
        (await gateway.Api.DeleteAsync(path)).ExpectProblem(404, "controllerUnknown");
    }

    [Fact]
    public async Task A_board_says_how_it_is()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();

        var telemetry = (await gateway.Api.GetAsync($"/api/layouts/{layout.Id}/controllers/{board.Id.Compact}/telemetry")).Expect<ControllerTelemetry>(200);

        Assert.Equal(board.Id, telemetry.Id);
    }

    [Fact]
    public async Task An_output_is_set_and_seen()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var path = $"/api/layouts/{layout.Id}/controllers/{board.Id.Compact}/outputs/4";

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
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        await gateway.Club.PowerOffAsync(board);

        var answer = (await gateway.Api.PatchAsync($"/api/layouts/{layout.Id}/controllers/{board.Id.Compact}/outputs/4", """{"active":true}""")).Expect<CommandAnswer>(202);

        Assert.Equal(CommandResult.Offline, answer.Result);
        Assert.True(answer.Output!.Desired!.Active);
    }

    [Fact]
    public async Task What_the_board_refuses_is_unfit_and_its_words_are_told()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        board.Refuse("Flash is full");

        var problem = (await gateway.Api.PatchAsync($"/api/layouts/{layout.Id}/controllers/{board.Id.Compact}/outputs/4", """{"active":true}"""))
            .ExpectProblem(422, "boardRefused");

        Assert.Contains("Flash is full", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_was_under_way_when_its_board_was_removed_is_not_accepted()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        board.HoldCommands();
        var sent = board.NextCommand();
        var command = gateway.Api.PatchAsync($"/api/layouts/{layout.Id}/controllers/{board.Id.Compact}/outputs/4", """{"active":true}""");
        await sent;

        (await gateway.Api.DeleteAsync($"/api/layouts/{layout.Id}/controllers/{board.Id.Compact}")).ExpectNoContent();

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
    [InlineData("""{"active":true,"brightnes":50}""", "malformed", "brightnes")]
    [InlineData("""{"active":true,"bright'ness":50}""", "malformed", "bright'ness")]
    [InlineData("""{"active":true,"on off":50}""", "malformed", "on off")]
    [InlineData("""{"active":true,"active":false}""", "malformed", "active")]
    [InlineData("""{}""", "nothingToChange", "active")]
    [InlineData("""[]""", "malformed", null)]
    public async Task A_change_that_breaks_a_rule_names_the_member(string json, string code, string? field) =>
        (await gateway.Api.PatchAsync($"{Unknown(await gateway.LayoutAsync())}/outputs/4", json)).ExpectProblem(400, code, field);

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var pin = $"/api/layouts/{layout.Id}/controllers/{board.Id.Compact}/outputs/99";

        await NotFoundAsync(Unknown(layout));
        (await gateway.Api.GetAsync(pin)).ExpectProblem(404, "pinUnknown");
        (await gateway.Api.PatchAsync(pin, """{"active":true}""")).ExpectProblem(404, "pinUnknown");
        (await gateway.Api.GetAsync($"/api/layouts/{Guid.NewGuid()}/controllers")).ExpectProblem(404, "layoutUnknown");
        (await gateway.Api.PostAsync($"/api/layouts/{Guid.NewGuid()}/controllers", """{"host":"station"}""")).ExpectProblem(404, "layoutUnknown");
    }

    [Fact]
    public async Task A_board_of_another_layout_is_not_found_and_stays_linked()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var since = (await gateway.Club.Grain(board).GetState()).Expect().Link.Since;

        await NotFoundAsync($"/api/layouts/{(await gateway.LayoutAsync()).Id}/controllers/{board.Id.Compact}");

        var state = (await gateway.Api.GetAsync($"/api/layouts/{layout.Id}/controllers/{board.Id.Compact}")).Expect<ControllerState>(200);
        Assert.Equal(new LinkStatus(LinkState.Live, since), state.Link);
        Assert.Equal(0, board.Virtual.LevelOf(4));
    }

    [Theory]
    [InlineData("/api/controllers/02FFFFFFFFFF")]
    [InlineData("/api/scenes/019672d0-1c00-7000-8000-000000000001")]
    [InlineData("/api/chasing-groups/019672d0-1c00-7000-8000-000000000001")]
    public async Task Nothing_is_found_without_its_layout(string path) => (await gateway.Api.GetAsync(path)).ExpectProblem(404, "unknownAddress");

    [Fact]
    public async Task A_mac_address_is_the_same_however_it_is_written()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var (colons, compact) = (board.Id.ToString(), board.Id.Compact);
        string[] spellings =
        [
            colons,
            compact,
            colons.ToLowerInvariant(),
            compact.ToLowerInvariant(),
            colons.Replace(':', '-'),
            colons.Replace(":", "%3A", StringComparison.Ordinal),
            $"{compact[..4]}.{compact[4..8]}.{compact[8..]}",
        ];

        foreach (var spelling in spellings)
        {
            var path = $"/api/layouts/{layout.Id}/controllers/{spelling}";
            Assert.Equal(board.Id, (await gateway.Api.GetAsync(path)).Expect<ControllerState>(200).Controller.Id);
            (await gateway.Api.PatchAsync(path, $$"""{"name":"By {{spelling}}"}""")).Expect<Controller>(200);
        }
    }

    [Fact]
    public async Task What_is_no_mac_address_is_malformed() =>
        (await gateway.Api.GetAsync($"/api/layouts/{(await gateway.LayoutAsync()).Id}/controllers/station")).ExpectProblem(400, "malformed");

    [Theory]
    [InlineData(CommandResult.AlreadySo, 200)]
    [InlineData(CommandResult.Confirmed, 200)]
    [InlineData(CommandResult.Accepted, 202)]
    [InlineData(CommandResult.Offline, 202)]
    [InlineData(CommandResult.Superseded, 202)]
    [InlineData(CommandResult.Unsaved, 202)]
    public void What_came_of_a_command_has_its_status_and_its_body(CommandResult result, int status)
    {
        var answer = new CommandAnswer(result, Sample.Output(4));

        var reply = ControllerEndpoints.Answer(answer).Result;

        Assert.Equal(status, ((IStatusCodeHttpResult)reply).StatusCode);
        Assert.Equal(answer, ((IValueHttpResult)reply).Value);
    }

    [Fact]
    public void A_single_command_is_never_answered_as_not_kept() => Assert.Throws<ArgumentOutOfRangeException>(
        () => ControllerEndpoints.Answer(new CommandAnswer(CommandResult.NotKept, null)));

    private async Task NotFoundAsync(string path)
    {
        (await gateway.Api.GetAsync(path)).ExpectProblem(404, "controllerUnknown");
        (await gateway.Api.PatchAsync(path, """{"name":"Nobody"}""")).ExpectProblem(404, "controllerUnknown");
        (await gateway.Api.DeleteAsync(path)).ExpectProblem(404, "controllerUnknown");
        (await gateway.Api.GetAsync($"{path}/telemetry")).ExpectProblem(404, "controllerUnknown");
        (await gateway.Api.GetAsync($"{path}/outputs/4")).ExpectProblem(404, "controllerUnknown");
        (await gateway.Api.PatchAsync($"{path}/outputs/4", """{"active":true}""")).ExpectProblem(404, "controllerUnknown");
    }

    private static string Unknown(Layout layout) => $"/api/layouts/{layout.Id}/controllers/02FFFFFFFFFF";

    private Task<Reply> AddAsync(Layout layout, int port) =>
        gateway.Api.PostAsync($"/api/layouts/{layout.Id}/controllers", $$"""{"host":"127.0.0.1","httpPort":{{port}},"webSocketPort":{{port}}}""");
}
