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
        private byte[] _bytes;
        private int _length;

        public ByteBuffer(int capacity)
        {
            _bytes = new byte[capacity];
        }

        /// <summary>The memory; only the first <see cref="Length"/> bytes count, and only until the next addition.</summary>
        public byte[] Bytes => _bytes;

        public int Length => _length;

        public void Clear() => _length = 0;

        public void Add(byte value)
        {
            if (_length == _bytes.Length)
                Reserve(1);
            _bytes[_length++] = value;
        }

        public void Add(byte[] source, int offset, int count)
        {
            Reserve(count);
            Array.Copy(source, offset, _bytes, _length, count);
            _length += count;
        }

        public void Add(byte[] source) => Add(source, 0, source.Length);

        public void Add(ByteBuffer source) => Add(source._bytes, 0, source._length);

        /// <summary>
        /// Adds a text of ASCII characters, one byte each, by one call into the interpreter and through an array of its length: what is
        /// sent again and again is kept as bytes instead.
        /// </summary>
        public void AddAscii(string text) => Add(Encoding.UTF8.GetBytes(text));

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
                _bytes[_length + i] = (byte)('0' + (int)(value % 10));
                value /= 10;
            }

            _length += digits;
        }

        /// <summary>A copy of the content, of its exact length.</summary>
        public byte[] ToArray()
        {
            var copy = new byte[_length];
            Array.Copy(_bytes, 0, copy, 0, _length);
            return copy;
        }

        private void Reserve(int count)
        {
            if (_length + count <= _bytes.Length)
                return;

            var capacity = _bytes.Length * 2;
            if (capacity < _length + count)
                capacity = _length + count;

            var larger = new byte[capacity];
            Array.Copy(_bytes, 0, larger, 0, _length);
            _bytes = larger;
        }
    }
}
