using RailHub.Firmware.Conformance;
using RailHub.Firmware.Tests.Virtual;
using RailHub.Firmware.Virtual;
using RailHub.Firmware.Virtual.Dialects;

namespace RailHub.Firmware.Tests.Conformance;

/// <summary>Where the boards in the field are not as the seed wants them, the suite says so; and it leaves them as they were.</summary>
public sealed class OldFirmwareTests
{
    [Theory]
    [InlineData(BoardDialect.R32, "The status over HTTP has the members of the seed in their order")]
    [InlineData(BoardDialect.R32, "The status over the feed has the members of the seed in their order")]
    [InlineData(BoardDialect.R32, "Every member over the feed has its type and range")]
    [InlineData(BoardDialect.R32, "HTTP and the feed tell the same")]
    [InlineData(BoardDialect.R32, "Every percentage comes back unchanged")]
    [InlineData(BoardDialect.R32, "An unknown path is 404")]
    [InlineData(BoardDialect.R32, "A wrong method is 404")]
    [InlineData(BoardDialect.R32, "A board without groups does not know the chasing calls")]
    [InlineData(BoardDialect.R32, "Control with a body that is not JSON is 400")]
    [InlineData(BoardDialect.R32, "The status comes every 500 ms")]
    [InlineData(BoardDialect.R8266A, "The status over HTTP has the members of the seed in their order")]
    [InlineData(BoardDialect.R8266A, "HTTP and the feed tell the same")]
    [InlineData(BoardDialect.R8266A, "A group has the members of the seed in their order and ranges")]
    [InlineData(BoardDialect.R8266A, "Four groups run and a fifth is refused")]
    [InlineData(BoardDialect.R8266B, "The status over the feed has the members of the seed in their order")]
    [InlineData(BoardDialect.R8266B, "A group has the members of the seed in their order and ranges")]
    [InlineData(BoardDialect.R8266B, "Four groups run and a fifth is refused")]
    public async Task What_an_old_firmware_does_differently_fails(BoardDialect dialect, string check)
    {
        await using var board = await StartAsync(dialect);
        var suite = await ConformanceSuite.ConnectAsync(new BoardAddress("127.0.0.1", board.HttpPort, board.WebSocketPort), TimeProvider.System);

        var result = await suite.RunAsync(Check.All.Single(candidate => candidate.Name == check));

        Assert.Equal(CheckOutcome.Failed, result.Outcome);
        Assert.DoesNotContain("could not be put back", result.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(BoardDialect.R32, "Control of an unknown pin is ok and changes nothing")]
    [InlineData(BoardDialect.R32, "A connection is kept or its end is announced")]
    [InlineData(BoardDialect.R8266A, "Every percentage comes back unchanged")]
    [InlineData(BoardDialect.R8266B, "Without a name a group has its default name")]
    public async Task What_an_old_firmware_does_alike_passes(BoardDialect dialect, string check)
    {
        await using var board = await StartAsync(dialect);
        var suite = await ConformanceSuite.ConnectAsync(new BoardAddress("127.0.0.1", board.HttpPort, board.WebSocketPort), TimeProvider.System);

        var result = await suite.RunAsync(Check.All.Single(candidate => candidate.Name == check));

        Assert.True(result.Outcome == CheckOutcome.Passed, result.Detail);
    }

    private static Task<VirtualBoard> StartAsync(BoardDialect dialect) => VirtualBoard.StartAsync(VirtualBoards.Options with
    {
        Profile = dialect == BoardDialect.R32 ? BoardProfile.RailHub32 : BoardProfile.RailHub8266,
        Dialect = dialect,
    });
}
