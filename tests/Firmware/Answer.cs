using System.Runtime.InteropServices;
using System.Text;
using RailHub.Firmware.Http;

namespace RailHub.Firmware.Tests;

/// <summary>An HTTP answer, as text.</summary>
internal sealed record Answer(int Status, string Head, string Body)
{
    /// <summary>Takes all that the connection has to send.</summary>
    public static Answer Of(HttpConnection connection)
    {
        var all = new List<byte>();
        do
            all.AddRange(connection.Output.Bytes.AsSpan(0, connection.Output.Length));
        while (connection.Sent());
        return Parse(CollectionsMarshal.AsSpan(all));
    }

    public static Answer Parse(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        var head = Encoding.UTF8.GetString(bytes[..end]);
        return new Answer(int.Parse(head.AsSpan(9, 3), provider: null), head, Encoding.UTF8.GetString(bytes[(end + 4)..]));
    }
}
