using System.Text;

namespace RailHub.Firmware.OnDoubles;

/// <summary>The other end of a connection to the board.</summary>
public sealed class ModelClient
{
    private readonly Queue<byte> _toBoard = new();
    private readonly List<byte> _received = [];

    /// <summary>Bytes that find room before the client has read.</summary>
    public int Window { get; set; } = int.MaxValue;

    /// <summary>What has come and was not taken yet.</summary>
    public string Text => Encoding.UTF8.GetString([.. _received]);

    public int Count => _received.Count;

    /// <summary>Whether the client has closed.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Whether the client is gone without a word: the board hears of it when it sends.</summary>
    public bool HasVanished { get; set; }

    /// <summary>Whether the board has closed.</summary>
    public bool IsEnded { get; private set; }

    internal bool HasWords => _toBoard.Count > 0 || IsClosed;

    internal bool HasRoom => _received.Count < Window;

    public void Send(string text)
    {
        foreach (var letter in Encoding.UTF8.GetBytes(text))
            _toBoard.Enqueue(letter);
    }

    /// <summary>Takes what has come.</summary>
    public byte[] Take()
    {
        byte[] taken = [.. _received];
        _received.Clear();
        return taken;
    }

    public void Close() => IsClosed = true;

    internal void BoardClosed() => IsEnded = true;

    internal int Receive(byte[] buffer, int offset, int size)
    {
        var count = 0;
        while (count < size && _toBoard.TryDequeue(out var letter))
            buffer[offset + count++] = letter;
        return count;
    }

    internal void Take(byte[] buffer, int offset, int size) => _received.AddRange(buffer.AsSpan(offset, size));
}
