namespace RailHub.Protocol.Tests.Link;

public sealed class LenientFramesTests
{
    private const int Limit = 64 * 1024;

    private static readonly byte[] Head =
    [
        .. "HTTP/1.1 101 Switching Protocols\r\nServer: arduino-WebSocketsServer\r\nUpgrade: websocket\r\n"u8,
        .. "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Accept: x\r\n\r\n"u8,
    ];

    /// <summary>G21's ping and what else a server may send, every length form included; payloads look like text frames on purpose.</summary>
    private static readonly (byte[] Received, byte[] Followed)[] Frames =
    [
        ([0x89, 0x00], [0x89, 0x00]),
        ([0x81, 0x03, 0x81, 0x81, 0x81], [0x82, 0x03, 0x81, 0x81, 0x81]),
        ([0x81, 0x00], [0x82, 0x00]),
        ([0x81, 0x7E, 0x00, 0x82, .. Filled(130)], [0x82, 0x7E, 0x00, 0x82, .. Filled(130)]),
        ([0x81, 0x7F, 0, 0, 0, 0, 0, 0, 0, 2, 0x81, 0x01], [0x82, 0x7F, 0, 0, 0, 0, 0, 0, 0, 2, 0x81, 0x01]),
        ([0x81, 0x82, 1, 2, 3, 4, 0x81, 0x81], [0x82, 0x82, 1, 2, 3, 4, 0x81, 0x81]),
        ([0x01, 0x01, 0x81], [0x02, 0x01, 0x81]),
        ([0x89, 0x01, 0x81], [0x89, 0x01, 0x81]),
        ([0x80, 0x02, 0x81, 0x00], [0x80, 0x02, 0x81, 0x00]),
        ([0x82, 0x01, 0x81], [0x82, 0x01, 0x81]),
        ([0x88, 0x02, 0x03, 0xE8], [0x88, 0x02, 0x03, 0xE8]),
    ];

    [Fact]
    public void Text_frames_become_binary_wherever_the_bytes_are_split()
    {
        byte[] received = [.. Head, .. Frames.SelectMany(frame => frame.Received)];
        byte[] expected = [.. Head, .. Frames.SelectMany(frame => frame.Followed)];

        for (var split = 0; split <= received.Length; split++)
        {
            var bytes = received.ToArray();
            var frames = new LenientFrames(Limit);
            frames.Follow(bytes.AsSpan(0, split));
            frames.Follow([]);
            frames.Follow(bytes.AsSpan(split));
            Assert.Equal(expected, bytes);
        }
    }

    [Fact]
    public void Text_frames_become_binary_byte_by_byte()
    {
        byte[] bytes = [.. Head, .. Frames.SelectMany(frame => frame.Received)];
        var frames = new LenientFrames(Limit);

        for (var i = 0; i < bytes.Length; i++)
            frames.Follow(bytes.AsSpan(i, 1));

        Assert.Equal([.. Head, .. Frames.SelectMany(frame => frame.Followed)], bytes);
    }

    [Fact]
    public void An_answer_without_upgrade_is_left_as_it_is()
    {
        byte[] answer = [.. "HTTP/1.1 400 Bad Request\r\nContent-Length: 4\r\n\r\n"u8, 0x81, 0x01, 0x81, 0x81];
        var bytes = answer.ToArray();

        new LenientFrames(Limit).Follow(bytes);

        Assert.Equal(answer, bytes);
    }

    [Theory]
    [InlineData(new byte[] { 0x81, 0x7F, 0, 0, 0, 0, 0, 1, 0, 1 })] // 65537 bytes
    [InlineData(new byte[] { 0x81, 0x7F, 255, 255, 255, 255, 255, 255, 255, 255 })]
    public void A_message_beyond_the_limit_breaks_the_connection(byte[] head)
    {
        var frames = new LenientFrames(Limit);
        frames.Follow(Head.ToArray());

        Assert.Throws<IOException>(() => frames.Follow(head.ToArray()));
    }

    [Fact]
    public void Fragments_count_together()
    {
        var frames = new LenientFrames(10);
        frames.Follow(Head.ToArray());
        frames.Follow([0x01, 0x06, 0, 0, 0, 0, 0, 0, 0x80, 0x04, 0, 0, 0, 0]);
        frames.Follow([0x01, 0x06, 0, 0, 0, 0, 0, 0]);

        Assert.Throws<IOException>(() => frames.Follow([0x80, 0x05]));
    }

    private static byte[] Filled(int length) => [.. Enumerable.Repeat((byte)0x81, length)];
}
