using System.Threading.Channels;

namespace RailHub.Firmware.Tests.Clients;

internal static class LineReaderExtensions
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Passes over lines until this one comes.</summary>
    public static async Task WaitForAsync(this ChannelReader<string> lines, string line)
    {
        while (await lines.ReadAsync().AsTask().WaitAsync(Patience) != line)
        {
        }
    }
}
