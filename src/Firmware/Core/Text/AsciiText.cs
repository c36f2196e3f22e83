namespace RailHub.Firmware.Text
{
    /// <summary>
    /// Comparisons of received bytes with the words of a protocol. The words are bytes too, made once: on a board each look at a
    /// character or at the length of a string is a call into the interpreter that walks the string, and each use of a literal makes
    /// an object (docs/firmware.md, "What a board spends").
    /// </summary>
    public static class AsciiText
    {
        /// <summary>Whether the bytes from <paramref name="start"/> up to <paramref name="end"/> spell the word exactly.</summary>
        public static bool Is(byte[] bytes, int start, int end, byte[] word)
        {
            if (end - start != word.Length)
                return false;

            for (var i = 0; i < word.Length; i++)
            {
                if (bytes[start + i] != word[i])
                    return false;
            }

            return true;
        }

        /// <summary>As <see cref="Is"/>, but capital letters among the bytes count as small ones. The word is given in small letters.</summary>
        public static bool IsIgnoringCase(byte[] bytes, int start, int end, byte[] lowerCaseWord)
        {
            if (end - start != lowerCaseWord.Length)
                return false;

            for (var i = 0; i < lowerCaseWord.Length; i++)
            {
                int letter = bytes[start + i];
                if (letter >= 'A' && letter <= 'Z')
                    letter += 'a' - 'A';
                if (letter != lowerCaseWord[i])
                    return false;
            }

            return true;
        }

        /// <summary>Whether one of the comma-separated tokens is the word, in any case (RFC 9110, 5.6.1).</summary>
        public static bool ListHas(byte[] bytes, int start, int end, byte[] lowerCaseWord)
        {
            var tokenStart = start;
            for (var i = start; i <= end; i++)
            {
                if (i < end && bytes[i] != ',')
                    continue;

                var first = tokenStart;
                var last = i;
                Trim(bytes, ref first, ref last);
                if (IsIgnoringCase(bytes, first, last, lowerCaseWord))
                    return true;
                tokenStart = i + 1;
            }

            return false;
        }

        /// <summary>Whether all bytes are visible ASCII characters, which no text of a request line may go beyond.</summary>
        public static bool IsVisible(byte[] bytes, int start, int end)
        {
            for (var i = start; i < end; i++)
            {
                if (bytes[i] <= ' ' || bytes[i] >= 0x7F)
                    return false;
            }

            return true;
        }

        /// <summary>Moves the borders inwards over spaces and tabs.</summary>
        public static void Trim(byte[] bytes, ref int start, ref int end)
        {
            while (start < end && IsBlank(bytes[start]))
                start++;
            while (end > start && IsBlank(bytes[end - 1]))
                end--;
        }

        public static bool IsDigit(int letter) => letter >= '0' && letter <= '9';

        /// <summary>Whether the bytes begin with the word exactly.</summary>
        public static bool StartsWith(byte[] bytes, int start, int end, byte[] word) =>
            end - start >= word.Length && Is(bytes, start, start + word.Length, word);

        /// <summary>Value of a hexadecimal digit, or −1.</summary>
        public static int HexDigit(int letter)
        {
            if (IsDigit(letter))
                return letter - '0';
            if (letter >= 'a' && letter <= 'f')
                return letter - 'a' + 10;
            return letter >= 'A' && letter <= 'F' ? letter - 'A' + 10 : -1;
        }

        private static bool IsBlank(byte letter) => letter == ' ' || letter == '\t';
    }
}
