using RailHub.Firmware.Conformance;

namespace RailHub.Firmware.Tests.Conformance;

/// <summary>Every check on a running board with chasing groups, one after the other.</summary>
public sealed class RailHub8266ConformanceTests(RailHub8266ConformanceTests.RailHub8266 board) : IClassFixture<RailHub8266ConformanceTests.RailHub8266>
{
    public static TheoryData<string> Checks => [.. Check.All.Where(check => !check.NeedsNoGroups).Select(check => check.Name)];

    [Theory]
    [MemberData(nameof(Checks))]
    public Task The_board_conforms(string check) => board.PassAsync(check);

    public sealed class RailHub8266() : ConformanceBoard(BoardProfile.RailHub8266);
}
