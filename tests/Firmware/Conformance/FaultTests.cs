using RailHub.Firmware.Conformance;

namespace RailHub.Firmware.Tests.Conformance;

/// <summary>The suite fails a board that is wrong, in the check that says so.</summary>
public sealed class FaultTests
{
    [Theory]
    [InlineData("\"apClients\"", "\"apclients\"", "The status over HTTP has the members of the seed in their order")]
    [InlineData("\"apClients\"", "\"apclients\"", "The status over the feed has the members of the seed in their order")]
    [InlineData("02:52:48:00:00:01", "02-52-48-00-00-01", "Every member over HTTP has its type and range")]
    [InlineData("\"wifiMode\":\"STA\"", "\"wifiMode\":\"sta\"", "Every member over the feed has its type and range")]
    [InlineData("\"freeHeap\":2", "\"freeHeap\": ", "The document is compact JSON in UTF 8")]
    [InlineData("{\"pin\":12,", "{\"pin\":11,", "The outputs have the pins of the family in their order")]
    [InlineData("\"chasingGroup\":-1", "\"chasingGroup\": 0", "Outputs tell a group if and only if the board knows groups")]
    [InlineData("Content-Type: application/json", "Content-Type: application/JSON", "The status is JSON with its exact length")]
    [InlineData("Not found", "not found", "An unknown path is 404")]
    [InlineData("HTTP/1.1 404", "HTTP/1.1 500", "A wrong method is 404")]
    [InlineData("HTTP/1.1 404", "HTTP/1.1 200", "A long path is not found and a viewer hears on")]
    [InlineData("</html>", "</HTM >", "Four visitors get the whole page and a viewer hears on")]
    [InlineData("HTTP/1.1 400", "HTTP/1.1 200", "A chunked request is refused")]
    [InlineData("HTTP/1.1 400", "HTTP/1.1 200", "What is no request is refused and forgotten")]
    [InlineData("HTTP/1.1 413", "HTTP/1.1 200", "A monstrous request is refused and forgotten")]
    [InlineData("{\"status\":\"ok\"}", "{\"status\":\"OK\"}", "Control sets wish and brightness")]
    [InlineData("\"brightness\":50,", "\"brightness\":49,", "Control sets wish and brightness")]
    [InlineData("\"brightness\":99,", "\"brightness\":98,", "Every percentage comes back unchanged")]
    [InlineData("\"brightness\":100,", "\"brightness\":50 ,", "Without brightness it is 100 also when switching off")]
    [InlineData("\"active\":true,\"brightness\":70", "\"active\":null,\"brightness\":70", "Blinking never shows in the status")]
    [InlineData("Invalid JSON", "invalid json", "Control with a body that is not JSON is 400")]
    [InlineData("{\"success\":true}", "{\"success\":TRUE}", "An interval is set")]
    [InlineData("\"interval\":70000,", "\"interval\":4464 ,", "A long interval is not wrapped at 16 bits")]
    [InlineData("Output not found", "output not found", "An interval for an unknown pin is 404")]
    [InlineData("Station \\\"S\u00c3\u00bcd\\\"", "Station   S\u00c3\u00bcd  ", "A name is trimmed and keeps its quotes and umlauts")]
    [InlineData("\u00c3\u00bc", "\u00c3?", "A name is trimmed and keeps its quotes and umlauts")]
    [InlineData("a/b\\\\c", "a/b\\nc", "Escapes in a name are read")]
    [InlineData("Sec-WebSocket-Accept: s3", "Sec-WebSocket-Accept: S3", "The opening is answered with the headers of the boards in the field")]
    [InlineData("arduino-WebSocketsServer", "Arduino-WebSocketsServer", "The opening is answered with the headers of the boards in the field")]
    [InlineData("\u0089\u0000", "\u008a\u0000", "The first frame is an empty ping and the second a status")]
    [InlineData("Protocol: arduino", "Protocol: railhub", "Any asked subprotocol is answered with arduino")]
    [InlineData("This is a Web", "This is a web", "What is no opening gets 400 and is closed")]
    [InlineData("hello", "HELLO", "A ping is answered with a pong of the same payload")]
    [InlineData("\u0088\u0002\u0003\u00e8", "\u0088\u0002\u0003\u00e9", "A close is answered with 1000 and the end of the connection")]
    [InlineData("\u0088\u0002\u0003\u00ea", "\u0088\u0002\u0003\u00e8", "A reserved opcode is closed with 1002")]
    [InlineData("\u0088\u0002\u0003\u00f1", "\u0088\u0002\u0003\u00e8", "A longer payload is closed with 1009")]
    [InlineData("\u0081\u007e", "\u0082\u007e", "The first frame is an empty ping and the second a status")]
    [InlineData("\"brightness\":47", "\"brightness\":46", "Five clients hear the same change")]
    [InlineData("\"outputs\":[2,1,0]", "\"outputs\":[0,1,2]", "A new group is shown with its members in running order")]
    [InlineData("\"currentStep\"", "\"currentstep\"", "A group has the members of the seed in their order and ranges")]
    [InlineData("\"currentStep\":1", "\"currentStep\":0", "The step moves on and comes round")]
    [InlineData("\"chasingGroup\":200", "\"chasingGroup\":-56", "A large id is shown as it is")]
    [InlineData("\"Runway Lights\"", "\"Group 1\"      ", "An update frees the members it drops and keeps the name")]
    [InlineData("Group not found", "group not found", "A name for an unknown group is 404")]
    [InlineData("HTTP/1.1 400", "HTTP/1.1 200", "Four groups run and a fifth is refused")]
    [InlineData("GroupId must be", "GroupID must be", "Id 0 is refused")]
    [InlineData("Duplicate GPIO", "Repeated  GPIO", "A member twice is refused")]
    public async Task A_wrong_word_is_found(string right, string wrong, string check)
    {
        await using var board = await FaultyBoard.StartAsync(right, wrong);
        var suite = await ConformanceSuite.ConnectAsync(board.Address, TimeProvider.System);

        var result = await suite.RunAsync(Check.All.Single(candidate => candidate.Name == check));

        Assert.Equal(CheckOutcome.Failed, result.Outcome);
        Assert.StartsWith("expected ", result.Detail, StringComparison.Ordinal);
        Assert.Contains("; actual ", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_board_whose_status_a_check_has_spoilt_is_put_back_all_the_same()
    {
        await using var board = await FaultyBoard.StartAsync("Station \\\"S", "Station \u0001\u0002S");
        await board.Board.ControlAsync(4, active: true, 66);
        var suite = await ConformanceSuite.ConnectAsync(board.Address, TimeProvider.System);

        var report = await suite.RunAsync(new SuiteOptions { Only = "A name is" });

        Assert.Equal([CheckOutcome.Failed, CheckOutcome.Passed], report.Results.Take(2).Select(result => result.Outcome));
        Assert.DoesNotContain("could not be put back", report.Results[0].Detail, StringComparison.Ordinal);
        Assert.Equal((true, 66, 0), (board.Board.Board.Outputs[0].Active, board.Board.Board.Outputs[0].Percent, board.Board.Board.Outputs[0].Name.Length));
    }
}
