using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RailHub.Deploy.Tests.Compose;

/// <summary>A certificate of a test, as a person puts one there: one PEM file with its key.</summary>
internal static class TestCertificate
{
    public static X509Certificate2 Write(string file)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        File.WriteAllText(file, $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        return certificate;
    }
}
