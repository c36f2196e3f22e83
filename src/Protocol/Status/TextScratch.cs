using System.Diagnostics;
using System.Text.Unicode;

namespace RailHub.Protocol;

/// <summary>Where in a <see cref="TextScratch"/> a decoded text lies.</summary>
internal readonly record struct TextSlice(int Start, int Length);

/// <summary>Decoded texts of one document, kept as characters so that a text that is known already never becomes a string again.</summary>
internal sealed class TextScratch
{
    private const char Replacement = '\uFFFD';

    private char[] _chars = new char[512];
    private int _used;

    public void Clear() => _used = 0;

    public Span<char> this[TextSlice slice] => _chars.AsSpan(slice.Start, slice.Length);

    /// <summary>
    /// Decodes the raw bytes between two quotes; null when an escape is malformed. Bytes that are no UTF-8 become U+FFFD: boards cut names
    /// at a byte, not at a character (protocol 4.7).
    /// </summary>
    public TextSlice? Add(ReadOnlySpan<byte> raw, bool escaped)
    {
        // A text never has more UTF-16 units than it had bytes.
        if (_chars.Length - _used < raw.Length)
        {
            Array.Resize(ref _chars, Math.Max(_chars.Length * 2, _used + raw.Length));
        }

        var start = _used;
        if (!escaped)
        {
            Decode(raw);
        }
        else if (!Unescape(raw))
        {
            return null;
        }

        return new TextSlice(start, _used - start);
    }

    private void Decode(ReadOnlySpan<byte> raw)
    {
        Utf8.ToUtf16(raw, _chars.AsSpan(_used), out var read, out var written, replaceInvalidSequences: true);
        Debug.Assert(read == raw.Length, "the buffer has room for every byte");
        _used += written;
    }

    private bool Unescape(ReadOnlySpan<byte> raw)
    {
        var start = _used;
        while (true)
        {
            var plain = raw.IndexOf((byte)'\\');
            if (plain < 0)
            {
                Decode(raw);
                ReplaceLoneSurrogates(_chars.AsSpan(start.._used));
                return true;
            }

            Decode(raw[..plain]);
            raw = raw[plain..];
            if (!TryUnescape(raw, out var unit, out var length))
            {
                return false;
            }

            _chars[_used++] = unit;
            raw = raw[length..];
        }
    }

    private static bool TryUnescape(ReadOnlySpan<byte> raw, out char unit, out int length)
    {
        (unit, length) = ('\0', 2);
        if (raw.Length < 2)
        {
            return false;
        }

        switch (raw[1])
        {
            case (byte)'"' or (byte)'\\' or (byte)'/':
                unit = (char)raw[1];
                return true;
            case (byte)'b':
                unit = '\b';
                return true;
            case (byte)'f':
                unit = '\f';
                return true;
            case (byte)'n':
                unit = '\n';
                return true;
            case (byte)'r':
                unit = '\r';
                return true;
            case (byte)'t':
                unit = '\t';
                return true;
            case (byte)'u':
                length = 6;
                return TryHex(raw[2..], out unit);
            default:
                return false;
        }
    }

    private static bool TryHex(ReadOnlySpan<byte> raw, out char unit)
    {
        unit = '\0';
        if (raw.Length < 4)
        {
            return false;
        }

        var value = 0;
        foreach (var digit in raw[..4])
        {
            if (!char.IsAsciiHexDigit((char)digit))
            {
                return false;
            }

            value = (value << 4) | (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        unit = (char)value;
        return true;
    }

    private static void ReplaceLoneSurrogates(Span<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                i++;
            }
            else
            {
                text[i] = Replacement;
            }
        }
    }
}
