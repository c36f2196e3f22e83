using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Npgsql;

namespace RailHub.EndToEnd.Tests;

/// <summary>How silos and gateways come together.</summary>
public sealed class ClusterStartTests : IAsyncLifetime
{
    private readonly string _database = $"railhub_test_{Guid.NewGuid():N}";
    private readonly List<PlatformProgram> _programs = [];
    private readonly List<Task<string>> _logs = [];
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };

    private static string Server => Environment.GetEnvironmentVariable("RAILHUB_TEST_POSTGRES")
        ?? throw new InvalidOperationException("RAILHUB_TEST_POSTGRES is not set. Run eng/test.sh EndToEnd: it starts a Postgres and sets it.");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        foreach (var program in _programs)
        {
            await program.DisposeAsync();
        }

        await Task.WhenAll(_logs);
        await using var server = NpgsqlDataSource.Create(Server);
        await using var drop = server.CreateCommand($"DROP DATABASE IF EXISTS {_database} WITH (FORCE)");
        await drop.ExecuteNonQueryAsync();
    }

    [Fact]
    public async Task Processes_that_start_at_once_on_an_empty_database_come_together_gateways_first()
    {
        var gateways = Enumerable.Range(0, 2).Select(_ => Start("Gateway")).ToArray();
        var migrating = Enumerable.Range(0, 2).Select(_ => PlatformProgram.RunAsync("Silo", ["migrate"], Setup())).ToArray();
        var silos = Enumerable.Range(0, 3).Select(_ => Start("Silo")).ToArray();

        Assert.All(await Task.WhenAll(migrating), ended => Assert.Equal((0, ""), ended));
        foreach (var address in (Uri[])[.. silos, .. gateways])
        {
            await UntilReadyAsync(address);
        }
    }

    [Fact]
    public async Task With_certificates_only_who_has_one_of_the_club_is_let_in()
    {
        using var files = new TempDirectory();
        using var club = Authority("The club");
        using var stranger = Authority("Another club");
        var ours = Certificates(files, "ours", club, club);
        var theirs = Certificates(files, "theirs", stranger, club);

        var outsiders = (Uri[])[Start("Gateway", theirs), Start("Gateway")];
        var silos = (Uri[])[Start("Silo", ours), Start("Silo", ours)];
        var gateway = Start("Gateway", ours);
        foreach (var address in (Uri[])[.. silos, gateway])
        {
            await UntilReadyAsync(address);
        }

        // By now they have tried: they were started first, and the gateway that is let in has heard of the club.
        foreach (var address in outsiders)
        {
            HttpStatusCode? ready = null;
            await SharedCluster.UntilAsync(async () => (ready = await AskAsync(address)) is not null);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready);
        }
    }

    private Uri Start(string program, params (string, string)[] more)
    {
        var port = FreePort();
        var started = PlatformProgram.Start(program, ["--urls", $"http://127.0.0.1:{port}"], [.. Setup(), .. more]);
        _programs.Add(started);
        _logs.Add(started.ReadToEndAsync()); // One that nobody reads makes it wait.
        return new Uri($"http://127.0.0.1:{port}");
    }

    private (string, string)[] Setup() =>
    [
        ("Database__ConnectionString", new NpgsqlConnectionStringBuilder(Server) { Database = _database }.ConnectionString),
        ("Cluster__SiloPort", FreePort().ToString(CultureInfo.InvariantCulture)),
        ("Cluster__GatewayPort", FreePort().ToString(CultureInfo.InvariantCulture)),
    ];

    private Task UntilReadyAsync(Uri address) => SharedCluster.UntilAsync(async () => await AskAsync(address) == HttpStatusCode.OK);

    /// <summary>What a process says of its readiness; null while it does not answer.</summary>
    private async Task<HttpStatusCode?> AskAsync(Uri address)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(address, "health/ready"));
            return answer.StatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    private static (string, string)[] Certificates(TempDirectory files, string name, X509Certificate2 signer, X509Certificate2 trusted)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        using var signed = request.Create(signer, DateTimeOffset.UnixEpoch, new DateTimeOffset(2090, 1, 1, 0, 0, 0, TimeSpan.Zero), [1, 2, 3]);
        var (certificate, secret, authority) =
            (Path.Combine(files.Path, $"{name}.pem"), Path.Combine(files.Path, $"{name}.key"), Path.Combine(files.Path, $"{name}-authority.pem"));
        File.WriteAllText(certificate, signed.ExportCertificatePem());
        File.WriteAllText(secret, key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(authority, trusted.ExportCertificatePem());
        return [("Cluster__Tls__Certificate", certificate), ("Cluster__Tls__Key", secret), ("Cluster__Tls__Authority", authority)];
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
