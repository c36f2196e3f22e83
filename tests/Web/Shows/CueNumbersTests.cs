using RailHub.Contracts;
using RailHub.Web.Shows;

namespace RailHub.Web.Tests.Shows;

public sealed class CueNumbersTests
{
    [Theory]
    [InlineData(null, null, "1")]
    [InlineData("12", null, "13")]
    [InlineData("12.5", null, "13")]
    [InlineData("12", "20", "13")]
    [InlineData("12", "13", "12.5")]
    [InlineData("12", "12.5", "12.2")]
    [InlineData("12", "12.1", "12.05")]
    [InlineData("12", "12.002", "12.001")]
    [InlineData(null, "1", "0.5")]
    [InlineData("9999", null, "9999.5")]
    public void A_new_cue_gets_the_shortest_number_between_its_neighbours(string? before, string? after, string number) =>
        Assert.Equal(number, CueNumbers.Between(Read(before), Read(after))?.ToString());

    [Fact]
    public void Where_nothing_is_between_nothing_is_proposed()
    {
        Assert.Null(CueNumbers.Between(Read("12"), Read("12.001")));
        Assert.Null(CueNumbers.Between(Read("9999.999"), null));
    }

    private static CueNumber? Read(string? number) => number is null ? null : CueNumber.Parse(number, null);
}
