using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RailHub.Hosting;

/// <summary>A certificate by which a program speaks https to people, with its key and those that are sent along with it.</summary>
public sealed class ServerCertificate
{
    private readonly X509Certificate2 _own;

    /// <param name="own">The certificate, with its key.</param>
    /// <param name="others">Those that signed it, in any order; who calls may not have them.</param>
    public ServerCertificate(X509Certificate2 own, X509Certificate2Collection others)
    {
        _own = own;
        IsSelfSigned = own.SubjectName.RawData.AsSpan().SequenceEqual(own.IssuerName.RawData);
        Context = SslStreamCertificateContext.Create(own, others, offline: true);
    }

    /// <summary>Whether nobody else has signed it, so that browsers warn of it.</summary>
    public bool IsSelfSigned { get; }

    /// <summary>From when it counts.</summary>
    public DateTimeOffset BeginsAt => _own.NotBefore;

    /// <summary>Until when it counts.</summary>
    public DateTimeOffset EndsAt => _own.NotAfter;

    /// <summary>Its SHA-256 as browsers show it: <c>AB:CD:…</c>.</summary>
    public string Fingerprint => Convert.ToHexString(_own.GetCertHash(HashAlgorithmName.SHA256)).Chunk(2).Aggregate("", (text, pair) => $"{text}:{new string(pair)}")[1..];

    /// <summary>The names that it is made for, in small letters.</summary>
    public IEnumerable<string> Names => _own.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(names => names.EnumerateDnsNames());

    /// <summary>What a server gives to each connection.</summary>
    internal SslStreamCertificateContext Context { get; }
}
