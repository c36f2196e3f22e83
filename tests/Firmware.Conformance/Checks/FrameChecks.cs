using System.Text;
using RailHub.Firmware.Conformance.Documents;
using RailHub.Firmware.Conformance.Net;

namespace RailHub.Firmware.Conformance.Checks;

/// <summary>What clients send over the feed (protocol 3.6).</summary>
internal sealed class FrameChecks(Bench bench)
{
    private const int Limit = 15360;

    [Proves("3.6")]
    public async Task A_ping_is_answered_with_a_pong_of_the_same_payload()
    {
        var listener = await bench.ListenAsync();
        foreach (var payload in new[] { "", "hello", new string('p', 125) })
        {
            await listener.SendAsync(Frame.Ping, payload);
            await CheckPongAsync(listener, payload);
        }
    }

    [Proves("3.6")]
    public async Task An_unmasked_frame_is_accepted()
    {
        var listener = await bench.ListenAsync();
        await listener.SendAsync(Frame.Ping, "bare", isMasked: false);
        await CheckPongAsync(listener, "bare");
    }

    [Proves("3.6")]
    public async Task Frames_may_arrive_in_many_segments_and_many_in_one()
    {
        var listener = await bench.ListenAsync();
        await listener.Wire.SendSlowlyAsync(Frame.Of(Frame.Ping, "piece by piece"));
        await CheckPongAsync(listener, "piece by piece");
        await listener.Wire.SendAsync(new[] { Frame.Of(Frame.Text, "one"), Frame.Of(Frame.Binary, "two"), Frame.Of(Frame.Ping, "three") }.SelectMany(frame => frame).ToArray());
        await CheckPongAsync(listener, "three");
    }

    [Proves("3.6")]
    public async Task Text_is_ignored_even_if_it_reads_like_a_command()
    {
        var listener = await bench.ListenAsync();
        var lamp = bench.Lamp;
        await listener.SendAsync(Frame.Text, $$"""{"pin":{{lamp.Pin}},"active":{{JsonText.Of(!lamp.Active)}},"brightness":13}""");
        await CheckAliveAsync(listener);
        Expect.Equal(true, (await bench.OutputAsync(lamp.Pin)).IsAs(lamp), "the lamp as before:");
    }

    [Proves("3.6")]
    public async Task Binary_fragments_continuations_and_pongs_are_ignored()
    {
        var listener = await bench.ListenAsync();
        await listener.SendAsync(Frame.Binary, "\u0001\u0002");
        await listener.SendAsync(Frame.Text, "frag", isFinal: false);
        await listener.SendAsync(Frame.Continuation, "men", isFinal: false);
        await listener.SendAsync(Frame.Continuation, "ted");
        await listener.SendAsync(Frame.Pong, "unasked");
        await CheckAliveAsync(listener);
    }

    [Proves("3.6")]
    public async Task A_payload_of_15360_bytes_is_taken()
    {
        var listener = await bench.ListenAsync();
        await listener.Wire.SendAsync(Frame.Of(Frame.Text, new byte[Limit]));
        await CheckAliveAsync(listener);
    }

    [Proves("3.6")]
    public async Task A_longer_payload_is_closed_with_1009()
    {
        foreach (var length in new[] { Limit + 1, 65535, 65536, long.MaxValue })
        {
            var listener = await bench.ListenAsync();
            await listener.Wire.SendAsync(Frame.Head(Frame.Text, length));
            await listener.ExpectCloseAsync(1009, $"for {length} bytes");
        }
    }

    [Proves("3.6")]
    public async Task A_reserved_opcode_is_closed_with_1002()
    {
        foreach (var opcode in new[] { 0x3, 0x7, 0xB, 0xF })
        {
            var listener = await bench.ListenAsync();
            await listener.SendAsync(opcode, "x");
            await listener.ExpectCloseAsync(1002, $"for opcode {opcode:X}");
        }
    }

    [Proves("3.6")]
    public async Task A_close_is_answered_with_1000_and_the_end_of_the_connection()
    {
        foreach (var reason in new byte[][] { [], [0x03, 0xE8], [0x03, 0xE9, .. "going"u8] })
        {
            var listener = await bench.ListenAsync();
            await listener.Wire.SendAsync(Frame.Of(Frame.Close, reason));
            await listener.ExpectCloseAsync(1000, $"for a close of {reason.Length} bytes");
        }
    }

    [Proves("8.3")]
    public async Task Frames_that_are_none_do_no_harm_to_the_board()
    {
        byte[][] nonsense = [[0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0x09, 0x80], [0x89, 0xFE, 0x01, 0x00], [0xC1, 0x80, 1, 2, 3, 4], "GET / HTTP/1.1\r\n\r\n"u8.ToArray()];
        foreach (var bytes in nonsense)
        {
            var listener = await bench.ListenAsync();
            await listener.Wire.SendAsync(bytes);
            listener.Wire.Abort();
            await bench.StatusAsync();
        }

        await CheckAliveAsync(await bench.ListenAsync());
    }

    private static async Task CheckPongAsync(Listener listener, string payload)
    {
        var pong = await listener.ReadOtherAsync();
        Expect.Equal($"{Frame.Final | Frame.Pong:X2} {payload}", $"{pong.First:X2} {Encoding.UTF8.GetString(pong.Payload)}", "pong");
    }

    // A ping after what is to be ignored: its pong is the first thing said but the status.
    private static async Task CheckAliveAsync(Listener listener)
    {
        await listener.SendAsync(Frame.Ping, "still there?");
        await CheckPongAsync(listener, "still there?");
        await listener.ReadStatusAsync();
    }
}
