using System.Text;

namespace RailHub.Firmware.Tests;

/// <summary>An HTTP answer, as text.</summary>
internal sealed record Answer(int Status, string Head, string Body)
{
    public static Answer Parse(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        var head = Encoding.UTF8.GetString(bytes[..end]);
        return new Answer(int.Parse(head.AsSpan(9, 3), provider: null), head, Encoding.UTF8.GetString(bytes[(end + 4)..]));
    }
}
