using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orleans.Connections.Security;

namespace RailHub.Hosting.Tests;

public sealed class ClusterTlsTests : IDisposable
{
    private const string Password = "between silos";

    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory("railhub-tls-");
    private readonly X509Certificate2 _authority = Authority("The club");
    private readonly X509Certificate2 _silo;

    public ClusterTlsTests()
    {
        _silo = Signed(_authority);
        Write("authority.pem", _authority.ExportCertificatePem());
        Write("silo.pem", _silo.ExportCertificatePem());
        Write("silo.key", _silo.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        Write("locked.key", _silo.GetECDsaPrivateKey()!.ExportEncryptedPkcs8PrivateKeyPem(
            Password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)));
        File.WriteAllBytes(At("silo.pfx"), _silo.Export(X509ContentType.Pfx, Password));
    }

    public void Dispose()
    {
        _authority.Dispose();
        _silo.Dispose();
        _files.Delete(recursive: true);
    }

    [Theory]
    [InlineData("silo.pfx", null, Password)]
    [InlineData("silo.pem", "silo.key", null)]
    [InlineData("silo.pem", "locked.key", Password)]
    public void A_certificate_is_read_with_its_key(string certificate, string? key, string? password)
    {
        var tls = Read(certificate, key, password, out var settings);
        settings.Check();

        Assert.Equal(_silo.Thumbprint, tls!.Certificate.Thumbprint);
        Assert.True(tls.Certificate.HasPrivateKey);
    }

    [Theory]
    [InlineData("silo.pfx", null, "wrong", "silo.pfx cannot be read")]
    [InlineData("none.pfx", null, null, "none.pfx cannot be read")]
    [InlineData("silo.pem", "authority.pem", null, "silo.pem cannot be read")]
    [InlineData("silo.pem", null, null, "cannot be read")]
    public void What_cannot_be_read_is_named_without_the_password(string certificate, string? key, string? password, string reason)
    {
        Assert.Null(Read(certificate, key, password, out var settings));

        var said = Assert.Throws<StartFailedException>(settings.Check).Message;
        Assert.Contains(reason, said, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_certificates_of_the_clubs_authority_are_admitted_and_everybody_needs_one()
    {
        var options = new TlsOptions();
        Read("silo.pfx", null, Password, out _)!.Apply(options);
        using var another = Signed(_authority);
        using var stranger = Authority("Another club");
        using var strangers = Signed(stranger);
        using var old = Signed(_authority, days: -1);

        Assert.Equal(
            (RemoteCertificateMode.RequireCertificate, RemoteCertificateMode.RequireCertificate), (options.RemoteCertificateMode, options.ClientCertificateMode));
        Assert.True(Admits(another));
        Assert.False(Admits(strangers));
        Assert.False(Admits(stranger));
        Assert.False(Admits(old));

        bool Admits(X509Certificate2 certificate) => options.RemoteCertificateValidation!(certificate, null, System.Net.Security.SslPolicyErrors.None);
    }

    private ClusterTls? Read(string certificate, string? key, string? password, out Settings settings)
    {
        var given = new List<(string, string)> { ("Cluster:Tls:Certificate", At(certificate)), ("Cluster:Tls:Authority", At("authority.pem")) };
        if (key is not null)
        {
            given.Add(("Cluster:Tls:Key", At(key)));
        }

        if (password is not null)
        {
            given.Add(("Cluster:Tls:Password", password));
        }

        settings = SettingsTests.Of([.. given]);
        return ClusterTls.Read(settings);
    }

    private string At(string file) => Path.Combine(_files.FullName, file);

    private void Write(string file, string text) => File.WriteAllText(At(file), text);

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    private static X509Certificate2 Signed(X509Certificate2 authority, int days = 3650)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=silo", key, HashAlgorithmName.SHA256);
        var end = TimeProvider.System.GetUtcNow().AddDays(days);
        using var signed = request.Create(authority, DateTimeOffset.UnixEpoch, end, RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }
}
