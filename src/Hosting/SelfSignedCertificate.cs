using System.Net;
using System.Net.NetworkInformation;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RailHub.Hosting;

/// <summary>
/// A certificate that a program makes for itself and keeps in a file. Browsers warn of it until a person has compared its fingerprint; whoever
/// only listens reads nothing.
/// </summary>
/// <param name="file">Where it is kept with its key, for this user only.</param>
/// <param name="names">The names that it is for. A new one makes it anew; new addresses of the machine do not, or it would change with every lease.</param>
public sealed class SelfSignedCertificate(string file, IReadOnlyCollection<string> names) : ICertificateSource
{
    /// <summary>How long before its end it is made anew.</summary>
    internal static readonly TimeSpan Early = TimeSpan.FromDays(30);

    // Apple's systems take none that counts for more than 825 days.
    private static readonly TimeSpan s_life = TimeSpan.FromDays(820);

    private ServerCertificate? _last;

    /// <inheritdoc />
    public string? Read(DateTimeOffset now, out ServerCertificate? changed)
    {
        changed = null;
        if (_last is not null && IsGood(_last, now))
        {
            return null;
        }

        try
        {
            _last = changed = ReadFile(now) ?? Make(now);
            return null;
        }
        catch (Exception failure) when (CertificateFiles.IsTheirs(failure))
        {
            return $"The certificate {file} cannot be made: {CertificateFiles.Reason(failure)}.";
        }
    }

    private bool IsGood(ServerCertificate certificate, DateTimeOffset now) =>
        certificate.BeginsAt <= now && certificate.EndsAt - now > Early && !names.Except(certificate.Names, StringComparer.OrdinalIgnoreCase).Any();

    private ServerCertificate? ReadFile(DateTimeOffset now)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            var (own, others) = CertificateFiles.Load(file, key: null, password: null);
            var kept = new ServerCertificate(own, others);
            return own.HasPrivateKey && IsGood(kept, now) ? kept : null;
        }
        catch (CryptographicException)
        {
            return null; // Ours alone, and damaged: another one serves as well.
        }
    }

    private ServerCertificate Make(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=RailHub", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false)); // serverAuth, RFC 5280 4.2.1.12
        request.CertificateExtensions.Add(Subject());

        // A clock may have been set since: a day earlier.
        using var made = request.CreateSelfSigned(now.AddDays(-1), now + s_life);
        Write($"{made.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        var (own, others) = CertificateFiles.Load(file, key: null, password: null);
        return new ServerCertificate(own, others);
    }

    private X509Extension Subject()
    {
        var subject = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            subject.AddDnsName(name);
        }

        var addresses = NetworkInterface.GetAllNetworkInterfaces().SelectMany(card => card.GetIPProperties().UnicastAddresses).Select(own => own.Address);
        foreach (var address in addresses.Append(IPAddress.Loopback).Append(IPAddress.IPv6Loopback).Where(address => !address.IsIPv6LinkLocal).Distinct())
        {
            subject.AddIpAddress(address);
        }

        return subject.Build();
    }

    // All of it or nothing, and never in a file that others may read.
    private void Write(string pem)
    {
        var part = $"{file}.part";
        File.Delete(part);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var writer = new StreamWriter(part, options))
        {
            writer.Write(pem);
        }

        File.Move(part, file, overwrite: true);
    }
}
