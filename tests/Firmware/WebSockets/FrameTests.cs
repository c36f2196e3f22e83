namespace RailHub.Firmware.Tests.WebSockets;

/// <summary>Reactions to what clients send (protocol 3.6).</summary>
public class FrameTests
{
    private static readonly byte[] CloseNormal = [0x88, 0x02, 0x03, 0xE8];
    private static readonly byte[] CloseProtocolError = [0x88, 0x02, 0x03, 0xEA];
    private static readonly byte[] CloseTooBig = [0x88, 0x02, 0x03, 0xF1];

    private readonly TestBoard _board = TestBoard.RailHub32();
    private readonly TestListener _listener;

    public FrameTests()
    {
        _listener = _board.Join();
    }

    [Theory]
    [InlineData("8105" + "48656C6C6F")]                       // text
    [InlineData("8205" + "48656C6C6F")]                       // binary
    [InlineData("0105" + "48656C6C6F" + "8005" + "48656C6C6F")] // fragments
    [InlineData("8A00")]                                      // pong
    [InlineData("8185" + "37FA213D" + "7F9F4D5158")]          // masked text
    public void Text_and_all_that_has_no_meaning_is_ignored(string frames)
    {
        var before = _board.Status();
        _listener.Send(Convert.FromHexString(frames));

        Assert.Empty(_listener.ReadRaw());
        Assert.True(_listener.IsOpen);
        Assert.Equal(before, _board.Status());
    }

    [Theory]
    [InlineData("8900", "8A00")]
    [InlineData("8905" + "48656C6C6F", "8A05" + "48656C6C6F")]
    [InlineData("8985" + "37FA213D" + "7F9F4D5158", "8A05" + "48656C6C6F")]
    public void A_ping_comes_back_with_its_payload(string ping, string pong)
    {
        _listener.Send(Convert.FromHexString(ping));

        Assert.Equal(pong, Convert.ToHexString(_listener.ReadRaw()));
    }

    [Fact]
    public void A_longest_ping_comes_back_whole()
    {
        byte[] payload = [.. Enumerable.Range(0, 125).Select(i => (byte)i)];
        _listener.Send([0x89, 0xFD, 1, 2, 3, 4, .. payload.Select((value, i) => (byte)(value ^ (i % 4 + 1)))]);

        Assert.Equal([0x8A, 0x7D, .. payload], _listener.ReadRaw());
    }

    [Theory]
    [InlineData("8800")]
    [InlineData("8802" + "03E9")]
    [InlineData("8880" + "01020304")]
    public void A_close_is_answered_with_1000_and_ends_the_connection(string close)
    {
        _listener.Send(Convert.FromHexString(close));

        Assert.Equal(CloseNormal, _listener.ReadRaw());
        Assert.True(_listener.IsClosing);
    }

    [Theory]
    [InlineData("8300")] // reserved data frame
    [InlineData("8B00")] // reserved control frame
    [InlineData("C105")] // compressed
    [InlineData("0900")] // ping in fragments
    [InlineData("897E0080")] // ping of 128 bytes
    public void A_frame_that_may_not_be_closes_with_1002(string frame)
    {
        _listener.Send(Convert.FromHexString(frame));

        Assert.Equal(CloseProtocolError, _listener.ReadRaw());
        Assert.True(_listener.IsClosing);
    }

    [Theory]
    [InlineData("81FE3C01")]
    [InlineData("817F0000000000003C01")]
    [InlineData("817FFFFFFFFFFFFFFFFF")]
    [InlineData("827F8000000000000000")]
    public void A_payload_over_15360_bytes_closes_with_1009(string header)
    {
        _listener.Send([.. Convert.FromHexString(header), 0, 0, 0, 0]);

        Assert.Equal(CloseTooBig, _listener.ReadRaw());
    }

    [Fact]
    public void A_payload_of_15360_bytes_is_passed_over_in_any_pieces()
    {
        byte[] frame = [0x81, 0x7E, 0x3C, 0x00, .. new byte[15360], 0x89, 0x00];
        for (var at = 0; at < frame.Length; at += 997)
            _listener.Send(frame[at..Math.Min(at + 997, frame.Length)]);

        Assert.Equal([0x8A, 0x00], _listener.ReadRaw());
    }

    [Fact]
    public void Frames_may_be_split_at_any_byte()
    {
        byte[] frames =
        [
            0x81, 0xFE, 0x00, 0x80, 1, 2, 3, 4, .. new byte[128],
            0x89, 0x82, 5, 6, 7, 8, 5 ^ 0x41, 6 ^ 0x42,
            0x82, 0x7F, 0, 0, 0, 0, 0, 0, 0, 1, 0,
            0x88, 0x00,
        ];
        for (var split = 0; split <= frames.Length; split++)
        {
            var listener = TestBoard.RailHub32().Join();
            listener.Send(frames[..split]);
            listener.Send(frames[split..]);
            Assert.Equal([0x8A, 0x02, 0x41, 0x42, .. CloseNormal], listener.ReadRaw());
        }
    }

    [Fact]
    public void A_frame_that_is_not_finished_closes_with_1002_after_five_seconds_of_silence()
    {
        _listener.Send(0x81, 0x05, 0x48);
        _board.Advance(4000);
        _listener.Send(0x65);
        _board.Advance(4999);
        Assert.True(_listener.IsOpen);
        _listener.ReadRaw();

        _board.Advance(1);

        Assert.Equal(CloseProtocolError, _listener.ReadRaw());
    }

    [Fact]
    public void A_client_may_be_silent_between_frames_for_ever()
    {
        _listener.Send(0x81, 0x01, 0x48);
        for (var minute = 0; minute < 60; minute++)
        {
            _board.Advance(60_000);
            _listener.ReadRaw();
        }

        Assert.True(_listener.IsOpen);
    }

    [Fact]
    public void Pings_of_a_client_that_reads_nothing_do_not_pile_up()
    {
        for (var i = 0; i < 100_000; i++)
            _listener.Send(0x89, 0x04, 1, 2, 3, 4);

        Assert.InRange(_listener.ReadRaw().Length, 1, 2048);
    }
}
