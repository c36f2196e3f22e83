using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orleans.Connections.Security;

namespace RailHub.Hosting;

/// <summary>
/// Mutual TLS between the silos and gateways of a club: each proves itself by a certificate of the club's own authority, and admits nobody
/// else. What name a certificate has does not matter: addresses come and go.
/// </summary>
/// <param name="Certificate">This process's own, with its key, for clients and servers.</param>
/// <param name="Authority">Who signs the certificates of the cluster.</param>
public sealed record ClusterTls(X509Certificate2 Certificate, X509Certificate2 Authority)
{
    private const string CertificateKey = "Cluster:Tls:Certificate";
    private const string KeyKey = "Cluster:Tls:Key";
    private const string PasswordKey = "Cluster:Tls:Password";
    private const string AuthorityKey = "Cluster:Tls:Authority";

    /// <summary>Reads the files; null without any. What is refused is in the settings.</summary>
    public static ClusterTls? Read(Settings settings)
    {
        settings.Know("Cluster:Tls", "Certificate", "Key", "Password", "Authority");
        var (certificate, authority) = (settings.Text(CertificateKey), settings.Text(AuthorityKey));
        if (certificate is null && authority is null)
        {
            return null;
        }

        if (certificate is null || authority is null)
        {
            settings.Refuse($"{(certificate is null ? CertificateKey : AuthorityKey)} is missing; {CertificateKey} and {AuthorityKey} go together.");
            return null;
        }

        var own = Load(settings, CertificateKey, certificate, () => settings.Text(KeyKey) is { } key
            ? FromPem(certificate, key, settings.Text(PasswordKey))
            : X509CertificateLoader.LoadPkcs12FromFile(certificate, settings.Text(PasswordKey)));
        if (own is { HasPrivateKey: false })
        {
            settings.Refuse($"{CertificateKey} {certificate} has no key. Give a PKCS #12 file with one, or its PEM file as {KeyKey}.");
            return null;
        }

        return own is not null && Load(settings, AuthorityKey, authority, () => X509CertificateLoader.LoadCertificateFromFile(authority)) is { } root
            ? new ClusterTls(own, root)
            : null;
    }

    internal void Apply(TlsOptions options)
    {
        options.LocalCertificate = Certificate;
        options.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.RemoteCertificateValidation = (certificate, _, _) => IsOfTheCluster(certificate);

        // TLS wants a name, whoever is called.
        options.OnAuthenticateAsClient = (_, authentication) => authentication.TargetHost = "railhub";
    }

    private bool IsOfTheCluster(X509Certificate2 certificate)
    {
        using var chain = new X509Chain
        {
            ChainPolicy =
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
            },
        };
        chain.ChainPolicy.CustomTrustStore.Add(Authority);
        return chain.Build(certificate);
    }

    private static X509Certificate2 FromPem(string certificate, string key, string? password)
    {
        using var pem = password is null
            ? X509Certificate2.CreateFromPemFile(certificate, key)
            : X509Certificate2.CreateFromEncryptedPemFile(certificate, password, key);

        // Windows signs with keys of files only when they have been through PKCS #12.
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), password: null);
    }

    private static X509Certificate2? Load(Settings settings, string key, string file, Func<X509Certificate2> load)
    {
        try
        {
            return load();
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException)
        {
            settings.Refuse($"{key} {file} cannot be read: {failure.Message.ReplaceLineEndings(" ").TrimEnd('.')}.");
            return null;
        }
    }
}
