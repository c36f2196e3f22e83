using System.Text.RegularExpressions;
using System.Xml.Linq;
using RailHub.Deploy.Tests.Programs;

namespace RailHub.Deploy.Tests.Images;

/// <summary>What the Dockerfile says, against what is built.</summary>
public sealed partial class DockerfileTests
{
    public static TheoryData<string> Names => [.. Image.All.Keys];

    [Fact]
    public void There_is_an_image_of_every_program() => Assert.Equal(["boards", "gateway", "silo", "standalone"], Image.All.Keys.Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_program_is_one_that_is_built_and_put_there(string name)
    {
        var image = Image.All[name];

        Assert.Equal("dotnet", image.Entrypoint[0]);
        Assert.True(File.Exists(Repository.Built(image.Assembly)), image.Assembly);
        Assert.Equal($"/out/{Path.GetFileName(Repository.ProjectFolder(Path.GetFileNameWithoutExtension(image.Assembly)))}", image.Source);
        Assert.Contains(Path.GetRelativePath(Repository.PathOf("src"), Repository.ProjectFolder(Path.GetFileNameWithoutExtension(image.Assembly))), Published());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_health_is_asked_by_the_program_itself(string name)
    {
        var image = Image.All[name];

        Assert.Equal(["dotnet", image.Assembly, "health"], image.HealthCheck.Take(3));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nobody_in_it_is_root(string name) => Assert.Equal("1654", Image.All[name].User);

    [Theory]
    [InlineData("silo", "8080", "9464", "11111", "30000")]
    [InlineData("gateway", "8080", "9464")]
    [InlineData("standalone", "8080", "9464")]
    [InlineData("boards", "8100-8123")]
    public void Its_ports_are_those_of_its_program(string name, params string[] ports)
    {
        var image = Image.All[name];

        Assert.Equal(ports, image.Ports);
        if (name is "silo" or "gateway")
        {
            Assert.Equal(ports[0], image.Environment["ASPNETCORE_HTTP_PORTS"]);
        }
    }

    [Fact]
    public void Everything_that_names_packages_is_there_before_they_are_restored()
    {
        var copied = Image.Lines().TakeWhile(line => line.Instruction != "RUN").Where(line => line.Instruction == "COPY")
            .SelectMany(line => line.Text.Split(' ')[..^1]).ToHashSet();

        Assert.Superset(Needed("src/Standalone/RailHub.Standalone.csproj").Append("src/Web/RailHub.Web.csproj").ToHashSet(), copied);
        Assert.Superset(
            Directory.GetFiles(Repository.Root, "Directory.*").Append(Repository.PathOf("global.json")).Select(file => Path.GetFileName(file)!).ToHashSet(), copied);
    }

    // A project with all that it refers to.
    private static IEnumerable<string> Needed(string project) => XDocument.Load(Repository.PathOf(project)).Descendants("ProjectReference")
        .Select(reference => Path.GetRelativePath(Repository.Root, Path.Combine(Path.GetDirectoryName(Repository.PathOf(project))!, reference.Attribute("Include")!.Value)))
        .SelectMany(Needed).Prepend(project).Distinct();

    private static string[] Published() => Loop().Match(Repository.Read("Dockerfile")).Groups["programs"].Value.Split(' ');

    [GeneratedRegex("for program in (?<programs>[^;]+);")]
    private static partial Regex Loop();
}
