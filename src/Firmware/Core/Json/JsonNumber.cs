using RailHub.Firmware.Text;

namespace RailHub.Firmware.Json
{
    /// <summary>Reads numbers as the boards always did: a plus sign, leading zeros and a bare point are allowed (protocol 2.2).</summary>
    internal static class JsonNumber
    {
        // Beyond this the value is zero or infinite anyway, and both are out of every field's range.
        private const int ExponentLimit = 400;

        /// <summary>Reads the bytes from start up to end; false when they are anything but one number.</summary>
        public static bool TryRead(byte[] text, int start, int end, out double value, out bool isInteger)
        {
            value = 0;
            isInteger = true;
            var at = start;
            var negative = at < end && text[at] == '-';
            if (at < end && (text[at] == '-' || text[at] == '+'))
                at++;

            var digits = 0;
            for (; at < end && AsciiText.IsDigit(text[at]); at++, digits++)
                value = value * 10 + (text[at] - '0');

            var scale = 0;
            if (at < end && text[at] == '.')
            {
                isInteger = false;
                for (at++; at < end && AsciiText.IsDigit(text[at]); at++, digits++, scale--)
                    value = value * 10 + (text[at] - '0');
            }

            if (digits == 0)
                return false;

            if (at < end && (text[at] == 'e' || text[at] == 'E'))
            {
                isInteger = false;
                if (!TryReadExponent(text, at + 1, end, out var exponent))
                    return false;
                scale += exponent;
                at = end;
            }

            for (; scale > 0 && value != 0; scale--)
                value *= 10;
            for (; scale < 0 && value != 0; scale++)
                value /= 10;
            if (negative)
                value = -value;

            return at == end;
        }

        private static bool TryReadExponent(byte[] text, int start, int end, out int exponent)
        {
            exponent = 0;
            var at = start;
            var negative = at < end && text[at] == '-';
            if (at < end && (text[at] == '-' || text[at] == '+'))
                at++;
            if (at == end)
                return false;

            for (; at < end; at++)
            {
                if (!AsciiText.IsDigit(text[at]))
                    return false;
                if (exponent < ExponentLimit)
                    exponent = exponent * 10 + (text[at] - '0');
            }

            if (negative)
                exponent = -exponent;
            return true;
        }
    }
}
