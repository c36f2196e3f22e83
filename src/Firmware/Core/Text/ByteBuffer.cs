using System;
using System.Text;

namespace RailHub.Firmware.Text
{
    /// <summary>
    /// A growing run of bytes that is filled, handed to a socket and filled again. It keeps its memory, so that a
    /// buffer which has once held the longest message allocates nothing more.
    /// </summary>
    public sealed class ByteBuffer
    {
        private const int ShortText = 64;

        private byte[] _bytes;

        public ByteBuffer(int capacity)
        {
            _bytes = new byte[capacity];
        }

        /// <summary>The memory; only the first <see cref="Length"/> bytes count, and only until the next addition.</summary>
        public byte[] Bytes => _bytes;

        public int Length { get; private set; }

        public void Clear() => Length = 0;

        public void Add(byte value)
        {
            Reserve(1);
            _bytes[Length++] = value;
        }

        public void Add(byte[] source, int offset, int count)
        {
            Reserve(count);
            Array.Copy(source, offset, _bytes, Length, count);
            Length += count;
        }

        public void Add(ByteBuffer source) => Add(source._bytes, 0, source.Length);

        /// <summary>Adds a text of ASCII characters, one byte each; a short one without making an array of it.</summary>
        public void AddAscii(string text)
        {
            // A board's strings are UTF-8, and each look at a character begins at the first one (nf-interpreter,
            // corlib_native_System_String.cpp): a page taken letter by letter would hold up the lights for seconds.
            if (text.Length > ShortText)
            {
                var bytes = Encoding.UTF8.GetBytes(text);
                Add(bytes, 0, bytes.Length);
                return;
            }

            Reserve(text.Length);
            for (var i = 0; i < text.Length; i++)
                _bytes[Length++] = (byte)text[i];
        }

        /// <summary>Adds the low 16 bits of a number, the high byte first.</summary>
        public void AddUInt16(int value)
        {
            Add((byte)(value >> 8));
            Add((byte)value);
        }

        /// <summary>Adds a number in decimal digits.</summary>
        public void AddNumber(long value)
        {
            if (value < 0)
            {
                Add((byte)'-');
                value = -value;
            }

            var digits = 1;
            for (var rest = value; rest >= 10; rest /= 10)
                digits++;

            Reserve(digits);
            for (var i = digits - 1; i >= 0; i--)
            {
                _bytes[Length + i] = (byte)('0' + (int)(value % 10));
                value /= 10;
            }

            Length += digits;
        }

        /// <summary>A copy of the content, of its exact length.</summary>
        public byte[] ToArray()
        {
            var copy = new byte[Length];
            Array.Copy(_bytes, 0, copy, 0, Length);
            return copy;
        }

        private void Reserve(int count)
        {
            if (Length + count <= _bytes.Length)
                return;

            var capacity = _bytes.Length * 2;
            if (capacity < Length + count)
                capacity = Length + count;

            var larger = new byte[capacity];
            Array.Copy(_bytes, 0, larger, 0, Length);
            _bytes = larger;
        }
    }
}
