using System.Globalization;
using CsCheck;

namespace RailHub.Contracts.Tests;

public sealed class MacAddressTests
{
    private static readonly Gen<MacAddress> AnyAddress = Gen.ULong[0, 0xFFFF_FFFF_FFFF].Select(value => new MacAddress(value));

    [Theory]
    [InlineData("24:6F:28:AB:CD:EF")]
    [InlineData("24:6f:28:ab:cd:ef")]
    [InlineData("24-6F-28-AB-CD-EF")]
    [InlineData("246F28ABCDEF")]
    [InlineData("246f28abCDef")]
    [InlineData("246f.28ab.CDEF")]
    public void Every_spelling_reads_as_the_same_address(string text)
    {
        var address = MacAddress.Parse(text, CultureInfo.InvariantCulture);

        Assert.Equal(0x246F28ABCDEFUL, address.Value); // The digits as they stand: the first byte is the highest.
        Assert.Equal("24:6F:28:AB:CD:EF", address.ToString());
        Assert.Equal("246F28ABCDEF", address.Compact);
    }

    [Theory]
    [InlineData(0x000000000000UL, "00:00:00:00:00:00")]
    [InlineData(0x00000000000FUL, "00:00:00:00:00:0F")]
    [InlineData(0xFFFFFFFFFFFFUL, "FF:FF:FF:FF:FF:FF")]
    public void The_edges_keep_their_leading_zeros(ulong value, string text) => Assert.Equal(text, new MacAddress(value).ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("24:6F:28:AB:CD")]
    [InlineData("24:6F:28:AB:CD:EF:00")]
    [InlineData("24:6F:28:AB:CD:EG")]
    [InlineData("24.6F.28.AB.CD.EF")]
    [InlineData("246F:28AB:CDEF")]
    [InlineData("246F.28AB.CDE.")]
    [InlineData(" 246F28ABCDE")]
    [InlineData("+46F28ABCDEF")]
    [InlineData("24:6F:28:AB:CD:E ")]
    [InlineData("246F28ABCDEF0000A")]
    public void What_is_no_address_is_not_read(string? text)
    {
        Assert.False(MacAddress.TryParse(text, out var address));
        Assert.Equal(default, address);
    }

    [Fact]
    public void Parsing_what_is_no_address_names_it() =>
        Assert.Contains("\"board\"", Assert.Throws<FormatException>(() => MacAddress.Parse("board", null)).Message, StringComparison.Ordinal);

    [Fact]
    public void Any_address_reads_back_from_both_its_spellings() => AnyAddress.Sample(address =>
        MacAddress.Parse(address.ToString(), CultureInfo.InvariantCulture) == address
        && MacAddress.Parse(address.Compact, CultureInfo.InvariantCulture) == address);

    [Fact]
    public void Addresses_sort_as_their_texts_do() => Gen.Select(AnyAddress, AnyAddress).Sample((left, right) =>
        Math.Sign(left.CompareTo(right)) == Math.Sign(string.CompareOrdinal(left.ToString(), right.ToString()))
        && left < right == right > left
        && left <= right == right >= left);
}
