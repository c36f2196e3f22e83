using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RailHub.Bench.Cluster;

/// <summary>An authority to throw away, and a certificate of it for all processes of a cluster, in files.</summary>
internal sealed class Certificates : IDisposable
{
    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory("railhub-tls-");

    public Certificates()
    {
        var (from, until) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=A club's authority", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var authority = authorityRequest.CreateSelfSigned(from, until);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var own = new CertificateRequest("CN=railhub", key, HashAlgorithmName.SHA256).Create(authority, from, until.AddHours(-1), RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(this["authority.pem"], authority.ExportCertificatePem());
        File.WriteAllText(this["own.pem"], $"{own.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
    }

    /// <summary>What silos and gateways are told to use them.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["Cluster__Tls__Certificate"] = this["own.pem"],
        ["Cluster__Tls__Key"] = this["own.pem"],
        ["Cluster__Tls__Authority"] = this["authority.pem"],
    };

    private string this[string file] => Path.Combine(_files.FullName, file);

    public void Dispose() => _files.Delete(recursive: true);
}
