using Microsoft.Extensions.Logging;
using RailHub.Firmware.Settings;

namespace RailHub.Firmware.Virtual;

/// <summary>Settings in a file. It is written beside and renamed, so that the process may die at any moment.</summary>
internal sealed partial class FileSettingsStore(string path, ILogger logger) : ISettingsStore
{
    private readonly string _draft = path + ".new";

    public byte[]? Load() => File.Exists(path) ? File.ReadAllBytes(path) : null;

    public bool Save(byte[] image)
    {
        try
        {
            File.WriteAllBytes(_draft, image);
            File.Move(_draft, path, overwrite: true);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotSaved(e, path);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Error, "Settings could not be saved to {Path}")]
    private partial void LogNotSaved(Exception exception, string path);
}
