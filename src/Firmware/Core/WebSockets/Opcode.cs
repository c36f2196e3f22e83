namespace RailHub.Firmware.WebSockets
{
    /// <summary>Frame types of RFC 6455, 5.2.</summary>
    internal static class Opcode
    {
        public const int Continuation = 0x0;
        public const int Text = 0x1;
        public const int Binary = 0x2;
        public const int Close = 0x8;
        public const int Ping = 0x9;
        public const int Pong = 0xA;

        /// <summary>The bit of the first byte that ends a message.</summary>
        public const int Final = 0x80;

        public static bool IsKnown(int opcode) => opcode <= Binary || (opcode >= Close && opcode <= Pong);

        public static bool IsControl(int opcode) => opcode >= Close;
    }
}
