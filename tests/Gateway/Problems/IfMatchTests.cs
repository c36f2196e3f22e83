using Microsoft.Extensions.Primitives;
using RailHub.Gateway.Problems;

namespace RailHub.Gateway.Tests.Problems;

/// <summary>RFC 9110 13.1.1, with the comparison of 8.8.3.2 and the lists of 5.6.1.</summary>
public sealed class IfMatchTests
{
    [Theory]
    [InlineData]
    [InlineData("*")]
    [InlineData(" * ")]
    public void Without_a_tag_whatever_is_there_is_taken(params string[] lines) => Assert.Null(Read(lines));

    [Theory]
    [InlineData(new[] { "\"7\"" }, new[] { 7L })]
    [InlineData(new[] { " \"7\"\t" }, new[] { 7L })]
    [InlineData(new[] { "\"7\", \"8\"" }, new[] { 7L, 8L })]
    [InlineData(new[] { "\"7\",\"8\"" }, new[] { 7L, 8L })]
    [InlineData(new[] { "\"7\" ,, \"8\"," }, new[] { 7L, 8L })]
    [InlineData(new[] { "\"7\"", "\"8\"" }, new[] { 7L, 8L })]
    [InlineData(new[] { "W/\"7\", \"8\"" }, new[] { 8L })]
    [InlineData(new[] { "\"seven\", \"8\"" }, new[] { 8L })]
    [InlineData(new[] { "\"a,b\", \"8\"" }, new[] { 8L })]
    [InlineData(new[] { "\"\\\", \"8\"" }, new[] { 8L })]
    [InlineData(new[] { "\"9223372036854775807\"" }, new[] { long.MaxValue })]
    public void Any_version_of_the_list_will_do(string[] lines, long[] versions) => Assert.Equal(versions, Read(lines));

    [Theory]
    [InlineData("W/\"7\"")]
    [InlineData("\"seven\"")]
    [InlineData("\"*\"")]
    [InlineData("\"-7\"")]
    [InlineData("\"07\"")]
    [InlineData("\"+7\"")]
    [InlineData("\"\"")]
    [InlineData("\"9223372036854775808\"")]
    [InlineData("")]
    [InlineData(",")]
    public void A_tag_that_no_version_has_matches_nothing(string line) => Assert.Equal([], Read(line));

    [Theory]
    [InlineData("7")]
    [InlineData("\"7")]
    [InlineData("7\"")]
    [InlineData("\"")]
    [InlineData("w/\"7\"")]
    [InlineData("W/")]
    [InlineData("W/7")]
    [InlineData("W/ \"7\"")]
    [InlineData("\"7\" \"8\"")]
    [InlineData("\"7\"; \"8\"")]
    [InlineData("\"a b\"")]
    [InlineData("\"a\u007F\"")]
    [InlineData("*, \"7\"")]
    [InlineData("\"7\", *")]
    [InlineData("**")]
    public void What_is_no_list_of_tags_is_not_read(string line) => Assert.False(IfMatch.TryParse(line, out _));

    private static IReadOnlyList<long>? Read(params string[] lines)
    {
        Assert.True(IfMatch.TryParse(new StringValues(lines), out var read));
        return read.Versions?.Any;
    }
}
