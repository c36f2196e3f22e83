using System.Text;
using RailHub.Firmware.Json;
using RailHub.Firmware.Outputs;
using RailHub.Firmware.Text;

namespace RailHub.Firmware.Status
{
    /// <summary>One output in a status, kept until something of it changes.</summary>
    internal sealed class OutputText
    {
        private static readonly byte[] Pin = Encoding.UTF8.GetBytes("{\"pin\":");
        private static readonly byte[] Lit = Encoding.UTF8.GetBytes(",\"active\":true,\"brightness\":");
        private static readonly byte[] Dark = Encoding.UTF8.GetBytes(",\"active\":false,\"brightness\":");
        private static readonly byte[] Interval = Encoding.UTF8.GetBytes(",\"interval\":");
        private static readonly byte[] Group = Encoding.UTF8.GetBytes(",\"chasingGroup\":");
        private static readonly byte[] Name = Encoding.UTF8.GetBytes(",\"name\":");

        private readonly ByteBuffer _text = new ByteBuffer(112);
        private bool _withGroup;
        private int _pin = -1;
        private bool _active;
        private byte _raw;
        private uint _interval;
        private int _group;
        private byte[]? _name;

        /// <summary>Bytes of all outputs of a board at their longest, with the commas between them.</summary>
        public static int LongestOf(BoardProfile profile)
        {
            var one = Pin.Length + Dark.Length + 3 + Interval.Length + 10 + (profile.HasGroups ? Group.Length + 3 : 0)
                + Name.Length + 2 + 2 * NameText.Limit + 1;
            var all = one * profile.OutputCount + profile.OutputCount - 1;
            for (var i = 0; i < profile.OutputCount; i++)
                all += profile.PinAt(i) < 10 ? 1 : 2;
            return all;
        }

        public void AddTo(ByteBuffer target, Output output, bool withGroup)
        {
            if (!IsOf(output, withGroup))
                Write(output, withGroup);
            target.Add(_text);
        }

        private bool IsOf(Output output, bool withGroup) =>
            _active == output.Active && _raw == output.Raw && _interval == output.Interval && _group == output.Group
            && _name == output.Name && _pin == output.Pin && _withGroup == withGroup;

        private void Write(Output output, bool withGroup)
        {
            _active = output.Active;
            _raw = output.Raw;
            _interval = output.Interval;
            _group = output.Group;
            _name = output.Name;
            _pin = output.Pin;
            _withGroup = withGroup;
            _text.Clear();
            _text.Add(Pin);
            _text.AddNumber(_pin);
            _text.Add(_active ? Lit : Dark);
            _text.AddNumber(output.Percent);
            _text.Add(Interval);
            _text.AddNumber(_interval);
            if (withGroup)
            {
                _text.Add(Group);
                _text.AddNumber(_group);
            }

            _text.Add(Name);
            JsonText.AddString(_text, _name);
            _text.Add((byte)'}');
        }
    }
}
