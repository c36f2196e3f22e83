namespace RailHub.Firmware.Settings
{
    /// <summary>
    /// Decides when changes are written, for flash wears out. The first change after a quiet time is written at once, so
    /// before its answer (protocol 8.2.6); what follows within the window gathers and is written together when it ends.
    /// </summary>
    public sealed class SettingsSaver
    {
        /// <summary>Shortest time between two writes, in milliseconds; a power cut loses at most what was told within it.</summary>
        public const int Window = 2000;

        private readonly ISettingsStore _store;
        private long _nextWrite = long.MinValue;
        private bool _isPending;
        private bool _hasFailed;

        internal SettingsSaver(ISettingsStore store)
        {
            _store = store;
        }

        /// <summary>Takes note of a change; false when what was written last could not be saved.</summary>
        internal bool Changed(SettingsImage image, long now)
        {
            _isPending = image.IsChanged;
            if (_isPending && now >= _nextWrite)
                Write(image, now);
            return !_hasFailed;
        }

        /// <summary>Writes without waiting for the window to end; false when that failed. A failed write is tried again.</summary>
        internal bool Write(SettingsImage image, long now)
        {
            _nextWrite = now + Window;
            _hasFailed = !image.SaveTo(_store);
            _isPending = _hasFailed;
            return !_hasFailed;
        }

        internal void Tick(SettingsImage image, long now)
        {
            if (now >= NextDue())
                Write(image, now);
        }

        internal long NextDue() => _isPending ? _nextWrite : Clock.Never;
    }
}
