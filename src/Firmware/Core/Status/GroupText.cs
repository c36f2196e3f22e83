using System.Text;
using RailHub.Firmware.Chasing;
using RailHub.Firmware.Json;
using RailHub.Firmware.Text;

namespace RailHub.Firmware.Status
{
    /// <summary>One chasing group in a status. All but its step is kept until something of it changes.</summary>
    internal sealed class GroupText
    {
        private static readonly byte[] Id = Encoding.UTF8.GetBytes("{\"id\":");
        private static readonly byte[] Name = Encoding.UTF8.GetBytes(",\"active\":true,\"name\":");
        private static readonly byte[] Outputs = Encoding.UTF8.GetBytes(",\"outputs\":[");
        private static readonly byte[] Interval = Encoding.UTF8.GetBytes("],\"interval\":");
        private static readonly byte[] Step = Encoding.UTF8.GetBytes(",\"currentStep\":");

        private readonly ByteBuffer _text = new ByteBuffer(128);
        private int _id;
        private uint _interval;
        private byte[]? _name;
        private int[]? _members;

        /// <summary>Bytes of all groups of a board at their longest: an output is in one group at most, so together they name each once.</summary>
        public static int LongestOf(BoardProfile profile)
        {
            var one = Id.Length + 3 + Name.Length + 2 + 2 * NameText.Limit + Outputs.Length + Interval.Length + 10 + Step.Length + 1 + 1;
            var members = profile.OutputCount - profile.GroupSlots;
            for (var i = 0; i < profile.OutputCount; i++)
                members += i < 10 ? 1 : 2;
            return one * profile.GroupSlots + profile.GroupSlots - 1 + members;
        }

        public void AddTo(ByteBuffer target, ChasingGroup group)
        {
            if (_id != group.Id || _interval != group.Interval || _name != group.Name || _members != group.Members)
                Write(group);
            target.Add(_text);
            target.AddNumber(group.Step);
            target.Add((byte)'}');
        }

        private void Write(ChasingGroup group)
        {
            _id = group.Id;
            _interval = group.Interval;
            _name = group.Name;
            _members = group.Members;
            _text.Clear();
            _text.Add(Id);
            _text.AddNumber(_id);
            _text.Add(Name);
            JsonText.AddString(_text, _name);
            _text.Add(Outputs);
            for (var i = 0; i < _members.Length; i++)
            {
                if (i > 0)
                    _text.Add((byte)',');
                _text.AddNumber(_members[i]);
            }

            _text.Add(Interval);
            _text.AddNumber(_interval);
            _text.Add(Step);
        }
    }
}
