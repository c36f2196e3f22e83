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

        var password = settings.Secret(PasswordKey);
        var own = Load(settings, CertificateKey, certificate, () => CertificateFiles.Load(certificate, settings.Text(KeyKey), password).Own);
        if (own is { HasPrivateKey: false })
        {
            settings.Refuse($"{CertificateKey} {certificate} has no key. Give a file with one, or its PEM file as {KeyKey}.");
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

    private static X509Certificate2? Load(Settings settings, string key, string file, Func<X509Certificate2> load)
    {
        try
        {
            return load();
        }
        catch (Exception failure) when (CertificateFiles.IsTheirs(failure))
        {
            settings.Refuse($"{key} {file} cannot be read: {CertificateFiles.Reason(failure)}.");
            return null;
        }
    }
}
