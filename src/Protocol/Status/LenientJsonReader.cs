using System.Buffers;
using System.Buffers.Text;

namespace RailHub.Protocol;

/// <summary>
/// Reads JSON as boards write it: raw control characters and broken UTF-8 inside strings are fine (protocol 3.5, 8.1 #7), the structure
/// must be sound. The first fault sets <see cref="Error"/>, after which every call answers "nothing there".
/// </summary>
/// <remarks>
/// A value that is not of the type asked for is skipped and counts as absent. Member names are compared as raw bytes: no board escapes them.
/// </remarks>
internal ref struct LenientJsonReader(ReadOnlySpan<byte> utf8, TextScratch texts)
{
    private const int MaxDepth = 16;

    private static readonly SearchValues<byte> s_numberBytes = SearchValues.Create("0123456789+-.eE"u8);

    private readonly ReadOnlySpan<byte> _utf8 = utf8;
    private readonly TextScratch _texts = texts;
    private int _at;
    private int _depth;
    private bool _atFirst;

    /// <summary>The first fault, or null.</summary>
    public string? Error { get; private set; }

    /// <summary>Enters an object if the next value is one; otherwise nothing is consumed.</summary>
    public bool TryEnterObject() => TryEnter((byte)'{');

    /// <summary>Enters an array if the next value is one; otherwise nothing is consumed.</summary>
    public bool TryEnterArray() => TryEnter((byte)'[');

    /// <summary>Steps to the next member of the entered object; false at its end, which leaves the object.</summary>
    public bool NextMember(out ReadOnlySpan<byte> name)
    {
        name = default;
        if (!Next((byte)'}'))
        {
            return false;
        }

        if (Peek() != '"')
        {
            return Fail("a member without a name");
        }

        if (!ScanString(out name, out _))
        {
            return false;
        }

        if (Peek() != ':')
        {
            return Fail("a member without a value");
        }

        _at++;
        return true;
    }

    /// <summary>Steps to the next element of the entered array; false at its end, which leaves the array.</summary>
    public bool NextElement() => Next((byte)']');

    public bool? ReadBool()
    {
        if (Peek() is not ((byte)'t' or (byte)'f'))
        {
            Skip();
            return null;
        }

        var value = _utf8[_at] == 't';
        return Literal(value ? "true"u8 : "false"u8) ? value : null;
    }

    /// <summary>Any number, its fraction dropped, limited to what a long holds.</summary>
    public long? ReadInteger()
    {
        if (Peek() is not ((byte)'-' or >= (byte)'0' and <= (byte)'9'))
        {
            Skip();
            return null;
        }

        var rest = _utf8[_at..];
        var length = rest.IndexOfAnyExcept(s_numberBytes);
        var token = length < 0 ? rest : rest[..length];
        _at += token.Length;

        if (Utf8Parser.TryParse(token, out long whole, out var consumed) && consumed == token.Length)
        {
            return whole;
        }

        if (Utf8Parser.TryParse(token, out double real, out consumed) && consumed == token.Length)
        {
            return (long)real; // the conversion saturates
        }

        Fail("a malformed number");
        return null;
    }

    public TextSlice? ReadText()
    {
        if (Peek() != '"')
        {
            Skip();
            return null;
        }

        if (!ScanString(out var raw, out var escaped))
        {
            return null;
        }

        var text = _texts.Add(raw, escaped);
        if (text is null)
        {
            Fail("a malformed escape");
        }

        return text;
    }

    /// <summary>Passes over the next value, whatever it is.</summary>
    public void Skip()
    {
        switch (Peek())
        {
            case (byte)'"':
                ScanString(out _, out _);
                break;
            case (byte)'{':
                TryEnterObject();
                while (NextMember(out _))
                {
                    Skip();
                }

                break;
            case (byte)'[':
                TryEnterArray();
                while (NextElement())
                {
                    Skip();
                }

                break;
            case (byte)'t':
                Literal("true"u8);
                break;
            case (byte)'f':
                Literal("false"u8);
                break;
            case (byte)'n':
                Literal("null"u8);
                break;
            case (byte)'-' or >= (byte)'0' and <= (byte)'9':
                ReadInteger();
                break;
            case -1:
                Fail("the document ends early");
                break;
            default:
                Fail("something that is no value");
                break;
        }
    }

    /// <summary>True when nothing but white space is left.</summary>
    public bool End() => Error is null && (Peek() < 0 || Fail("text after the document"));

    /// <summary>Stops reading for a reason of the caller's.</summary>
    public bool Fail(string reason)
    {
        Error ??= reason;
        return false;
    }

    private bool TryEnter(byte open)
    {
        if (Error is not null || Peek() != open)
        {
            return false;
        }

        if (++_depth > MaxDepth)
        {
            return Fail("nested too deep");
        }

        _at++;
        _atFirst = true;
        return true;
    }

    private bool Next(byte close)
    {
        if (Error is not null)
        {
            return false;
        }

        var next = Peek();
        if (next == close)
        {
            _at++;
            _depth--;
            _atFirst = false;
            return false;
        }

        if (_atFirst)
        {
            _atFirst = false;
            return true;
        }

        if (next < 0)
        {
            return Fail("the document ends early");
        }

        if (next != ',')
        {
            return Fail("a comma is missing");
        }

        _at++;
        return true;
    }

    /// <summary>The next byte that is no white space, not consumed; -1 at the end or after a fault.</summary>
    private int Peek()
    {
        if (Error is not null)
        {
            return -1;
        }

        while (_at < _utf8.Length)
        {
            var next = _utf8[_at];
            if (next is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
            {
                return next;
            }

            _at++;
        }

        return -1;
    }

    private bool ScanString(out ReadOnlySpan<byte> raw, out bool escaped)
    {
        raw = default;
        escaped = false;
        var start = ++_at;
        while (true)
        {
            var next = _utf8[_at..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
            {
                return Fail("the document ends early");
            }

            _at += next;
            if (_utf8[_at] == '"')
            {
                raw = _utf8[start.._at++];
                return true;
            }

            escaped = true;
            _at += 2;
            if (_at > _utf8.Length)
            {
                return Fail("the document ends early");
            }
        }
    }

    private bool Literal(ReadOnlySpan<byte> expected)
    {
        if (!_utf8[_at..].StartsWith(expected))
        {
            return Fail("something that is no value");
        }

        _at += expected.Length;
        return true;
    }
}
