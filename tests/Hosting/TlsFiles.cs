using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RailHub.Hosting.Tests;

/// <summary>A directory with certificates in files, as a person puts them there.</summary>
internal sealed class TlsFiles : IDisposable
{
    public const string Password = "sesame";

    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory("railhub-tls-");

    /// <summary>The path of a file in it.</summary>
    public string this[string file] => Path.Combine(_files.FullName, file);

    /// <summary>A root, whose intermediate signs what is written here.</summary>
    public X509Certificate2 Root { get; } = Authority("The root", null);

    /// <summary>Writes <c>NAME.pem</c> with the chain, <c>NAME.key</c>, <c>NAME.locked</c> (a key with a password), <c>NAME.both</c> and <c>NAME.pfx</c>.</summary>
    public X509Certificate2 Write(string name, DateTimeOffset from, DateTimeOffset until)
    {
        using var authority = Authority("The house", Root);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=railway.club", key, HashAlgorithmName.SHA256);
        var own = request.Create(authority, from, until, RandomNumberGenerator.GetBytes(8)).CopyWithPrivateKey(key);
        var (chain, plain) = ($"{own.ExportCertificatePem()}\n{authority.ExportCertificatePem()}\n", key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(this[$"{name}.key"], plain);
        File.WriteAllText(this[$"{name}.locked"], key.ExportEncryptedPkcs8PrivateKeyPem(
            Password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)));
        File.WriteAllText(this[$"{name}.both"], chain + plain);
        File.WriteAllBytes(this[$"{name}.pfx"], new X509Certificate2Collection { own, authority }.Export(X509ContentType.Pfx, Password)!);
        File.WriteAllText(this[$"{name}.pem"], chain);
        return own;
    }

    public void Dispose()
    {
        Root.Dispose();
        _files.Delete(recursive: true);
    }

    private static X509Certificate2 Authority(string name, X509Certificate2? by)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var (from, until) = (new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        if (by is null)
        {
            return request.CreateSelfSigned(from, until);
        }

        using var signed = request.Create(by, from, until.AddDays(-1), RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }
}
