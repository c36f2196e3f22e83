using Microsoft.Extensions.Logging;
using RailHub.Firmware.Settings;

namespace RailHub.Firmware.Virtual;

/// <summary>Settings in two files beside each other, as a board has them in its flash: <c>path.0</c> and <c>path.1</c>.</summary>
internal sealed partial class FileMedium(string path, ILogger logger) : ISettingsMedium
{
    public byte[]? Read(int place) => File.Exists(PathOf(place)) ? File.ReadAllBytes(PathOf(place)) : null;

    public bool Write(int place, byte[] bytes)
    {
        try
        {
            using var file = new FileStream(PathOf(place), FileMode.Create, FileAccess.Write);
            file.Write(bytes);
            file.Flush(flushToDisk: true);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotSaved(e, PathOf(place));
            return false;
        }
    }

    private string PathOf(int place) => $"{path}.{place}";

    [LoggerMessage(LogLevel.Error, "Settings could not be saved to {Path}")]
    private partial void LogNotSaved(Exception exception, string path);
}
