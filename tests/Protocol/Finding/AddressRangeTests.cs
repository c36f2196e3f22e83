using System.Net;
using CsCheck;

namespace RailHub.Protocol.Tests.Finding;

public sealed class AddressRangeTests
{
    [Theory]
    [InlineData("192.168.1.40", "192.168.1.40", 1)]
    [InlineData(" 192.168.1.40 ", "192.168.1.40", 1)]
    [InlineData("192.168.1.10-60", "192.168.1.10-192.168.1.60", 51)]
    [InlineData("192.168.1.10 - 60", "192.168.1.10-192.168.1.60", 51)]
    [InlineData("192.168.1.250-192.168.2.5", "192.168.1.250-192.168.2.5", 12)]
    [InlineData("192.168.1.0/24", "192.168.1.1-192.168.1.254", 254)]
    [InlineData("192.168.1.77/24", "192.168.1.1-192.168.1.254", 254)]
    [InlineData("10.0.0.0/22", "10.0.0.1-10.0.3.254", 1022)]
    [InlineData("10.1.2.3/31", "10.1.2.2-10.1.2.3", 2)]
    [InlineData("10.1.2.3/32", "10.1.2.3", 1)]
    [InlineData("0.0.0.0/0", "0.0.0.1-255.255.255.254", 4294967294)]
    [InlineData("0.0.0.0-255.255.255.255", "0.0.0.0-255.255.255.255", 4294967296)]
    public void A_range_is_read_as_people_write_it(string text, string range, long count)
    {
        Assert.True(AddressRange.TryParse(text, out var read));
        Assert.Equal((range, count), (read.ToString(), read.Count));
        Assert.True(AddressRange.TryParse(read.ToString(), out var again));
        Assert.Equal(read, again);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("station")]
    [InlineData("192.168.1")]
    [InlineData("192.168.1.0.1")]
    [InlineData("192.168.1.256")]
    [InlineData("192.168.1.010")] // octal to some, decimal to others
    [InlineData("192.168.1.0x10")]
    [InlineData("3232235777")]
    [InlineData("192.168.1.-1")]
    [InlineData("192.168.1.0/33")]
    [InlineData("192.168.1.0/")]
    [InlineData("192.168.1.0/08")]
    [InlineData("192.168.1.0/24/24")]
    [InlineData("192.168.1.60-10")]
    [InlineData("192.168.1.10-256")]
    [InlineData("192.168.1.10-")]
    [InlineData("192.168.1.10-20-30")]
    [InlineData("192.168.2.0-192.168.1.0")]
    [InlineData("fe80::1")]
    [InlineData("http://192.168.1.40")]
    public void What_is_no_range_is_not_read(string? text) => Assert.False(AddressRange.TryParse(text, out _));

    [Theory]
    [InlineData("10.0.0.0/8", true)]
    [InlineData("172.16.0.0/12", true)]
    [InlineData("192.168.0.0/16", true)]
    [InlineData("169.254.7.7", true)]
    [InlineData("127.0.0.1-40", true)]
    [InlineData("172.32.0.1", false)]
    [InlineData("8.8.8.8", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.251", false)]
    [InlineData("9.255.255.255-10.0.0.5", false)]
    [InlineData("192.168.255.250-192.169.0.1", false)]
    [InlineData("10.0.0.0/7", false)]
    [InlineData("0.0.0.0/0", false)]
    public void Only_private_link_local_and_loopback_addresses_are_near(string text, bool isNear)
    {
        Assert.True(AddressRange.TryParse(text, out var range));
        Assert.Equal(isNear, range.IsNear);
    }

    [Fact]
    public void Addresses_come_in_their_order()
    {
        Assert.True(AddressRange.TryParse("10.0.0.254-10.0.1.1", out var range));
        Assert.Equal(["10.0.0.254", "10.0.0.255", "10.0.1.0", "10.0.1.1"], range.Addresses.Select(address => address.ToString()));
        Assert.True(AddressRange.TryParse("255.255.255.255", out var last));
        Assert.Equal([IPAddress.Broadcast], last.Addresses);
    }

    [Fact]
    public void No_text_is_a_reason_to_throw() =>
        Gen.String[Gen.Char["0123456789./- x"], 0, 40].Sample(
            text =>
            {
                if (AddressRange.TryParse(text, out var range))
                {
                    Assert.InRange(range.Count, 1, 1L << 32);
                }
            },
            iter: 5000,
            seed: "000000000001");
}
