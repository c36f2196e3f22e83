using RailHub.Web.Shell;

namespace RailHub.Web.Tests.Shell;

public sealed class ChecksTests
{
    [Theory]
    [InlineData("Altstadt", true)]
    [InlineData("  ", false)]
    [InlineData("a\tb", false)]
    public void Names(string name, bool fine) => Assert.Equal(fine, Checks.Name(name) is null);

    [Fact]
    public void A_name_has_sixty_characters_at_most()
    {
        Assert.Null(Checks.Name(new string('x', 60)));
        Assert.NotNull(Checks.Name(new string('x', 61)));
    }

    [Theory]
    [InlineData("abcdefghijklmnopqrst", true)]
    [InlineData("abcdefghijklmnopqrstu", false)]
    [InlineData("üüüüüüüüüü", true)]
    [InlineData("üüüüüüüüüüx", false)]
    public void A_boards_name_is_counted_in_bytes(string name, bool fine) => Assert.Equal(fine, Checks.BoardName(name, mayBeEmpty: true) is null);

    [Theory]
    [InlineData("192.168.1.40", true)]
    [InlineData("railhub-yard.local", true)]
    [InlineData("", false)]
    [InlineData("http://board", true)]
    [InlineData("https://board", false)]
    [InlineData("two words", false)]
    public void Hosts(string host, bool fine) => Assert.Equal(fine, Checks.Host(host) is null);

    [Theory]
    [InlineData(0L, true)]
    [InlineData(9L, false)]
    [InlineData(10L, true)]
    [InlineData(65535L, true)]
    [InlineData(65536L, false)]
    [InlineData(null, false)]
    public void Blink_intervals(long? interval, bool fine) => Assert.Equal(fine, Checks.Blink(interval) is null);

    [Theory]
    [InlineData(49, false)]
    [InlineData(50, true)]
    [InlineData(65535, true)]
    [InlineData(65536, false)]
    public void Chasing_steps(int interval, bool fine) => Assert.Equal(fine, Checks.Step(interval) is null);
}
