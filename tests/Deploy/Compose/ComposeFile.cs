using System.Text.Json;
using RailHub.Deploy.Tests.Programs;

namespace RailHub.Deploy.Tests.Compose;

/// <summary>Some compose files as Docker compose reads them, checked by the schema of its specification.</summary>
internal sealed class ComposeFile
{
    /// <summary>A club of several processes.</summary>
    public const string Cluster = "docker-compose.yml";

    /// <summary>A club of one.</summary>
    public const string Standalone = "docker-compose.standalone.yml";

    /// <summary>What TLS adds to the second.</summary>
    public const string StandaloneTls = "deploy/compose/standalone-tls.yml";

    /// <summary>What TLS adds to the first.</summary>
    public const string Tls = "deploy/compose/tls.yml";

    private ComposeFile(JsonElement whole) =>
        Services = whole.GetProperty("services").EnumerateObject().ToDictionary(service => service.Name, service => new Service(service.Name, service.Value));

    /// <summary>All services, whatever their profile.</summary>
    public IReadOnlyDictionary<string, Service> Services { get; }

    public Service this[string service] => Services[service];

    /// <summary>Reads them, with nothing in the environment but what is given.</summary>
    public static async Task<ComposeFile> ReadAsync(IEnumerable<string> files, IReadOnlyDictionary<string, string>? environment = null)
    {
        var (exitCode, output, errors) = await TryAsync(files, environment);
        Assert.True(exitCode == 0, errors);
        using var document = JsonDocument.Parse(output);
        return new ComposeFile(document.RootElement.Clone());
    }

    /// <summary>Reads them; gives the exit code, the whole as JSON, and what is wrong.</summary>
    public static Task<(int ExitCode, string Output, string Errors)> TryAsync(
        IEnumerable<string> files, IReadOnlyDictionary<string, string>? environment = null) =>
        NodeTools.RunAsync("compose.js", files.Select(Repository.PathOf), environment);

    /// <summary>One service of them.</summary>
    internal sealed record Service(string Name, JsonElement Json)
    {
        /// <summary>The image of ours that it is made of; null for one of others.</summary>
        public Image? Image => Image.Of(Reference);

        public string Reference => Text("image")!;

        /// <summary>As a container of our images.</summary>
        public Container Container => new(
            Texts("entrypoint") is { Count: > 0 } entrypoint ? Image! with { Entrypoint = entrypoint } : Image!,
            Environment,
            Json.TryGetProperty("command", out _) ? Texts("command") : null);

        public IReadOnlyDictionary<string, string> Environment => Json.TryGetProperty("environment", out var environment)
            ? environment.EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.ToString())
            : new Dictionary<string, string>();

        public string? Text(string key) => Json.TryGetProperty(key, out var value) ? value.ToString() : null;

        public IReadOnlyList<string> Texts(string key) => Json.TryGetProperty(key, out var list) ? [.. list.EnumerateArray().Select(value => value.ToString())] : [];
    }
}
