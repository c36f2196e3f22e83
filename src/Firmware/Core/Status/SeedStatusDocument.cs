using System.Text;
using RailHub.Firmware.Chasing;
using RailHub.Firmware.Text;

namespace RailHub.Firmware.Status
{
    /// <summary>
    /// The document of the WebSocket feature description, the same over HTTP and WebSocket, in the order of its
    /// examples (protocol 3.4, "Seed"). What does not change from one status to the next is kept as text: two statuses mostly
    /// differ in uptime and heap, and writing the rest anew would hold up the lights.
    /// </summary>
    public sealed class SeedStatusDocument : IStatusDocument
    {
        private static readonly byte[] FreeHeap = Encoding.UTF8.GetBytes(",\"freeHeap\":");
        private static readonly byte[] Uptime = Encoding.UTF8.GetBytes(",\"uptime\":");
        private static readonly byte[] Outputs = Encoding.UTF8.GetBytes(",\"outputs\":[");
        private static readonly byte[] Groups = Encoding.UTF8.GetBytes(",\"chasingGroups\":[");

        private readonly HeadText _head = new HeadText();
        private OutputText[] _outputs = new OutputText[0];
        private GroupText[] _groups = new GroupText[0];

        /// <summary>
        /// Bytes of the longest status that a board can have: every name of quotation marks, all groups running, each
        /// number at its longest. The name of the network counts as 32 characters that are escaped by a backslash at most.
        /// </summary>
        public static int LongestOf(BoardProfile profile) =>
            HeadText.Longest + FreeHeap.Length + 10 + Uptime.Length + 10
            + Outputs.Length + OutputText.LongestOf(profile) + 1
            + (profile.HasGroups ? Groups.Length + GroupText.LongestOf(profile) + 1 : 0)
            + 1;

        public void Write(Board board, ByteBuffer target, long now)
        {
            _head.AddTo(target, board);
            target.Add(FreeHeap);
            target.AddNumber(board.FreeHeap);
            target.Add(Uptime);
            target.AddNumber(board.Uptime(now));
            WriteOutputs(board, target);
            if (board.Profile.HasGroups)
                WriteGroups(board.Groups, target);
            target.Add((byte)'}');
        }

        private void WriteOutputs(Board board, ByteBuffer target)
        {
            var outputs = board.Outputs;
            var count = outputs.Count;
            var withGroup = board.Profile.HasGroups;
            if (_outputs.Length != count)
            {
                _outputs = new OutputText[count];
                for (var i = 0; i < count; i++)
                    _outputs[i] = new OutputText();
            }

            target.Add(Outputs);
            for (var i = 0; i < count; i++)
            {
                if (i > 0)
                    target.Add((byte)',');
                _outputs[i].AddTo(target, outputs[i], withGroup);
            }

            target.Add((byte)']');
        }

        private void WriteGroups(ChasingGroups groups, ByteBuffer target)
        {
            var count = groups.SlotCount;
            if (_groups.Length != count)
            {
                _groups = new GroupText[count];
                for (var i = 0; i < count; i++)
                    _groups[i] = new GroupText();
            }

            target.Add(Groups);
            var isFirst = true;
            for (var i = 0; i < count; i++)
            {
                if (!groups[i].IsRunning)
                    continue;
                if (!isFirst)
                    target.Add((byte)',');
                isFirst = false;
                _groups[i].AddTo(target, groups[i]);
            }

            target.Add((byte)']');
        }
    }
}
