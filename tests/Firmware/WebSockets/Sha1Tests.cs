using System.Security.Cryptography;
using RailHub.Firmware.WebSockets;

namespace RailHub.Firmware.Tests.WebSockets;

public class Sha1Tests
{
    [Fact]
    public void It_agrees_with_the_framework_for_every_length_around_its_blocks()
    {
        for (var length = 0; length < 200; length++)
        {
            var message = Enumerable.Range(0, length).Select(i => (byte)(i * 7)).ToArray();
#pragma warning disable CA5350 // the algorithm is what is tested
            Assert.Equal(SHA1.HashData(message), Sha1.Hash(message));
#pragma warning restore CA5350
        }
    }

    [Fact]
    public void The_accept_value_is_that_of_RFC_6455()
    {
        Assert.Equal("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", Handshake.AcceptValue("dGhlIHNhbXBsZSBub25jZQ=="));
    }
}
