using System.Security.Cryptography;

namespace RailHub.Hosting;

/// <summary>A certificate that somebody puts there, and renews: Let's Encrypt's, or one of a house of its own.</summary>
/// <param name="certificate">As in <see cref="CertificateFiles.Load"/>.</param>
/// <param name="key">As there.</param>
/// <param name="password">As there; null for none, or where it is in a file.</param>
/// <param name="passwordFile">The file whose first line is the password.</param>
internal sealed class GivenCertificate(string certificate, string? key, string? password, string? passwordFile) : ICertificateSource
{
    private byte[] _last = [];

    public string? Read(DateTimeOffset now, out ServerCertificate? changed)
    {
        changed = null;
        try
        {
            // What they say and not when they were written: links of certbot and of Kubernetes have times of their own.
            var content = Hash();
            if (content.AsSpan().SequenceEqual(_last))
            {
                return null;
            }

            var (own, others) = CertificateFiles.Load(certificate, key, passwordFile is null ? password : File.ReadLines(passwordFile).FirstOrDefault());
            if (!own.HasPrivateKey)
            {
                return $"The certificate {certificate} has no key. Give the file of the key as well, or one that has both.";
            }

            var loaded = new ServerCertificate(own, others);
            if (loaded.EndsAt <= now)
            {
                return $"The certificate {certificate} ended on {loaded.EndsAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC. Renew it.";
            }

            if (loaded.BeginsAt > now)
            {
                return $"The certificate {certificate} counts from {loaded.BeginsAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC only. Is this machine's clock right?";
            }

            (_last, changed) = (content, loaded);
            return null;
        }
        catch (Exception failure) when (CertificateFiles.IsTheirs(failure))
        {
            return $"The certificate {certificate}{(key is null ? "" : $" with the key {key}")} cannot be used: {CertificateFiles.Reason(failure)}.";
        }
    }

    private byte[] Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in (string?[])[certificate, key, passwordFile])
        {
            hash.AppendData(file is null ? [] : SHA256.HashData(File.ReadAllBytes(file)));
        }

        return hash.GetHashAndReset();
    }
}
