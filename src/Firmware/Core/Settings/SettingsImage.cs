using System.Text;
using RailHub.Firmware.Chasing;
using RailHub.Firmware.Outputs;
using RailHub.Firmware.Text;

namespace RailHub.Firmware.Settings
{
    /// <summary>
    /// The settings as they are saved: one place of fixed size for each thing, little endian. A command changes only the places of
    /// what it names; so a command after a reset saves itself and nothing else of the state that is still running (protocol 4.9).
    /// That they come back as they were written, or not at all, is the store's to see to.
    /// </summary>
    /// <remarks>
    /// Bytes: <c>R H</c>, version, number of outputs, number of group slots, always room for four; device name; outputs (active, raw,
    /// interval 4, name); groups (id or 0, interval 4, member count, members 8, name). A name is its length and a place for the
    /// longest. Groups stay in their room while a board has them switched off. Version 1 had a checksum of its own behind all this,
    /// which said the same as the store's. An image of another version is not opened, and not touched until something is saved; a
    /// later version that changes the layout gets its own number here and opens these by their places.
    /// </remarks>
    public sealed class SettingsImage
    {
        private const byte Version = 2;
        private const byte VersionWithChecksum = 1;
        private const int GroupRoom = BoardProfile.MostGroups;
        private const int HeaderSize = 5;
        private const int DeviceNameSize = 1 + NameText.DeviceLimit;
        private const int NameSize = 1 + NameText.Limit;
        private const int OutputSize = 1 + 1 + 4 + NameSize;
        private const int GroupSize = 1 + 4 + 1 + ChasingGroup.MemberLimit + NameSize;

        private readonly BoardProfile _profile;
        private readonly byte[] _bytes;

        private SettingsImage(BoardProfile profile, byte[] bytes)
        {
            _profile = profile;
            _bytes = bytes;
        }

        /// <summary>Whether something differs from what was last saved or loaded.</summary>
        public bool IsChanged { get; private set; }

        /// <summary>The settings of a board that was never told anything: all off, 100 percent, steady.</summary>
        public static SettingsImage CreateNew(BoardProfile profile, FirstStart firstStart)
        {
            var image = new SettingsImage(profile, new byte[SizeOf(profile)]);
            image._bytes[0] = (byte)'R';
            image._bytes[1] = (byte)'H';
            image._bytes[2] = Version;
            image._bytes[3] = (byte)profile.OutputCount;
            image._bytes[4] = GroupRoom;
            image.PutDeviceName(Encoding.UTF8.GetBytes(firstStart.DeviceName ?? ""), profile);
            var names = firstStart.OutputNames;
            for (var i = 0; i < profile.OutputCount; i++)
            {
                var output = new Output(profile.PinAt(i));
                if (names != null && i < names.Length)
                    output.Name = NameText.Clean(Encoding.UTF8.GetBytes(names[i] ?? ""), NameText.Limit, true);
                image.PutOutput(i, output);
            }

            image.IsChanged = true;
            return image;
        }

        /// <summary>The settings in saved bytes, or null when these are damaged or of another kind of board.</summary>
        public static SettingsImage? Open(BoardProfile profile, byte[] saved)
        {
            var size = SizeOf(profile);
            if (saved.Length < HeaderSize || saved[0] != 'R' || saved[1] != 'H' || saved[3] != profile.OutputCount || saved[4] != GroupRoom)
                return null;
            if (!(saved[2] == Version && saved.Length == size)
                && !(saved[2] == VersionWithChecksum && saved.Length == size + Crc32.Size && Crc32.IsSealed(saved)))
                return null;

            var bytes = new byte[size];
            System.Array.Copy(saved, 0, bytes, 0, size);
            bytes[2] = Version;
            var image = new SettingsImage(profile, bytes);
            return image.IsSound() ? image : null;
        }

        /// <summary>Saves the settings if something differs; false when that failed.</summary>
        public bool SaveTo(ISettingsStore store)
        {
            if (!IsChanged)
                return true;

            IsChanged = !store.Save(_bytes);
            return !IsChanged;
        }

        public byte[] DeviceName => Name(HeaderSize);

        /// <summary>Puts the name, cleaned and cut; an empty one is the default of the family.</summary>
        internal void PutDeviceName(byte[] name, BoardProfile profile)
        {
            var clean = NameText.Clean(name, NameText.DeviceLimit, true);
            PutName(HeaderSize, clean.Length > 0 ? clean : Encoding.UTF8.GetBytes(profile.DeviceName), NameText.DeviceLimit);
        }

        internal void ReadOutput(int index, Output output)
        {
            var at = OutputAt(index);
            output.Active = _bytes[at] != 0;
            output.Raw = _bytes[at + 1];
            output.Interval = Number(at + 2);
            output.Name = Name(at + 6);
        }

        internal void PutOutput(int index, Output output)
        {
            var at = OutputAt(index);
            PutState(index, output);
            PutName(at + 6, output.Name, NameText.Limit);
        }

        /// <summary>Puts wish, brightness and interval, but not the name.</summary>
        internal void PutState(int index, Output output)
        {
            var at = OutputAt(index);
            Put(at, output.Active ? (byte)1 : (byte)0);
            Put(at + 1, output.Raw);
            PutNumber(at + 2, output.Interval);
        }

        internal void PutOutputName(int index, Output output) => PutName(OutputAt(index) + 6, output.Name, NameText.Limit);

        /// <summary>Reads id, interval and name of a saved group and returns its members; null when the slot is free.</summary>
        internal int[]? ReadGroup(ChasingGroup group)
        {
            var at = GroupAt(group.Slot);
            int count = _bytes[at + 5];
            if (_bytes[at] == 0 || count == 0)
                return null;

            group.Id = _bytes[at];
            group.Interval = Number(at + 1);
            group.Name = Name(at + 6 + ChasingGroup.MemberLimit);
            var members = new int[count];
            for (var i = 0; i < count; i++)
                members[i] = _bytes[at + 6 + i];
            return members;
        }

        internal void PutGroup(ChasingGroup group)
        {
            var at = GroupAt(group.Slot);
            Put(at, (byte)group.Id);
            PutNumber(at + 1, group.Interval);
            Put(at + 5, (byte)group.MemberCount);
            for (var i = 0; i < ChasingGroup.MemberLimit; i++)
                Put(at + 6 + i, i < group.MemberCount ? (byte)group.MemberAt(i) : (byte)0);
            PutName(at + 6 + ChasingGroup.MemberLimit, group.Name, NameText.Limit);
        }

        // What a name or a group says of its own size is believed when it is read.
        private bool IsSound()
        {
            var isSound = _bytes[HeaderSize] <= NameText.DeviceLimit;
            for (var i = 0; i < _profile.OutputCount; i++)
                isSound &= _bytes[OutputAt(i) + 6] <= NameText.Limit;
            for (var slot = 0; slot < GroupRoom; slot++)
            {
                var at = GroupAt(slot);
                isSound &= _bytes[at + 5] <= ChasingGroup.MemberLimit && _bytes[at + 6 + ChasingGroup.MemberLimit] <= NameText.Limit;
                for (var i = 0; i < ChasingGroup.MemberLimit; i++)
                    isSound &= _bytes[at + 6 + i] < _profile.OutputCount;
            }

            return isSound;
        }

        private static int SizeOf(BoardProfile profile) =>
            HeaderSize + DeviceNameSize + profile.OutputCount * OutputSize + GroupRoom * GroupSize;

        private static int OutputAt(int index) => HeaderSize + DeviceNameSize + index * OutputSize;

        private int GroupAt(int slot) => OutputAt(_profile.OutputCount) + slot * GroupSize;

        private byte[] Name(int at)
        {
            var name = new byte[_bytes[at]];
            System.Array.Copy(_bytes, at + 1, name, 0, name.Length);
            return name;
        }

        private void PutName(int at, byte[] name, int limit)
        {
            Put(at, (byte)name.Length);
            for (var i = 0; i < limit; i++)
                Put(at + 1 + i, i < name.Length ? name[i] : (byte)0);
        }

        private uint Number(int at) =>
            _bytes[at] | ((uint)_bytes[at + 1] << 8) | ((uint)_bytes[at + 2] << 16) | ((uint)_bytes[at + 3] << 24);

        private void PutNumber(int at, uint value)
        {
            for (var i = 0; i < 4; i++)
                Put(at + i, (byte)(value >> (8 * i)));
        }

        private void Put(int at, byte value)
        {
            if (_bytes[at] == value)
                return;
            _bytes[at] = value;
            IsChanged = true;
        }
    }
}
