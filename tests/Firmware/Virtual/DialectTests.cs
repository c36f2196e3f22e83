using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using RailHub.Firmware.Virtual;
using RailHub.Firmware.Virtual.Dialects;

namespace RailHub.Firmware.Tests.Virtual;

/// <summary>Imitations of firmwares in the field, by the golden examples of protocol 9. The samples there differ in address and network only.</summary>
public sealed class DialectTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task R32_over_HTTP_is_example_G0a()
    {
        await using var board = await StartAsync(BoardDialect.R32);

        // Before it has a viewer, whom two minutes without a word would cost the place.
        _time.Advance(TimeSpan.FromMilliseconds(123456));
        await using var client = await StatusClient.ConnectAsync(board);
        await client.ReceiveAsync();

        using var http = board.Http();
        Assert.Equal(
            $$"""
            {"macAddress":"02:52:48:00:00:01","name":"ESP32-Controller-01","wifiMode":"STA","ip":"127.0.0.1","ssid":"Loopback","apClients":0,
            "wsClients":1,"freeHeap":248576,"uptime":123456,"buildDate":"Nov 15 2025 10:20:30","flashUsed":971776,"flashFree":1310720,
            "flashPartition":2282496,"outputs":[{{Outputs32}}]}
            """.ReplaceLineEndings(""),
            await http.GetStringAsync("api/status"));
    }

    [Fact]
    public async Task R32_over_WebSocket_is_example_G0b()
    {
        await using var board = await StartAsync(BoardDialect.R32);
        await using var client = await StatusClient.ConnectAsync(board);

        Assert.Equal(
            $$"""
            {"ip":"127.0.0.1","macAddress":"02:52:48:00:00:01","uptime":0,"freeHeap":248576,"apClients":0,"wsClients":1,
            "buildDate":"Nov 15 2025 10:20:30","flashUsed":971776,"flashFree":1310720,"flashPartition":2282496,
            "cpuLoad0":66.75,"cpuLoad1":33,"outputs":[{{Outputs32}}]}
            """.ReplaceLineEndings(""),
            await client.ReceiveTextAsync());
    }

    [Theory]
    [InlineData(BoardDialect.R8266A, ""","flashTotal":4194304,"flashUsed":421888,"flashFree":2723840,"outputs":[""", "}")]
    [InlineData(BoardDialect.R8266B, """,BUILD,"outputs":[""", ",\"flashTotal\":4194304}")]
    public async Task R8266_over_HTTP_is_example_G0c_and_G0e(BoardDialect dialect, string middle, string end)
    {
        await using var board = await StartAsync(dialect);
        using var http = board.Http();

        Assert.Equal(Status8266(middle, end), await http.GetStringAsync("api/status"));
    }

    [Theory]
    [InlineData(BoardDialect.R8266A)]
    [InlineData(BoardDialect.R8266B)]
    public async Task R8266_over_WebSocket_is_example_G0d(BoardDialect dialect)
    {
        await using var board = await StartAsync(dialect);
        await using var client = await StatusClient.ConnectAsync(board);

        Assert.Equal(Status8266(""",BUILD,"outputs":[""", "}"), await client.ReceiveTextAsync());
    }

    [Fact]
    public async Task R8266_names_the_members_of_a_group_by_pin_as_in_example_G11()
    {
        await using var board = await StartAsync(BoardDialect.R8266B);
        using var http = board.Http();
        using var answer = await http.PostAsync(
            "api/chasing/create", new StringContent("""{"groupId":1,"interval":300,"outputs":[4,5,12],"name":"Runway Lights"}"""));

        Assert.EndsWith(
            """,{"pin":2,"active":false,"brightness":100,"name":"","interval":0,"chasingGroup":-1}],"chasingGroups":["""
            + """{"groupId":1,"name":"Runway Lights","interval":300,"outputCount":3,"outputs":[4,5,12]}],"flashTotal":4194304}""",
            await http.GetStringAsync("api/status"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task R8266_calls_a_fifth_group_a_success_as_in_example_G14()
    {
        await using var board = await StartAsync(BoardDialect.R8266B);
        using var http = board.Http();
        for (var id = 1; id <= 5; id++)
        {
            using var answer = await http.PostAsync(
                "api/chasing/create", new StringContent($$"""{"groupId":{{id}},"interval":300,"outputs":[{{board.Profile.PinAt(id)}}]}"""));
            Assert.Equal("""{"success":true}""", await answer.Content.ReadAsStringAsync());
        }

        Assert.Equal(4, JsonNode.Parse(await http.GetStringAsync("api/status"))!["chasingGroups"]!.AsArray().Count);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(20, 20)]
    [InlineData(33, 32)]
    [InlineData(50, 49)]
    [InlineData(75, 74)]
    [InlineData(99, 98)]
    [InlineData(100, 100)]
    public async Task R32_reports_brightness_truncated_as_in_protocol_4_2(int sent, int reported)
    {
        await using var board = await StartAsync(BoardDialect.R32);
        await board.ControlAsync(4, active: true, sent);

        Assert.Equal(reported, (int)(await board.StatusAsync())["outputs"]![1]!["brightness"]!);
    }

    [Fact]
    public async Task R32_speaks_every_two_seconds()
    {
        await using var board = await StartAsync(BoardDialect.R32);
        await using var client = await StatusClient.ConnectAsync(board);
        await client.ReceiveAsync();

        for (var uptime = 2000; uptime <= 6000; uptime += 2000)
        {
            _time.Advance(TimeSpan.FromSeconds(2));
            Assert.Equal(uptime, (int)(await client.ReceiveAsync())["uptime"]!);
        }
    }

    [Theory]
    [InlineData("GET", "/api/foo", "", 500, "")]
    [InlineData("GET", "/api/control", "", 500, "")]
    [InlineData("POST", "/api/chasing/create", "{}", 500, "")]
    [InlineData("POST", "/api/control", "", 501, "Handler did not handle the request")]
    [InlineData("POST", "/api/control", "{\"pin\":4", 400, """{"error":"Invalid JSON"}""")]
    [InlineData("POST", "/api/name", """{"pin":15,"name":"x"}""", 404, """{"error":"Output not found"}""")]
    public async Task R32_has_its_own_answers_and_closes_after_each(string method, string path, string body, int status, string told)
    {
        await using var board = await StartAsync(BoardDialect.R32);
        using var socket = await VirtualBoards.ConnectAsync(board.HttpPort, $"{method} {path} HTTP/1.1\r\nContent-Length: {body.Length}\r\n\r\n{body}");

        var answer = await socket.ReadToEndAsync();

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.EndsWith($"\r\nConnection: close\r\n\r\n{told}", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(BoardDialect.R8266A)]
    [InlineData(BoardDialect.R8266B)]
    public async Task A_family_does_not_speak_the_others_dialect(BoardDialect dialect)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => VirtualBoard.StartAsync(VirtualBoards.Options with { Dialect = dialect }));
    }

    private static string Outputs32 => string.Join(',', new[] { 2, 4, 5, 18, 19, 21, 22, 23, 25, 26, 27, 32, 33, 12, 13, 14 }
        .Select(pin => $$"""{"pin":{{pin}},"active":false,"brightness":100,"name":"","interval":0}"""));

    private static string Status8266(string middle, string end)
    {
        const string Build = "\"buildDate\":\"Nov 19 2025 10:20:30\",\"flashUsed\":421888,\"flashFree\":2723840,\"flashPartition\":1044464";
        var outputs = string.Join(',', new[] { 4, 5, 12, 13, 14, 16, 2 }
            .Select(pin => $$"""{"pin":{{pin}},"active":false,"brightness":100,"name":"","interval":0,"chasingGroup":-1}"""));
        return """
            {"macAddress":"02:52:48:00:00:01","name":"ESP8266-Controller-01","wifiMode":"STA","ip":"127.0.0.1","ssid":"Loopback",
            "apClients":0,"freeHeap":28672,"uptime":0
            """.ReplaceLineEndings("") + middle.Replace("BUILD", Build, StringComparison.Ordinal) + outputs + "],\"chasingGroups\":[]" + end;
    }

    private Task<VirtualBoard> StartAsync(BoardDialect dialect) => VirtualBoard.StartAsync(VirtualBoards.Options with
    {
        Profile = dialect == BoardDialect.R32 ? BoardProfile.RailHub32 : BoardProfile.RailHub8266,
        Dialect = dialect,
        TimeProvider = _time,
    });
}
