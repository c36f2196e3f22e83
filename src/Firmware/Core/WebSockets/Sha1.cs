using System;

namespace RailHub.Firmware.WebSockets
{
    /// <summary>SHA-1 (RFC 3174), which the WebSocket handshake asks for and boards have no library for. Not for secrets.</summary>
    public static class Sha1
    {
        private const int BlockSize = 64;

        public static byte[] Hash(byte[] message)
        {
            // The message, a bit that is 1, zeros, and the length in bits in the last 8 bytes.
            var padded = new byte[(message.Length + 8) / BlockSize * BlockSize + BlockSize];
            Array.Copy(message, 0, padded, 0, message.Length);
            padded[message.Length] = 0x80;
            var bits = (long)message.Length * 8;
            for (var i = 0; i < 8; i++)
                padded[padded.Length - 1 - i] = (byte)(bits >> (8 * i));

            var state = new uint[] { 0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0 };
            var words = new uint[80];
            for (var offset = 0; offset < padded.Length; offset += BlockSize)
                AddBlock(state, words, padded, offset);

            var hash = new byte[20];
            for (var i = 0; i < hash.Length; i++)
                hash[i] = (byte)(state[i / 4] >> (24 - 8 * (i % 4)));
            return hash;
        }

        private static void AddBlock(uint[] state, uint[] words, byte[] bytes, int offset)
        {
            for (var i = 0; i < 16; i++)
            {
                var at = offset + 4 * i;
                words[i] = ((uint)bytes[at] << 24) | ((uint)bytes[at + 1] << 16) | ((uint)bytes[at + 2] << 8) | bytes[at + 3];
            }

            for (var i = 16; i < 80; i++)
                words[i] = Rotate(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);

            uint a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
            for (var i = 0; i < 80; i++)
            {
                var next = Rotate(a, 5) + Mix(i, b, c, d) + e + words[i];
                e = d;
                d = c;
                c = Rotate(b, 30);
                b = a;
                a = next;
            }

            state[0] += a;
            state[1] += b;
            state[2] += c;
            state[3] += d;
            state[4] += e;
        }

        private static uint Mix(int round, uint b, uint c, uint d)
        {
            if (round < 20)
                return ((b & c) | (~b & d)) + 0x5A827999;
            if (round < 40)
                return (b ^ c ^ d) + 0x6ED9EBA1;
            if (round < 60)
                return ((b & c) | (b & d) | (c & d)) + 0x8F1BBCDC;
            return (b ^ c ^ d) + 0xCA62C1D6;
        }

        private static uint Rotate(uint value, int bits) => (value << bits) | (value >> (32 - bits));
    }
}
