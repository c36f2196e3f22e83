namespace RailHub.Firmware.Network
{
    /// <summary>
    /// Notices when a part of the host stands still. A part that is late is started anew; one that is late again without
    /// a sign of life in between takes the board with it. The lights come back by themselves, so even that is soon over.
    /// </summary>
    public sealed class Watchdog
    {
        private readonly int[] _limits;
        private readonly long[] _lastBeats;
        private readonly bool[] _isRestarted;

        /// <param name="limits">For each part, how long it may give no sign of life, in milliseconds.</param>
        /// <param name="now">Milliseconds of the host's clock.</param>
        public Watchdog(int[] limits, long now)
        {
            _limits = limits;
            _lastBeats = new long[limits.Length];
            _isRestarted = new bool[limits.Length];
            for (var i = 0; i < limits.Length; i++)
                _lastBeats[i] = now;
        }

        /// <summary>Says that a part is alive.</summary>
        public void Beat(int part, long now)
        {
            _lastBeats[part] = now;
            _isRestarted[part] = false;
        }

        /// <summary>What is to be done about a part. It is told once; then the part has its time again.</summary>
        public WatchdogVerdict Check(int part, long now)
        {
            if (now - _lastBeats[part] <= _limits[part])
                return WatchdogVerdict.Fine;

            var verdict = _isRestarted[part] ? WatchdogVerdict.RestartBoard : WatchdogVerdict.RestartPart;
            _lastBeats[part] = now;
            _isRestarted[part] = true;
            return verdict;
        }
    }
}
