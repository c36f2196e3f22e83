using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using RailHub.Contracts;
using RailHub.TestKit;

namespace RailHub.Gateway.Tests.Dashboards;

/// <summary>Calls of the hub that nobody's client library would make: each is answered by a refusal, and the connection stays.</summary>
[Collection(SharedGateway.Name)]
public sealed class CallTests(TestGateway gateway)
{
    [Theory]
    [InlineData("SetOutput", """["LAYOUT","BOARD",4,null]""", "change")]
    [InlineData("SetOutput", """[null,"BOARD",4,{"active":true}]""", "layout")]
    [InlineData("SetOutput", """["LAYOUT",null,4,{"active":true}]""", "controller")]
    [InlineData("SetOutput", """["LAYOUT","BOARD",null,{"active":true}]""", "pin")]
    [InlineData("SetOutput", """["LAYOUT","station",4,{"active":true}]""", "controller")]
    [InlineData("SetOutput", """["LAYOUT","BOARD",4.5,{"active":true}]""", "pin")]
    [InlineData("SetOutput", """["LAYOUT","BOARD",4,true]""", "change")]
    [InlineData("SetOutput", """["LAYOUT","BOARD",4,{"active":true,"brightnes":50}]""", "brightnes")]
    [InlineData("SetOutput", """["LAYOUT","BOARD",4,{"active":true,"active":false}]""", "active")]
    [InlineData("SetOutput", """["LAYOUT","BOARD",4,{"brightness":"50"}]""", "brightness")]
    [InlineData("SetOutput", """["BOARD",4,{"active":true}]""", null)]
    [InlineData("SetOutput", """[]""", null)]
    [InlineData("setoutput", """["LAYOUT","BOARD",4,null]""", "change")]
    [InlineData("ApplyTargets", """["LAYOUT",null]""", "targets")]
    [InlineData("ApplyTargets", """["LAYOUT",{}]""", "targets")]
    [InlineData("ApplyTargets", """["LAYOUT",{"targets":null}]""", "targets")]
    [InlineData("ApplyTargets", """["LAYOUT",{"targets":[null]}]""", "targets[0]")]
    [InlineData("ApplyTargets", """["LAYOUT",{"targets":[{"controller":null,"pin":4,"active":true,"brightness":1}]}]""", "targets[0].controller")]
    [InlineData("ApplyTargets", """["LAYOUT",{"targets":[{"controller":"BOARD","pin":4,"active":true}]}]""", "targets[0].brightness")]
    [InlineData("ApplyTargets", """["LAYOUT",{"targets":[{"controller":"BOARD","pin":4,"active":true,"brightness":1,"fades":2}]}]""", "targets[0].fades")]
    [InlineData("ApplyTargets", """[null,{"targets":[]}]""", "layout")]
    [InlineData("RecallScene", """["LAYOUT",null]""", "scene")]
    [InlineData("RecallScene", """["LAYOUT","night"]""", "scene")]
    [InlineData("RecallScene", """[null,null]""", "layout")]
    [InlineData("FadeToScene", """["LAYOUT",null,0]""", "scene")]
    [InlineData("FadeToScene", """["LAYOUT","night",0]""", "scene")]
    [InlineData("WatchLayout", """[null]""", "layout")]
    [InlineData("UnwatchLayout", """[null]""", "layout")]
    [InlineData("WatchTelemetry", """["everything"]""", "layout")]
    [InlineData("UnwatchTelemetry", """[{}]""", "layout")]
    [InlineData("UnwatchClub", """[1]""", null)]
    public async Task What_cannot_be_read_is_a_refusal_that_names_the_argument_or_the_member(string method, string arguments, string? field)
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        await using var caller = await RawCaller.ConnectAsync(gateway);

        var answer = await caller.CallAsync(method, Fill(arguments, layout, board));
        var next = await caller.CallAsync("SetOutput", Fill("""["LAYOUT","BOARD",99,{"active":true}]""", layout, board));

        var refusal = answer.GetProperty("result").GetProperty("refusal");
        Assert.Equal("invalid", refusal.GetProperty("kind").GetString());
        Assert.Equal(field, refusal.TryGetProperty("field", out var named) ? named.GetString() : null);
        Assert.NotEmpty(refusal.GetProperty("detail").GetString()!);
        Assert.Equal("pinUnknown", next.GetProperty("result").GetProperty("refusal").GetProperty("code").GetString());
        Assert.Equal(0, board.Virtual.LevelOf(4));
    }

    [Fact]
    public async Task A_method_that_there_is_not_is_an_error()
    {
        await using var caller = await RawCaller.ConnectAsync(gateway);

        Assert.NotEmpty((await caller.CallAsync("SwitchOn", "[1]")).GetProperty("error").GetString()!);
    }

    [Fact]
    public async Task A_board_or_scene_of_another_layout_is_not_found()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var scene = (await gateway.Club.Grain(layout).CreateScene(new SceneDraft("Night", [board.Target(4, brightness: 100)]))).Expect();
        var other = await gateway.LayoutAsync();
        await using var viewer = await gateway.ViewerAsync();

        var set = (await viewer.CallAsync<Outcome<CommandAnswer>>(
            nameof(IDashboardHub.SetOutput), other.Id, board.Id, 4, new OutputChange(Active: true))).ExpectRefusal();
        var recalled = (await viewer.CallAsync<Outcome<Recall>>(nameof(IDashboardHub.RecallScene), other.Id, scene.Id)).ExpectRefusal();

        Assert.Equal((RefusalKind.NotFound, "controllerUnknown"), (set.Kind, set.Code));
        Assert.Equal((RefusalKind.NotFound, "sceneUnknown"), (recalled.Kind, recalled.Code));
        Assert.Equal(0, board.Virtual.LevelOf(4));
    }

    [Fact]
    public async Task Over_message_pack_nulls_are_refusals_too()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        await using var viewer = await gateway.ViewerAsync(messagePack: true);

        var noChange = (await viewer.CallAsync<Outcome<CommandAnswer>>(nameof(IDashboardHub.SetOutput), layout.Id, board.Id, 4, null)).ExpectRefusal();
        var noTargets = (await viewer.CallAsync<Outcome<Recall>>(nameof(IDashboardHub.ApplyTargets), layout.Id, null)).ExpectRefusal();
        var noList = (await viewer.CallAsync<Outcome<Recall>>(nameof(IDashboardHub.ApplyTargets), layout.Id, new TargetList(null!))).ExpectRefusal();
        var noTarget = (await viewer.CallAsync<Outcome<Recall>>(nameof(IDashboardHub.ApplyTargets), layout.Id, new TargetList([null!]))).ExpectRefusal();
        var noScene = (await viewer.CallAsync<Outcome<Recall>>(nameof(IDashboardHub.RecallScene), layout.Id, null)).ExpectRefusal();

        Assert.Equal(("change", "targets", "targets", "targets[0]"), (noChange.Field, noTargets.Field, noList.Field, noTarget.Field));
        Assert.Equal((RefusalKind.Invalid, "malformed"), (noScene.Kind, noScene.Code));
    }

    private static string Fill(string arguments, Layout layout, TestBoard board) => arguments
        .Replace("LAYOUT", layout.Id.ToString(), StringComparison.Ordinal).Replace("BOARD", board.Id.ToString(), StringComparison.Ordinal);

    /// <summary>Speaks the hub's JSON protocol by hand.</summary>
    private sealed class RawCaller : IAsyncDisposable
    {
        private const char Separator = '\u001E';

        private readonly ClientWebSocket _socket = new();
        private readonly byte[] _buffer = new byte[64 * 1024];
        private string _unread = "";
        private int _calls;

        public static async Task<RawCaller> ConnectAsync(TestGateway gateway)
        {
            var caller = new RawCaller();
            await caller._socket.ConnectAsync(new Uri($"ws://{gateway.Address.Authority}/hub?access_token={gateway.Token}"), CancellationToken.None);
            await caller.SendAsync("""{"protocol":"json","version":1}""");
            Assert.Equal("{}", (await caller.ReadAsync()).GetRawText());
            return caller;
        }

        /// <summary>The completion of a call.</summary>
        public async Task<JsonElement> CallAsync(string method, string arguments)
        {
            var id = $"{++_calls}";
            await SendAsync($$"""{"type":1,"invocationId":"{{id}}","target":"{{method}}","arguments":{{arguments}}}""");
            while (true)
            {
                var message = await ReadAsync();
                if (message.GetProperty("type").GetInt32() == 3 && message.GetProperty("invocationId").GetString() == id)
                {
                    return message;
                }

                Assert.NotEqual(7, message.GetProperty("type").GetInt32());
            }
        }

        public ValueTask DisposeAsync()
        {
            _socket.Dispose();
            return ValueTask.CompletedTask;
        }

        private async Task SendAsync(string message) =>
            await _socket.SendAsync(Encoding.UTF8.GetBytes(message + Separator), WebSocketMessageType.Text, true, CancellationToken.None);

        private async Task<JsonElement> ReadAsync()
        {
            while (!_unread.Contains(Separator, StringComparison.Ordinal))
            {
                var reading = _socket.ReceiveAsync(_buffer, CancellationToken.None);
                await reading.Await("a message of the hub");
                var read = await reading;
                Assert.NotEqual(WebSocketMessageType.Close, read.MessageType);
                _unread += Encoding.UTF8.GetString(_buffer, 0, read.Count);
            }

            var end = _unread.IndexOf(Separator, StringComparison.Ordinal);
            var message = _unread[..end];
            _unread = _unread[(end + 1)..];
            return JsonDocument.Parse(message).RootElement;
        }
    }
}
