namespace RailHub.Firmware.Text
{
    /// <summary>Comparisons of received bytes with the words of a protocol, without making strings of the bytes.</summary>
    public static class AsciiText
    {
        /// <summary>Whether the bytes from <paramref name="start"/> up to <paramref name="end"/> spell the word exactly.</summary>
        public static bool Is(byte[] bytes, int start, int end, string word)
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
        public static bool IsIgnoringCase(byte[] bytes, int start, int end, string lowerCaseWord)
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
        public static bool ListHas(byte[] bytes, int start, int end, string lowerCaseWord)
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

        /// <summary>Whether a text begins with these characters exactly; string has a method of this name that asks the culture.</summary>
        public static bool StartsWith(string text, string beginning)
        {
            if (text.Length < beginning.Length)
                return false;
            for (var i = 0; i < beginning.Length; i++)
            {
                if (text[i] != beginning[i])
                    return false;
            }

            return true;
        }

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
