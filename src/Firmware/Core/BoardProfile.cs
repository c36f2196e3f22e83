namespace RailHub.Firmware
{
    /// <summary>What distinguishes the two families of boards (protocol 5).</summary>
    public sealed class BoardProfile
    {
        /// <summary>Most chasing groups of any board (protocol 5).</summary>
        public const int MostGroups = 4;

        /// <summary>Sixteen outputs, no chasing groups unless they are switched on.</summary>
        public static readonly BoardProfile RailHub32 = new BoardProfile(
            "RailHub32", "ESP32-Controller-01", 0, new[] { 2, 4, 5, 18, 19, 21, 22, 23, 25, 26, 27, 32, 33, 12, 13, 14 });

        /// <summary>Seven outputs, four chasing groups.</summary>
        public static readonly BoardProfile RailHub8266 = new BoardProfile(
            "RailHub8266", "ESP8266-Controller-01", MostGroups, new[] { 4, 5, 12, 13, 14, 16, 2 });

        private readonly int[] _pins;

        private BoardProfile(string family, string deviceName, int groupSlots, int[] pins)
        {
            Family = family;
            DeviceName = deviceName;
            GroupSlots = groupSlots;
            _pins = pins;
        }

        /// <summary>Name of the family, as the customer calls it.</summary>
        public string Family { get; }

        /// <summary>Device name before anybody chose one.</summary>
        public string DeviceName { get; }

        /// <summary>How many chasing groups can run at once; 0 when the family has none.</summary>
        public int GroupSlots { get; }

        public bool HasGroups => GroupSlots > 0;

        public int OutputCount => _pins.Length;

        /// <summary>The same board with chasing groups, which its own firmware may not have had.</summary>
        public BoardProfile WithGroups() => HasGroups ? this : new BoardProfile(Family, DeviceName, MostGroups, _pins);

        /// <summary>GPIO number of the output at an index.</summary>
        public int PinAt(int index) => _pins[index];

        /// <summary>Index of the output on a GPIO number, or −1.</summary>
        public int IndexOf(int pin)
        {
            for (var i = 0; i < _pins.Length; i++)
            {
                if (_pins[i] == pin)
                    return i;
            }

            return -1;
        }
    }
}
