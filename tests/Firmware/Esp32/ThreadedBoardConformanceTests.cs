using RailHub.Firmware.Conformance;

namespace RailHub.Firmware.Tests.Esp32;

/// <summary>The ESP32's own host, black box, as a club checks its boards; the report is kept beside the tests.</summary>
public abstract class ThreadedBoardConformance(BoardProfile profile, string name)
{
    [Fact]
    public async Task The_board_conforms()
    {
        using var board = new ThreadedBoard(profile);
        using var output = new StringWriter();
        var report = Path.Combine(AppContext.BaseDirectory, $"conformance-esp32-{name}.md");

        var code = await ConformanceCommand.RunAsync(
            ["127.0.0.1", "--http-port", $"{board.Loop.HttpPort}", "--ws-port", $"{board.Loop.WebSocketPort}", "--quick", "--report", report],
            output, output, TimeProvider.System);

        Assert.True(code == ExitCode.Passed, output.ToString());
        Assert.InRange(output.ToString().Split('\n').Count(line => line.StartsWith("PASS", StringComparison.Ordinal)), 60, int.MaxValue);
        Assert.Empty(board.Lines);
    }
}

public sealed class RailHub32ThreadedBoardTests() : ThreadedBoardConformance(BoardProfile.RailHub32, "railhub32");

public sealed class RailHub32WithGroupsThreadedBoardTests() : ThreadedBoardConformance(BoardProfile.RailHub32.WithGroups(), "railhub32-groups");

public sealed class RailHub8266ThreadedBoardTests() : ThreadedBoardConformance(BoardProfile.RailHub8266, "railhub8266");
