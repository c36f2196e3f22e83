namespace RailHub.Firmware
{
    /// <summary>Arithmetic on the host's monotonic clock, whose readings are milliseconds since any moment before the start.</summary>
    public static class Clock
    {
        /// <summary>A time that does not come.</summary>
        public const long Never = long.MaxValue;

        public static long Earlier(long left, long right) => left < right ? left : right;

        /// <summary>
        /// The time after one that has come: on the beat when it is kept, a full interval from now when the host was
        /// late by more. Missed beats are not caught up (protocol 4.5).
        /// </summary>
        internal static long Next(long due, long interval, long now) => due + interval > now ? due + interval : now + interval;
    }
}
