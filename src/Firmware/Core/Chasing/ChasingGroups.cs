using RailHub.Firmware.Outputs;

namespace RailHub.Firmware.Chasing
{
    /// <summary>The chasing groups of a board and their steps. An output is in one group at most.</summary>
    public sealed class ChasingGroups
    {
        private readonly OutputBank _outputs;
        private readonly ChasingGroup[] _slots;

        internal ChasingGroups(BoardProfile profile, OutputBank outputs)
        {
            _outputs = outputs;
            _slots = new ChasingGroup[profile.GroupSlots];
            for (var i = 0; i < _slots.Length; i++)
                _slots[i] = new ChasingGroup(i);
        }

        /// <summary>Number of slots, running or free.</summary>
        public int SlotCount => _slots.Length;

        public ChasingGroup this[int slot] => _slots[slot];

        /// <summary>The running group of this id, or null.</summary>
        internal ChasingGroup? Find(int id)
        {
            for (var i = 0; i < _slots.Length; i++)
            {
                if (_slots[i].IsRunning && _slots[i].Id == id)
                    return _slots[i];
            }

            return null;
        }

        /// <summary>The first free slot, or null.</summary>
        internal ChasingGroup? FindFree()
        {
            for (var i = 0; i < _slots.Length; i++)
            {
                if (!_slots[i].IsRunning)
                    return _slots[i];
            }

            return null;
        }

        /// <summary>
        /// Gives the group these members and starts it with the first one. Outputs it drops are freed, outputs of
        /// other groups change over to it, and all members become active.
        /// </summary>
        internal void Assign(ChasingGroup group, int[] members, long now)
        {
            for (var i = 0; i < group.Members.Length; i++)
            {
                if (!Contains(members, group.Members[i]))
                    Free(group.Members[i], now);
            }

            for (var i = 0; i < members.Length; i++)
            {
                var owner = _outputs[members[i]].Group;
                if (owner != Output.NoGroup && owner != group.Id)
                    TakeOut(Find(owner)!, members[i], now);
                _outputs[members[i]].Active = true;
            }

            Start(group, members, now);
        }

        /// <summary>Starts the group at its first member and leaves the wishes of its outputs alone, as after a restart of the board.</summary>
        internal void Start(ChasingGroup group, int[] members, long now)
        {
            group.Members = members;
            group.IsUnsaved = true;
            group.Step = 0;
            group.NextStep = now + group.Interval;
            for (var i = 0; i < members.Length; i++)
                _outputs[members[i]].Group = group.Id;
            Light(group);
        }

        /// <summary>Ends the group: its outputs become dark, inactive and free.</summary>
        internal void Delete(ChasingGroup group, long now)
        {
            for (var i = 0; i < group.Members.Length; i++)
                Free(group.Members[i], now);
            group.Members = new int[0];
            group.Id = 0;
            group.IsUnsaved = true;
        }

        internal void Tick(long now)
        {
            for (var i = 0; i < _slots.Length; i++)
            {
                var group = _slots[i];
                if (!group.IsRunning || now < group.NextStep)
                    continue;

                group.Step = (group.Step + 1) % group.Members.Length;
                group.NextStep = Clock.Next(group.NextStep, group.Interval, now);
                Light(group);
            }
        }

        /// <summary>When the next step comes; <see cref="Clock.Never"/> when no group runs.</summary>
        internal long NextDue()
        {
            var due = Clock.Never;
            for (var i = 0; i < _slots.Length; i++)
            {
                if (_slots[i].IsRunning)
                    due = Clock.Earlier(due, _slots[i].NextStep);
            }

            return due;
        }

        // The lit member shines whether it is active or not; what a direct control lit out of turn goes dark here.
        private void Light(ChasingGroup group)
        {
            for (var i = 0; i < group.Members.Length; i++)
            {
                if (i != group.Step)
                    _outputs.Drive(group.Members[i], 0);
            }

            var lit = group.Members[group.Step];
            _outputs.Drive(lit, _outputs[lit].Raw);
        }

        private void TakeOut(ChasingGroup group, int member, long now)
        {
            if (group.Members.Length == 1)
            {
                Delete(group, now);
                return;
            }

            var rest = new int[group.Members.Length - 1];
            var count = 0;
            for (var i = 0; i < group.Members.Length; i++)
            {
                if (group.Members[i] != member)
                    rest[count++] = group.Members[i];
            }

            Start(group, rest, now);
        }

        private void Free(int index, long now)
        {
            _outputs[index].Group = Output.NoGroup;
            _outputs[index].Active = false;
            _outputs.Restart(index, now);
        }

        private static bool Contains(int[] members, int index)
        {
            for (var i = 0; i < members.Length; i++)
            {
                if (members[i] == index)
                    return true;
            }

            return false;
        }
    }
}
