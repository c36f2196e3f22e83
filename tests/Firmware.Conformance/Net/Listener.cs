using RailHub.Firmware.Conformance.Documents;

namespace RailHub.Firmware.Conformance.Net;

/// <summary>A client of the status feed. Every frame it reads is held against protocol 3.3: text, unmasked, whole.</summary>
internal sealed class Listener(Wire wire, TimeProvider time)
{
    /// <summary>Longest wait for the next status; six periods.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public Wire Wire => wire;

    /// <summary>When the last status was read, as a timestamp of the clock.</summary>
    public long Heard { get; private set; }

    public Task SendAsync(int opcode, string payload, bool isFinal = true, bool isMasked = true) =>
        wire.SendAsync(Frame.Of(opcode, payload, isFinal, isMasked));

    /// <summary>The next frame of any kind.</summary>
    /// <exception cref="CheckFailure">The connection ended, or nothing came.</exception>
    public async Task<Frame> ReadAsync()
    {
        var frame = await Frame.ReadAsync(wire, Patience) ?? throw new CheckFailure("a frame", "the end of the connection");
        Heard = time.GetTimestamp();
        return frame;
    }

    /// <summary>The next status.</summary>
    public async Task<Status> ReadStatusAsync()
    {
        var frame = await ReadAsync();
        Expect.Equal("81 unmasked", $"{frame.First:X2} {(frame.IsMasked ? "masked" : "unmasked")}", "a text frame that starts with");
        return Status.Read(frame.Payload);
    }

    /// <summary>The first status that shows something.</summary>
    /// <exception cref="CheckFailure">None of those of the next seconds does.</exception>
    public async Task<Status> ReadStatusAsync(Func<Status, bool> shows, string what)
    {
        var start = time.GetTimestamp();
        while (time.GetElapsedTime(start) < Patience)
        {
            var status = await ReadStatusAsync();
            if (shows(status))
                return status;
        }

        throw new CheckFailure($"a status with {what}", $"none within {Patience.TotalSeconds} s");
    }

    /// <summary>The first frame that is no status.</summary>
    public async Task<Frame> ReadOtherAsync()
    {
        var start = time.GetTimestamp();
        while (time.GetElapsedTime(start) < Patience)
        {
            var frame = await ReadAsync();
            if (frame.First != (Frame.Final | Frame.Text))
                return frame;
        }

        throw new CheckFailure("a frame that is no status", "only status");
    }

    /// <summary>Reads on until the board closes, and compares the code of its close frame. The TCP connection must end too.</summary>
    public async Task ExpectCloseAsync(int code, string because, TimeSpan patience)
    {
        var start = time.GetTimestamp();
        while (time.GetElapsedTime(start) < patience)
        {
            if (await Frame.ReadAsync(wire, patience) is not { } frame)
                throw new CheckFailure($"a close frame with {code} {because}", "the end of the connection without one");
            if (frame.First != (Frame.Final | Frame.Close))
                continue;

            Expect.Equal(code, frame.CloseCode, $"{because} the close code");
            Expect.Equal(0, (await wire.ReadToEndAsync()).Length, "bytes after the close frame");
            return;
        }

        throw new CheckFailure($"a close frame with {code} {because}", $"none within {patience.TotalSeconds:0.#} s");
    }

    public Task ExpectCloseAsync(int code, string because) => ExpectCloseAsync(code, because, Wire.Patience);
}
