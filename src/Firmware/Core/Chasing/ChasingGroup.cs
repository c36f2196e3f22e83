using RailHub.Firmware.Text;

namespace RailHub.Firmware.Chasing
{
    /// <summary>Outputs that are lit one after the other (protocol 4.5).</summary>
    public sealed class ChasingGroup
    {
        /// <summary>Most members of a group.</summary>
        public const int MemberLimit = 8;

        /// <summary>Shortest step in milliseconds.</summary>
        public const int ShortestInterval = 50;

        internal ChasingGroup(int slot)
        {
            Slot = slot;
        }

        /// <summary>Place of the group on the board; status documents list groups in this order.</summary>
        public int Slot { get; }

        /// <summary>1..255, or 0 when the slot is free.</summary>
        public int Id { get; internal set; }

        public bool IsRunning => Id != 0;

        /// <summary>Name in UTF-8, never empty while the group runs.</summary>
        public byte[] Name { get; internal set; } = NameText.None;

        /// <summary>Milliseconds per step.</summary>
        public uint Interval { get; internal set; }

        /// <summary>How many outputs the group has.</summary>
        public int MemberCount => Members.Length;

        /// <summary>Zero-based position of the lit member.</summary>
        public int Step { get; internal set; }

        /// <summary>Indexes of the outputs in running order.</summary>
        internal int[] Members { get; set; } = new int[0];

        /// <summary>When the next member's turn comes.</summary>
        internal long NextStep { get; set; }

        /// <summary>Whether the group differs from what is saved of it.</summary>
        internal bool IsUnsaved { get; set; }

        /// <summary>Index of the output at a position of the running order.</summary>
        public int MemberAt(int position) => Members[position];
    }
}
