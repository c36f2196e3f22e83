using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using RailHub.Deploy.Tests.Programs;

namespace RailHub.Deploy.Tests.Chart;

/// <summary>
/// Runs pods of the chart as processes. In the place of what a cluster has there is: for the secret of the database a Postgres of the test, for
/// the secret of certificates files as cert-manager makes them, for fields of a pod made-up ones; and what <see cref="Place"/> says of every container.
/// </summary>
public sealed class ChartNode : IAsyncLifetime
{
    private const string Password = "chart";

    private readonly TempDirectory _files = new();
    private Postgres? _postgres;

    public async ValueTask InitializeAsync()
    {
        foreach (var mounted in (string[])["tls", "https"])
        {
            WriteCertificates(Directory.CreateDirectory(Path.Combine(_files["railhub"], mounted)).FullName);
        }

        _postgres = await Postgres.StartAsync(Password);
    }

    public async ValueTask DisposeAsync()
    {
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }

        _files.Dispose();
    }

    /// <summary>Starts one more of these pods.</summary>
    /// <param name="pod">What the chart makes.</param>
    /// <param name="club">The name of the club's database.</param>
    /// <param name="loopback">What it has in the place of its address; 127.0.0.1 when not said.</param>
    internal RunningPod Start(RenderedPod pod, string club, IPAddress? loopback = null)
    {
        var image = Image.Of(pod.Image) ?? throw new InvalidOperationException($"The Dockerfile makes no {pod.Image}.");
        var container = new Container(image, Environment(pod, club), pod.Arguments);
        return new RunningPod(pod, ContainerProcess.Start(container, new Place(_postgres!.Port, _files.Path) { Loopback = loopback ?? IPAddress.Loopback }));
    }

    /// <summary>Runs the script of a pod of <c>helm test</c>, which finds the service that its environment names at a pod.</summary>
    internal async Task<(int ExitCode, string Output)> RunTestAsync(RenderedPod test, RenderedObject service, RunningPod served)
    {
        var port = Assert.Single(service.Spec["ports"]!.AsArray())!;
        await File.WriteAllTextAsync(_files[".curlrc"], $"noproxy = *\nconnect-to = {service.Name}:{port["port"]}:{served.Host}:{served.Port(port["targetPort"]!)}\n");
        var environment = Environment(test, "");
        environment["CURL_HOME"] = _files.Path;
        string[] command = [.. Words("command"), .. Words("args").Select(word => word.Replace("/tmp/", $"{_files.Path}/", StringComparison.Ordinal))];
        var (exitCode, output, errors) = await ShellCommand.RunAsync(command[0], command[1..], environment);
        return (exitCode, output + errors);

        IEnumerable<string> Words(string key) => test.Container[key]!.AsArray().Select(word => word!.GetValue<string>());
    }

    // As Kubernetes does: a variable may name those before it.
    private static Dictionary<string, string> Environment(RenderedPod pod, string club)
    {
        var environment = new Dictionary<string, string>();
        foreach (var variable in pod.Environment)
        {
            environment[variable["name"]!.GetValue<string>()] = variable["valueFrom"] is not null
                ? Value(variable, club)
                : environment.Aggregate(variable["value"]!.GetValue<string>(), (text, known) => text.Replace($"$({known.Key})", known.Value, StringComparison.Ordinal));
        }

        return environment;
    }

    private static string Value(JsonNode variable, string club) => variable["valueFrom"]!["secretKeyRef"] is not null
        ? variable["name"]!.GetValue<string>() == "OpenId__ClientSecret" ? "hush" : $"Host=database;Username=railhub;Password={Password};Database={club}"
        : variable["valueFrom"]!["fieldRef"]!["fieldPath"]!.GetValue<string>() switch
        {
            "status.podIP" => "10.1.2.3",
            "metadata.name" => "railhub-0",
            "spec.nodeName" => "loopback",
            var field => throw new InvalidOperationException($"No {field} is known here."),
        };

    private static void WriteCertificates(string directory)
    {
        var until = new DateTimeOffset(2090, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=The club", authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var authority = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, until);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var own = new CertificateRequest("CN=railhub", key, HashAlgorithmName.SHA256).Create(authority, DateTimeOffset.UnixEpoch, until, [1, 2, 3]);
        File.WriteAllText(Path.Combine(directory, "tls.crt"), own.ExportCertificatePem());
        File.WriteAllText(Path.Combine(directory, "tls.key"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(Path.Combine(directory, "ca.crt"), authority.ExportCertificatePem());
    }
}
