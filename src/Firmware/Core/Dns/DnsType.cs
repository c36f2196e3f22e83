namespace RailHub.Firmware.Dns
{
    /// <summary>The types of records that a board asks or answers (RFC 1035, 3.2.2; RFC 3596; RFC 2782).</summary>
    internal static class DnsType
    {
        public const int A = 1;

        public const int Ptr = 12;

        public const int Txt = 16;

        public const int Aaaa = 28;

        public const int Srv = 33;

        public const int Any = 255;
    }
}
