using System.Text;
using RailHub.Firmware.Text;

namespace RailHub.Firmware.Json
{
    /// <summary>
    /// Reads the JSON of a request as leniently as the boards in the field do: keys without quotes, single quotes,
    /// and anything after the first value are accepted; comments, NaN, deep nesting and a multitude of values are not (protocol 2.2).
    /// </summary>
    public sealed class JsonReader
    {
        /// <summary>Deepest nesting of arrays and objects.</summary>
        public const int DepthLimit = 10;

        /// <summary>Most values of a request; the longest command has 13. Each costs a board some 130 bytes while it is read.</summary>
        public const int ValueLimit = 128;

        private static readonly byte[] True = Encoding.UTF8.GetBytes("true");
        private static readonly byte[] False = Encoding.UTF8.GetBytes("false");
        private static readonly byte[] Null = Encoding.UTF8.GetBytes("null");

        private readonly byte[] _text;
        private readonly int _end;
        private readonly ByteBuffer _scratch = new ByteBuffer(32);
        private int _at;
        private int _count;

        private JsonReader(byte[] text, int length)
        {
            _text = text;
            _end = length;
        }

        /// <summary>The first value of the text, or null when it is not JSON.</summary>
        public static JsonValue? Read(byte[] text, int length) => new JsonReader(text, length).ReadValue(DepthLimit);

        private JsonValue? ReadValue(int depth)
        {
            if (++_count > ValueLimit)
                return null;
            SkipBlanks();
            switch (Peek())
            {
                case '{':
                    return depth == 0 ? null : ReadObject(depth - 1);
                case '[':
                    return depth == 0 ? null : ReadArray(depth - 1);
                case '"':
                case '\'':
                    var text = ReadQuoted();
                    return text == null ? null : new JsonValue(JsonKind.Text) { Text = text };
                case 't':
                    return SkipWord(True) ? new JsonValue(JsonKind.Boolean) { Boolean = true } : null;
                case 'f':
                    return SkipWord(False) ? new JsonValue(JsonKind.Boolean) : null;
                case 'n':
                    return SkipWord(Null) ? new JsonValue(JsonKind.Null) : null;
                default:
                    return ReadNumber();
            }
        }

        private JsonValue? ReadObject(int depth)
        {
            _at++;
            var parent = new JsonValue(JsonKind.Object);
            JsonValue? last = null;
            SkipBlanks();
            if (Skip('}'))
                return parent;

            while (true)
            {
                SkipBlanks();
                var key = Peek() == '"' || Peek() == '\'' ? ReadQuoted() : ReadBareKey();
                SkipBlanks();
                if (key == null || !Skip(':'))
                    return null;

                var member = ReadValue(depth);
                if (member == null)
                    return null;

                member.Key = key;
                last = Append(parent, last, member);
                SkipBlanks();
                if (Skip('}'))
                    return parent;
                if (!Skip(','))
                    return null;
            }
        }

        private JsonValue? ReadArray(int depth)
        {
            _at++;
            var parent = new JsonValue(JsonKind.Array);
            JsonValue? last = null;
            SkipBlanks();
            if (Skip(']'))
                return parent;

            while (true)
            {
                var element = ReadValue(depth);
                if (element == null)
                    return null;

                last = Append(parent, last, element);
                SkipBlanks();
                if (Skip(']'))
                    return parent;
                if (!Skip(','))
                    return null;
            }
        }

        private static JsonValue Append(JsonValue parent, JsonValue? last, JsonValue child)
        {
            if (last == null)
                parent.First = child;
            else
                last.Next = child;
            return child;
        }

        private byte[]? ReadBareKey()
        {
            var start = _at;
            while (IsKeyLetter(Peek()))
                _at++;
            if (_at == start)
                return null;

            _scratch.Clear();
            _scratch.Add(_text, start, _at - start);
            return _scratch.ToArray();
        }

        private byte[]? ReadQuoted()
        {
            var quote = _text[_at++];
            _scratch.Clear();
            while (_at < _end)
            {
                var letter = _text[_at++];
                if (letter == quote)
                    return _scratch.ToArray();
                if (letter != '\\')
                    _scratch.Add(letter);
                else if (!ReadEscape())
                    return null;
            }

            return null;
        }

        private bool ReadEscape()
        {
            var letter = Peek();
            _at++;
            switch (letter)
            {
                case '"':
                case '\'':
                case '\\':
                case '/':
                    _scratch.Add((byte)letter);
                    return true;
                case 'b':
                    _scratch.Add((byte)'\b');
                    return true;
                case 'f':
                    _scratch.Add((byte)'\f');
                    return true;
                case 'n':
                    _scratch.Add((byte)'\n');
                    return true;
                case 'r':
                    _scratch.Add((byte)'\r');
                    return true;
                case 't':
                    _scratch.Add((byte)'\t');
                    return true;
                case 'u':
                    return ReadUnicodeEscape();
                default:
                    return false;
            }
        }

        private bool ReadUnicodeEscape()
        {
            if (!TryReadHex(out var code))
                return false;

            if (code >= 0xD800 && code < 0xDC00 && Peek() == '\\' && _at + 1 < _end && _text[_at + 1] == 'u')
            {
                var before = _at;
                _at += 2;
                if (!TryReadHex(out var low))
                    return false;
                if (low >= 0xDC00 && low < 0xE000)
                    code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
                else
                    _at = before;
            }

            // A lone half of a pair has no UTF-8 form: it is left out.
            if (code < 0xD800 || code >= 0xE000)
                AddCharacter(code);
            return true;
        }

        private void AddCharacter(int code)
        {
            if (code < 0x80)
            {
                _scratch.Add((byte)code);
                return;
            }

            if (code < 0x800)
            {
                _scratch.Add((byte)(0xC0 | (code >> 6)));
            }
            else
            {
                if (code < 0x10000)
                {
                    _scratch.Add((byte)(0xE0 | (code >> 12)));
                }
                else
                {
                    _scratch.Add((byte)(0xF0 | (code >> 18)));
                    _scratch.Add((byte)(0x80 | ((code >> 12) & 0x3F)));
                }

                _scratch.Add((byte)(0x80 | ((code >> 6) & 0x3F)));
            }

            _scratch.Add((byte)(0x80 | (code & 0x3F)));
        }

        private bool TryReadHex(out int code)
        {
            code = 0;
            for (var i = 0; i < 4; i++, _at++)
            {
                var digit = AsciiText.HexDigit(Peek());
                if (digit < 0)
                    return false;
                code = (code << 4) | digit;
            }

            return true;
        }

        private JsonValue? ReadNumber()
        {
            var start = _at;
            while (IsNumberLetter(Peek()))
                _at++;
            if (!JsonNumber.TryRead(_text, start, _at, out var value, out var isInteger))
                return null;

            _scratch.Clear();
            _scratch.Add(_text, start, _at - start);
            return new JsonValue(JsonKind.Number) { Number = value, IsInteger = isInteger, Text = _scratch.ToArray() };
        }

        private bool SkipWord(byte[] word)
        {
            if (_at + word.Length > _end || !AsciiText.Is(_text, _at, _at + word.Length, word))
                return false;
            _at += word.Length;
            return true;
        }

        private bool Skip(char letter)
        {
            if (Peek() != letter)
                return false;
            _at++;
            return true;
        }

        private void SkipBlanks()
        {
            while (Peek() == ' ' || Peek() == '\t' || Peek() == '\r' || Peek() == '\n')
                _at++;
        }

        /// <summary>The next byte, or −1 at the end.</summary>
        private int Peek() => _at < _end ? _text[_at] : -1;

        private static bool IsNumberLetter(int letter) =>
            AsciiText.IsDigit(letter) || letter == '+' || letter == '-' || letter == '.' || letter == 'e' || letter == 'E';

        private static bool IsKeyLetter(int letter) =>
            AsciiText.IsDigit(letter) || letter == '_' || (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
    }
}
