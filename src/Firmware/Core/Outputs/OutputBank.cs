namespace RailHub.Firmware.Outputs
{
    /// <summary>All outputs of a board and their blinking (protocol 4.1 to 4.4).</summary>
    public sealed class OutputBank
    {
        private readonly IBoardHardware _hardware;
        private readonly Output[] _outputs;

        internal OutputBank(BoardProfile profile, IBoardHardware hardware)
        {
            _hardware = hardware;
            _outputs = new Output[profile.OutputCount];
            for (var i = 0; i < _outputs.Length; i++)
                _outputs[i] = new Output(profile.PinAt(i));
        }

        public int Count => _outputs.Length;

        public Output this[int index] => _outputs[index];

        /// <summary>Sets wish and brightness. An output that keeps blinking keeps its rhythm.</summary>
        internal void Control(int index, bool active, byte raw, long now)
        {
            var output = _outputs[index];
            var blinked = output.Blinks;
            output.Active = active;
            output.Raw = raw;
            if (blinked && output.Blinks)
                Drive(index, output.IsLitPhase ? raw : (byte)0);
            else
                Restart(index, now);
        }

        /// <summary>Sets the blink interval. A member of a chasing group takes its light from the group.</summary>
        internal void SetInterval(int index, uint interval, long now)
        {
            var output = _outputs[index];
            output.Interval = interval;
            if (output.Group == Output.NoGroup)
                Restart(index, now);
        }

        /// <summary>Gives the output the light of its state; blinking begins with its lit phase (protocol 8.3.9).</summary>
        internal void Restart(int index, long now)
        {
            var output = _outputs[index];
            output.IsLitPhase = true;
            output.PhaseEnd = now + output.Interval;
            Drive(index, output.Active ? output.Raw : (byte)0);
        }

        /// <summary>Sets the light, whatever the state says.</summary>
        internal void Drive(int index, byte level)
        {
            if (_outputs[index].Level == level)
                return;
            _outputs[index].Level = level;
            _hardware.SetLevel(index, level);
        }

        internal void Tick(long now)
        {
            for (var i = 0; i < _outputs.Length; i++)
            {
                var output = _outputs[i];
                if (!output.Blinks || now < output.PhaseEnd)
                    continue;

                output.IsLitPhase = !output.IsLitPhase;
                output.PhaseEnd = Clock.Next(output.PhaseEnd, output.Interval, now);
                Drive(i, output.IsLitPhase ? output.Raw : (byte)0);
            }
        }

        /// <summary>When the next light changes; <see cref="Clock.Never"/> when none will.</summary>
        internal long NextDue()
        {
            var due = Clock.Never;
            for (var i = 0; i < _outputs.Length; i++)
            {
                if (_outputs[i].Blinks)
                    due = Clock.Earlier(due, _outputs[i].PhaseEnd);
            }

            return due;
        }
    }
}
