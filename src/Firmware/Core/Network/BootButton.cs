namespace RailHub.Firmware.Network
{
    /// <summary>The button that makes the board forget its network when it is held (protocol 1.5).</summary>
    public sealed class BootButton
    {
        /// <summary>GPIO number; the button pulls it down.</summary>
        public const int Pin = 0;

        /// <summary>How long it is to be held, in milliseconds.</summary>
        public const int HoldTime = 3000;

        private long _downSince = Clock.Never;
        private bool _isReported;

        /// <summary>Takes a reading of the button; true once for each time that it is held long enough. Bounces begin the time anew.</summary>
        public bool IsHeld(bool isDown, long now)
        {
            if (!isDown)
            {
                _downSince = Clock.Never;
                _isReported = false;
                return false;
            }

            if (_downSince == Clock.Never)
                _downSince = now;
            if (_isReported || now - _downSince <= HoldTime)
                return false;
            _isReported = true;
            return true;
        }
    }
}
