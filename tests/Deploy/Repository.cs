namespace RailHub.Deploy.Tests;

/// <summary>The files of the project, as they are checked out.</summary>
internal static class Repository
{
    /// <summary>Its root.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../.."));

    // The programs are built beside these tests.
    private static readonly string s_configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>The whole path of a file, such as <c>deploy/proxy/haproxy.cfg</c>.</summary>
    public static string PathOf(string file) => Path.Combine(Root, file);

    public static string Read(string file) => File.ReadAllText(PathOf(file));

    /// <summary>The folder of the project of this name: the one whose file is called <c>name.csproj</c>.</summary>
    public static string ProjectFolder(string name) =>
        Path.GetDirectoryName(Directory.EnumerateFiles(PathOf("src"), $"{name}.csproj", SearchOption.AllDirectories).Single())!;

    /// <summary>Where a program was built, by the file name of its assembly.</summary>
    public static string Built(string assembly) =>
        Path.Combine(ProjectFolder(Path.GetFileNameWithoutExtension(assembly)), "bin", s_configuration, "net10.0", assembly);
}
