using System.Diagnostics.Metrics;
using RailHub.Persistence;
using RailHub.Hosting;

namespace RailHub.Standalone;

/// <summary>The directory that keeps a club; one process at a time has it.</summary>
internal sealed class DataDirectory : IDisposable
{
    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream held) => (Path, _lock) = (path, held);

    public string Path { get; }

    public string Database => DatabaseOf(Path);

    /// <summary>The certificate that it makes for itself, with its key.</summary>
    public string Certificate => System.IO.Path.Combine(Path, "certificate.pem");

    /// <summary>Where the club of a directory is kept.</summary>
    public static string DatabaseOf(string path) => System.IO.Path.Combine(path, "railhub.db");

    public string BoardSettings(string mac) => System.IO.Path.Combine(Path, "boards", $"{mac.Replace(":", "", StringComparison.Ordinal)}.bin");

    /// <summary>Takes it for this process.</summary>
    /// <exception cref="StartFailedException">It cannot be made or written, or another process has it.</exception>
    public static DataDirectory Open(DirectoryInfo directory) => TryOpen(directory) ?? throw new StartFailedException(
        $"The data directory {directory.FullName} is in use by another RailHub. Stop that one, or give this one a directory of its own with --data.");

    /// <summary>The same; null when another process has it.</summary>
    /// <exception cref="StartFailedException">It cannot be made or written.</exception>
    public static DataDirectory? TryOpen(DirectoryInfo directory)
    {
        try
        {
            Directory.CreateDirectory(directory.FullName);
            Directory.CreateDirectory(System.IO.Path.Combine(directory.FullName, "boards"));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(directory, failure);
        }

        var lockFile = System.IO.Path.Combine(directory.FullName, "railhub.lock");
        try
        {
            return new DataDirectory(directory.FullName, new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException || (failure is IOException && !IsHeld(failure)))
        {
            throw NotWritable(directory, failure);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Lets whoever listens to <c>RailHub.Standalone</c> see how much room is left on its disk, in bytes.</summary>
    public void Measure(IMeterFactory meters) => meters.Create("RailHub.Standalone").CreateObservableGauge(
        "railhub.disk.free", () => new DriveInfo(Path).AvailableFreeSpace, "By", "Room left on the disk of the club's directory");

    public void Dispose() => _lock.Dispose();

    // EWOULDBLOCK of Linux and of macOS, and ERROR_SHARING_VIOLATION.
    private static bool IsHeld(Exception failure) => failure.HResult is 11 or 35 or unchecked((int)0x80070020);

    private static StartFailedException NotWritable(DirectoryInfo directory, Exception failure) => new(
        DatabaseErrors.IsFull(failure)
            ? $"The data directory {directory.FullName} cannot be written: the disk is full. Make room on it and start again."
            : $"The data directory {directory.FullName} cannot be written ({failure.Message.TrimEnd('.')}). Choose another with --data.",
        failure);
}
