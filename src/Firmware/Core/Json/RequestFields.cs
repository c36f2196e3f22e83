namespace RailHub.Firmware.Json
{
    /// <summary>
    /// The fields of a command, read by the rules of protocol 2.2. A JSON value that is no object has no fields;
    /// unknown fields are ignored.
    /// </summary>
    public sealed class RequestFields
    {
        private readonly JsonValue _root;

        private RequestFields(JsonValue root)
        {
            _root = root;
        }

        /// <summary>The fields of a request's body, or null when it is not JSON.</summary>
        public static RequestFields? Read(byte[] body, int length)
        {
            var root = JsonReader.Read(body, length);
            return root == null ? null : new RequestFields(root);
        }

        /// <summary>The field as it stands; null when it is missing.</summary>
        public JsonValue? Value(string name) => _root.Member(name);

        /// <summary>Rule <c>int</c>: what does not fit 32 bits, or is no number, is 0.</summary>
        public int Int(string name) => (int)Whole(name, int.MinValue, int.MaxValue);

        /// <summary>Rule <c>uint</c>: what does not fit, or is no number, is 0.</summary>
        public uint UInt(string name) => (uint)Whole(name, uint.MinValue, uint.MaxValue);

        /// <summary>Rule <c>u8</c>: what does not fit, or is no number, is 0.</summary>
        public int Byte(string name) => (int)Whole(name, byte.MinValue, byte.MaxValue);

        /// <summary>Rule <c>bool</c>: any text, array or object is true; missing is false.</summary>
        public bool Bool(string name)
        {
            var value = Value(name);
            if (value == null)
                return false;

            switch (value.Kind)
            {
                case JsonKind.Null:
                    return false;
                case JsonKind.Boolean:
                    return value.Boolean;
                case JsonKind.Number:
                    return value.Number != 0;
                default:
                    return true;
            }
        }

        /// <summary>Rule <c>bri</c>: percent 0..100; anything but a 32-bit JSON integer is 100, others are clamped.</summary>
        public int Brightness(string name)
        {
            var value = Value(name);
            if (value == null || !IsInteger(value, int.MinValue, int.MaxValue))
                return 100;
            return value.Number < 0 ? 0 : value.Number > 100 ? 100 : (int)value.Number;
        }

        /// <summary>Whether the value is a JSON integer from min to max.</summary>
        public static bool IsInteger(JsonValue value, long min, long max) =>
            value.Kind == JsonKind.Number && value.IsInteger && value.Number >= min && value.Number <= max;

        private long Whole(string name, long min, long max)
        {
            var value = Value(name);
            if (value == null)
                return 0;

            double number;
            switch (value.Kind)
            {
                case JsonKind.Number:
                    number = value.Number;
                    break;
                case JsonKind.Boolean:
                    return value.Boolean ? 1 : 0;
                case JsonKind.Text:
                    if (!JsonNumber.TryRead(value.Text, 0, value.Text.Length, out number, out _))
                        return 0;
                    break;
                default:
                    return 0;
            }

            // A fraction is dropped before the range is looked at: -0.5 is 0, which every range has.
            return number > min - 1.0 && number < max + 1.0 ? (long)number : 0;
        }
    }
}
