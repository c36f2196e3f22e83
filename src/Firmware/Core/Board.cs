using RailHub.Firmware.Chasing;
using RailHub.Firmware.Outputs;
using RailHub.Firmware.Settings;
using RailHub.Firmware.Text;

namespace RailHub.Firmware
{
    /// <summary>
    /// A controller: its outputs, its chasing groups, its settings, and the commands on them. It does no input or
    /// output of its own and owns no clock: every time is milliseconds of the host's monotonic clock. It is for one
    /// thread at a time; a host with several holds one lock around it and what is built on it.
    /// </summary>
    public sealed class Board
    {
        private readonly IBoardHardware _hardware;
        private readonly SettingsSaver _saver;
        private readonly FirstStart _firstStart;
        private readonly long _bootTime;
        private SettingsImage _settings;

        /// <summary>Starts the board: the lights come back as they were saved, before there is a network (protocol 4.8).</summary>
        public Board(BoardProfile profile, IBoardHardware hardware, ISettingsStore store, FirstStart firstStart, long now)
        {
            Profile = profile;
            _hardware = hardware;
            _saver = new SettingsSaver(store);
            _firstStart = firstStart;
            _bootTime = now;
            Outputs = new OutputBank(profile, hardware);
            Groups = new ChasingGroups(profile, Outputs);
            Network = new NetworkFacts("00:00:00:00:00:00", "STA", "0.0.0.0", "", 0);

            var saved = store.Load();
            _settings = (saved == null ? null : SettingsImage.Open(profile, saved)) ?? SettingsImage.CreateNew(profile, firstStart);
            DeviceName = _settings.DeviceName;
            Restore(now);
        }

        public BoardProfile Profile { get; }

        public OutputBank Outputs { get; }

        public ChasingGroups Groups { get; }

        /// <summary>Name of the device in UTF-8.</summary>
        public byte[] DeviceName { get; private set; }

        /// <summary>Set by the host once the network is up, and whenever it changes.</summary>
        public NetworkFacts Network { get; set; }

        /// <summary>Free memory in bytes.</summary>
        public uint FreeHeap => _hardware.FreeHeap;

        /// <summary>Whether something changed that every client is to hear of at once (protocol 3.3).</summary>
        public bool IsStatusDue { get; private set; }

        /// <summary>Milliseconds since the start, back to 0 after 2³² (protocol 3.5).</summary>
        public uint Uptime(long now) => unchecked((uint)(now - _bootTime));

        /// <summary>Switches an output and sets its brightness, 0..100 percent.</summary>
        public CommandResult Control(int pin, bool active, int brightness, long now)
        {
            var index = Profile.IndexOf(pin);
            if (index < 0)
                return CommandResult.NotFound;

            Outputs.Control(index, active, Brightness.ToRaw(brightness), now);
            _settings.PutState(index, Outputs[index]);
            return Changed(now);
        }

        /// <summary>Names an output; an empty name takes its name away. The bytes are cleaned and cut as <see cref="NameText"/> says.</summary>
        public CommandResult Rename(int pin, byte[] name, long now)
        {
            var index = Profile.IndexOf(pin);
            if (index < 0)
                return CommandResult.NotFound;

            Outputs[index].Name = NameText.Clean(name, NameText.Limit, true);
            _settings.PutOutputName(index, Outputs[index]);
            return Changed(now);
        }

        /// <summary>Sets the blink interval of an output in milliseconds; 0 is steady.</summary>
        public CommandResult SetInterval(int pin, uint interval, long now)
        {
            var index = Profile.IndexOf(pin);
            if (index < 0)
                return CommandResult.NotFound;

            Outputs.SetInterval(index, interval, now);
            _settings.PutState(index, Outputs[index]);
            return Changed(now);
        }

        /// <summary>Creates the group of an id, or changes it if it runs; without a name it keeps the one it has.</summary>
        /// <param name="id">1..255.</param>
        /// <param name="interval">Milliseconds per step, at least <see cref="ChasingGroup.ShortestInterval"/>.</param>
        /// <param name="members">Indexes of 1..8 different outputs, in running order.</param>
        /// <param name="name">Name in UTF-8, or null.</param>
        /// <param name="now">Milliseconds of the host's clock.</param>
        public CommandResult CreateGroup(int id, uint interval, int[] members, byte[]? name, long now)
        {
            var group = Groups.Find(id);
            if (group == null)
            {
                group = Groups.FindFree();
                if (group == null)
                    return CommandResult.NoFreeSlot;
                group.Id = id;
                group.Name = DefaultGroupName(id);
            }

            if (name != null)
                group.Name = GroupName(id, name);
            group.Interval = interval;
            var membersBefore = group.Members;
            Groups.Assign(group, members, now);
            PutStates(membersBefore);
            PutStates(members);
            return GroupsChanged(now);
        }

        /// <summary>Ends a group.</summary>
        public CommandResult DeleteGroup(int id, long now)
        {
            var group = Groups.Find(id);
            if (group == null)
                return CommandResult.NotFound;

            var members = group.Members;
            Groups.Delete(group, now);
            PutStates(members);
            return GroupsChanged(now);
        }

        /// <summary>Names a group; an empty name gives it its default name back.</summary>
        public CommandResult RenameGroup(int id, byte[] name, long now)
        {
            var group = Groups.Find(id);
            if (group == null)
                return CommandResult.NotFound;

            group.Name = GroupName(id, name);
            group.IsUnsaved = true;
            return GroupsChanged(now);
        }

        /// <summary>Erases what is saved. Lights and status stay as they are until the next start (protocol 4.9).</summary>
        public CommandResult Reset(long now)
        {
            _settings = SettingsImage.CreateNew(Profile, _firstStart);
            return _saver.Write(_settings, now) ? CommandResult.Done : CommandResult.NotSaved;
        }

        /// <summary>
        /// Names the device; an empty name gives it its default name back. It is saved when this returns: who calls it
        /// is about to restart the board (protocol 8.3.1).
        /// </summary>
        public CommandResult RenameDevice(byte[] name, long now)
        {
            _settings.PutDeviceName(name, Profile);
            DeviceName = _settings.DeviceName;
            IsStatusDue = true;
            return SaveNow(now) ? CommandResult.Done : CommandResult.NotSaved;
        }

        /// <summary>Saves what still gathers, for a host that is about to stop or restart; false when that failed.</summary>
        public bool SaveNow(long now) => _saver.Write(_settings, now);

        /// <summary>Does what blinking, chasing and saving have due.</summary>
        public void Tick(long now)
        {
            Outputs.Tick(now);
            Groups.Tick(now);
            _saver.Tick(_settings, now);
        }

        /// <summary>When <see cref="Tick"/> is next needed; <see cref="Clock.Never"/> when all lights are steady and all is saved.</summary>
        public long NextDue() => Clock.Earlier(Clock.Earlier(Outputs.NextDue(), Groups.NextDue()), _saver.NextDue());

        internal void StatusSent() => IsStatusDue = false;

        private void Restore(long now)
        {
            for (var i = 0; i < Outputs.Count; i++)
                _settings.ReadOutput(i, Outputs[i]);

            for (var i = 0; i < Groups.SlotCount; i++)
            {
                var members = _settings.ReadGroup(Groups[i]);
                if (members != null)
                    Groups.Start(Groups[i], members, now);
                Groups[i].IsUnsaved = false;
            }

            for (var i = 0; i < Outputs.Count; i++)
            {
                if (Outputs[i].Group == Output.NoGroup)
                    Outputs.Restart(i, now);
            }
        }

        private static byte[] GroupName(int id, byte[] name)
        {
            var clean = NameText.Clean(name, NameText.Limit, false);
            return clean.Length == 0 ? DefaultGroupName(id) : clean;
        }

        private static byte[] DefaultGroupName(int id)
        {
            var name = new ByteBuffer(NameText.Limit);
            name.AddAscii("Group ");
            name.AddNumber(id);
            return name.ToArray();
        }

        private void PutStates(int[] indexes)
        {
            for (var i = 0; i < indexes.Length; i++)
                _settings.PutState(indexes[i], Outputs[indexes[i]]);
        }

        // An output that changes over to another group changes that group too.
        private CommandResult GroupsChanged(long now)
        {
            for (var i = 0; i < Groups.SlotCount; i++)
            {
                if (Groups[i].IsUnsaved)
                    _settings.PutGroup(Groups[i]);
                Groups[i].IsUnsaved = false;
            }

            return Changed(now);
        }

        private CommandResult Changed(long now)
        {
            IsStatusDue = true;
            return _saver.Changed(_settings, now) ? CommandResult.Done : CommandResult.NotSaved;
        }
    }
}
