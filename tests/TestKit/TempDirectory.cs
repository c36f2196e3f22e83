namespace RailHub.TestKit;

/// <summary>A directory that goes away with its test.</summary>
public sealed class TempDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("railhub-test-").FullName;

    /// <summary>The whole path of a file in it, whether it is there or not.</summary>
    public string this[string file] => System.IO.Path.Combine(Path, file);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
