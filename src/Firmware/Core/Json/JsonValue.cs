using System.Text;
using RailHub.Firmware.Text;

namespace RailHub.Firmware.Json
{
    /// <summary>A value read from a request. Members of an object and elements of an array are a chain, in the order of the text.</summary>
    public sealed class JsonValue
    {
        internal JsonValue(JsonKind kind)
        {
            Kind = kind;
        }

        public JsonKind Kind { get; }

        public bool Boolean { get; internal set; }

        public double Number { get; internal set; }

        /// <summary>Whether a number was written without fraction and exponent: what the protocol calls a JSON integer.</summary>
        public bool IsInteger { get; internal set; }

        /// <summary>The characters of a text in UTF-8, or a number as it was written.</summary>
        public byte[] Text { get; internal set; } = NameText.None;

        /// <summary>First element or member of an array or object.</summary>
        public JsonValue? First { get; internal set; }

        /// <summary>The element or member after this one.</summary>
        public JsonValue? Next { get; internal set; }

        /// <summary>Key of a member in UTF-8.</summary>
        internal byte[] Key { get; set; } = NameText.None;

        /// <summary>The member of this name, the last one if it comes twice; null when there is none or this is no object.</summary>
        public JsonValue? Member(string name)
        {
            if (Kind != JsonKind.Object)
                return null;

            var key = Encoding.UTF8.GetBytes(name);
            JsonValue? found = null;
            for (var member = First; member != null; member = member.Next)
            {
                if (NameText.AreEqual(member.Key, key))
                    found = member;
            }

            return found;
        }
    }
}
