namespace RailHub.Grains.Tests.Controllers;

/// <summary>Protocol and Contracts know nothing of each other, and the mailbox turns the link's words of the one into the other's by value.</summary>
public sealed class LinkTwinsTests
{
    [Fact]
    public void States_and_reasons_have_the_same_names_and_values_on_both_sides()
    {
        Assert.Equal(Words<Protocol.LinkState>(), Words<LinkState>());
        Assert.Equal(Words<Protocol.LinkReason>(), Words<LinkReason>());
    }

    private static IEnumerable<(string Name, int Value)> Words<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(value => (value.ToString(), Convert.ToInt32(value, null)));
}
