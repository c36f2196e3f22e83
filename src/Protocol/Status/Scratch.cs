namespace RailHub.Protocol;

/// <summary>A list whose memory stays from one document to the next.</summary>
internal sealed class Scratch<T>(int capacity)
{
    private T[] _items = new T[capacity];

    public int Count { get; private set; }

    public Span<T> Items => _items.AsSpan(0, Count);

    public void Add(T item)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Count * 2);
        }

        _items[Count++] = item;
    }

    public void Clear() => Count = 0;
}
