using RailHub.Firmware.Conformance;

namespace RailHub.Firmware.Tests.Conformance;

/// <summary>Every check on a running board with 16 outputs, one after the other.</summary>
public sealed class RailHub32ConformanceTests(RailHub32ConformanceTests.RailHub32 board) : IClassFixture<RailHub32ConformanceTests.RailHub32>
{
    public static TheoryData<string> Checks => [.. Check.All.Where(check => !check.NeedsGroups).Select(check => check.Name)];

    [Theory]
    [MemberData(nameof(Checks))]
    public Task The_board_conforms(string check) => board.PassAsync(check);

    public sealed class RailHub32() : ConformanceBoard(BoardProfile.RailHub32);
}
