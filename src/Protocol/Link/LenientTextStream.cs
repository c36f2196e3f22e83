using System.Runtime.CompilerServices;

namespace RailHub.Protocol;

/// <summary>A board's connection, read through <see cref="LenientFrames"/> and written as it is.</summary>
internal sealed class LenientTextStream(Stream inner, int maxMessageBytes) : Stream
{
    /// <summary>
    /// Where a board floods, there is always more to read at once: the reader would never give its thread back, nor its caller go on. A
    /// message alone is read in two or three pieces, of which only the first is waited for.
    /// </summary>
    internal const int MostAtOnce = 16;

    private readonly LenientFrames _frames = new(maxMessageBytes);
    private int _atOnce;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var reading = inner.ReadAsync(buffer, cancellationToken);
        if (reading.IsCompletedSuccessfully)
        {
            if (++_atOnce < MostAtOnce)
            {
                return new ValueTask<int>(Follow(buffer, reading.Result));
            }

            _atOnce = 0;
            return FollowAsync(reading, buffer, mustYield: true);
        }

        _atOnce = 0;
        return FollowAsync(reading, buffer, mustYield: false);
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        Follow(buffer.AsMemory(offset, count), inner.Read(buffer, offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.WriteAsync(buffer, cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> FollowAsync(ValueTask<int> reading, Memory<byte> buffer, bool mustYield)
    {
        if (mustYield)
        {
            await Task.Yield();
        }

        return Follow(buffer, await reading);
    }

    private int Follow(Memory<byte> buffer, int read)
    {
        _frames.Follow(buffer.Span[..read]);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
