using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace RailHub.Firmware.Tests.Guard;

/// <summary>The board's own project cannot be built here: that nothing is missing in it is seen from outside.</summary>
public sealed partial class FirmwareProjectTests
{
    private static readonly string Root = FindRoot();
    private static readonly string Esp32 = Path.Combine(Root, "src", "Firmware", "Esp32");
    private static readonly XDocument Project = XDocument.Load(Path.Combine(Esp32, "RailHub.Firmware.Esp32.nfproj"));

    private static readonly Dictionary<string, string> Packages = XDocument.Load(Path.Combine(Esp32, "packages.config")).Descendants("package")
        .ToDictionary(package => (string)package.Attribute("id")!, package => (string)package.Attribute("version")!);

    [Fact]
    public void Every_source_is_compiled() =>
        Assert.Equal(
            Directory.GetFiles(Esp32, "*.cs", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Esp32, file).Replace('/', '\\')).Order(),
            Elements("Compile").Select(item => (string)item.Attribute("Include")!).Order());

    [Fact]
    public void Every_package_is_referenced_by_its_version() =>
        Assert.Equal(
            Packages.Select(package => $"$(FirmwarePackages)\\{package.Key}.{package.Value}\\lib\\").Order(),
            Elements("HintPath").Select(path => path.Value[..(path.Value.LastIndexOf('\\') + 1)]).Order());

    [Fact]
    public void Every_import_of_the_project_system_may_be_missing() =>
        Assert.All(
            Elements("Import").Where(import => !((string)import.Attribute("Project")!).EndsWith("Core.projitems", StringComparison.Ordinal)),
            import => Assert.Equal($"Exists('{(string)import.Attribute("Project")!}')", (string?)import.Attribute("Condition")));

    [Fact]
    public void The_real_core_library_of_the_tests_is_the_one_that_the_board_gets() =>
        Assert.Equal(
            Packages["nanoFramework.CoreLibrary"],
            XDocument.Load(Path.Combine(Root, "Directory.Packages.props")).Descendants("NanoCoreLibraryVersion").Single().Value);

    [Fact]
    public void The_declarations_stand_for_the_packages_that_the_board_gets()
    {
        var table = TableRow().Matches(File.ReadAllText(Path.Combine(Root, "docs", "firmware-declarations.md")))
            .ToDictionary(row => row.Groups[1].Value, row => (Package: row.Groups[2].Value, Version: row.Groups[3].Value));

        Assert.Equal(
            Directory.GetDirectories(Path.Combine(Root, "tests", "Firmware.Declarations")).Select(Path.GetFileName).Except(["bin", "obj"]).Order(),
            table.Keys.Order());
        Assert.All(table.Values, row => Assert.Equal(row.Version, Packages.GetValueOrDefault(row.Package)));
    }

    private static IEnumerable<XElement> Elements(string name) => Project.Descendants().Where(element => element.Name.LocalName == name);

    internal static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "RailHub.Platform.sln")))
            directory = directory.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        return directory.FullName;
    }

    [GeneratedRegex(@"^\| `([^`]+)` \| (\S+) \| (\S+) \|", RegexOptions.Multiline)]
    private static partial Regex TableRow();
}
