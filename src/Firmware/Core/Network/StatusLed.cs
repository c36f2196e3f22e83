namespace RailHub.Firmware.Network
{
    /// <summary>The LED that tells what the network does (protocol 1.6): it shines, and toggles for a while when something begins.</summary>
    public sealed class StatusLed
    {
        private int _togglesLeft;
        private int _period;
        private long _nextToggle = Clock.Never;

        public bool IsLit { get; private set; } = true;

        /// <summary>Whether a board may have its LED on this pin: never on one of its outputs (protocol 8.3.10). −1 is no LED.</summary>
        public static bool MayUse(BoardProfile profile, int pin) => pin >= 0 && pin != BootButton.Pin && profile.IndexOf(pin) < 0;

        /// <summary>Ten toggles of 100 ms: the portal has opened.</summary>
        public void ShowPortal(long now) => Toggle(10, 100, now);

        /// <summary>Five times 150 ms dark and 150 ms lit: the fallback access point has started.</summary>
        public void ShowFallback(long now) => Toggle(10, 150, now);

        /// <summary>Twenty toggles of 50 ms: the button was held.</summary>
        public void ShowForgotten(long now) => Toggle(20, 50, now);

        public void Tick(long now)
        {
            while (now >= _nextToggle)
            {
                IsLit = !IsLit;
                _nextToggle = --_togglesLeft > 0 ? _nextToggle + _period : Clock.Never;
            }
        }

        public long NextDue() => _nextToggle;

        private void Toggle(int times, int period, long now)
        {
            IsLit = true;
            _togglesLeft = times;
            _period = period;
            _nextToggle = now;
        }
    }
}
