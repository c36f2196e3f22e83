namespace RailHub.Contracts.Tests;

public sealed class OutcomeWordTests
{
    [Fact]
    public void A_command_is_told_by_its_result_and_a_refusal_by_its_code()
    {
        Assert.Equal("alreadySo", OutcomeWord.Of<CommandAnswer>(new CommandAnswer(CommandResult.AlreadySo, null)));
        Assert.Equal(RefusalCodes.BoardOffline, OutcomeWord.Of<Recall>(new Refusal(RefusalKind.Unavailable, RefusalCodes.BoardOffline, "away")));
        Assert.Equal("done", OutcomeWord.Of<Done>(Done.Instance));
    }

    [Theory]
    [InlineData("done")]
    [InlineData("confirmed", CommandResult.Confirmed, CommandResult.AlreadySo)]
    [InlineData("accepted", CommandResult.Confirmed, CommandResult.Accepted)]
    [InlineData("offline", CommandResult.Offline, CommandResult.Accepted, CommandResult.Confirmed)]
    [InlineData("refused", CommandResult.Offline, CommandResult.Refused, CommandResult.Missing)]
    public void Several_lamps_are_told_by_the_one_that_is_worst_off(string word, params CommandResult[] results)
    {
        TargetResult[] lamps = [.. results.Select((result, pin) => new TargetResult(Sample.Station, pin, result))];

        Assert.Equal(word, OutcomeWord.Of<Recall>(new Recall(lamps, [])));
        Assert.Equal(word, OutcomeWord.Of<LightsOn>(new LightsOn(lamps, [])));
    }

    [Fact]
    public void Every_result_has_its_place() =>
        Assert.All(Enum.GetValues<CommandResult>(), result => Assert.NotEqual(
            result == CommandResult.AlreadySo ? "done" : "alreadySo",
            OutcomeWord.Of<Recall>(new Recall([new(Sample.Station, 1, CommandResult.AlreadySo), new(Sample.Station, 2, result)], []))));
}
