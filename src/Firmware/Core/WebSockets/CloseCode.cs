namespace RailHub.Firmware.WebSockets
{
    /// <summary>Close codes of RFC 6455, 7.4.1, as far as a board sends them (protocol 3.6).</summary>
    internal static class CloseCode
    {
        public const int Normal = 1000;
        public const int ProtocolError = 1002;
        public const int TooBig = 1009;
    }
}
