using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RailHub.Hosting;

/// <summary>A certificate with its key in files: PEM, with the key beside it or in the same file, or PKCS #12.</summary>
internal static class CertificateFiles
{
    private const string PemBegins = "-----BEGIN ";

    /// <summary>Whether a failure means that the files are not as they should be, and not that we are.</summary>
    public static bool IsTheirs(Exception failure) => failure is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException;

    /// <summary>Reads them.</summary>
    /// <param name="certificate">The file of the certificate, and of those that signed it, if any.</param>
    /// <param name="key">The PEM file of its key; null when it is in the same file.</param>
    /// <param name="password">Of the key, or of the PKCS #12 file; null for none.</param>
    /// <returns>The certificate, and the others of its file. Without a key it has <see cref="X509Certificate2.HasPrivateKey"/> false.</returns>
    /// <exception cref="Exception">One of <see cref="IsTheirs"/>.</exception>
    public static (X509Certificate2 Own, X509Certificate2Collection Others) Load(string certificate, string? key, string? password)
    {
        if (key is null && !File.ReadAllText(certificate).Contains(PemBegins, StringComparison.Ordinal))
        {
            var all = X509CertificateLoader.LoadPkcs12CollectionFromFile(certificate, password);
            var own = all.FirstOrDefault(one => one.HasPrivateKey) ?? all.FirstOrDefault() ?? throw new CryptographicException("It has no certificate");
            return (own, [.. all.Where(one => one != own)]);
        }

        using var pem = password is null
            ? X509Certificate2.CreateFromPemFile(certificate, key)
            : X509Certificate2.CreateFromEncryptedPemFile(certificate, password, key);
        var others = new X509Certificate2Collection();
        others.ImportFromPemFile(certificate);

        // Windows signs with keys of files only when they have been through PKCS #12.
        return (X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), password: null), [.. others.Skip(1)]);
    }

    /// <summary>What the system says of such a failure, as part of a line.</summary>
    public static string Reason(Exception failure) => failure.Message.ReplaceLineEndings(" ").TrimEnd('.');
}
