using System.Text;

namespace RailHub.Firmware.Tests;

internal static class BoardExtensions
{
    /// <summary>Names of the first outputs.</summary>
    public static string[] OutputNames(this Board board, int count) =>
        [.. Enumerable.Range(0, count).Select(i => Encoding.UTF8.GetString(board.Outputs[i].Name))];
}
