using RailHub.Grains.History;

namespace RailHub.Grains.Tests.History;

public sealed class CommandOutcomeTests
{
    [Theory]
    [InlineData(HistoryResult.Done, null, CommandResult.Confirmed, CommandResult.Offline, CommandResult.Superseded)]
    [InlineData(HistoryResult.Partly, RefusalCodes.BoardRefused, CommandResult.Confirmed, CommandResult.Refused, CommandResult.NotKept)]
    [InlineData(HistoryResult.Refused, RefusalCodes.PinUnknown, CommandResult.Missing, CommandResult.Refused)]
    [InlineData(HistoryResult.Refused, RefusalCodes.DatabaseAway, CommandResult.NotKept)]
    [InlineData(HistoryResult.Done, null)]
    public void Many_lamps_come_to_one_result(HistoryResult result, string? code, params CommandResult[] lamps) =>
        Assert.Equal((result, code), CommandOutcome.Of(lamps));
}
