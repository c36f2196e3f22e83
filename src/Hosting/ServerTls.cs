using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace RailHub.Hosting;

/// <summary>How a program speaks https to people. A certificate that was renewed serves from the next connection on, without a new start (ADR 27).</summary>
public sealed class ServerTls
{
    private const string CertificateKey = "Tls:Certificate";
    private const string KeyKey = "Tls:Key";
    private const string PasswordKey = "Tls:Password";
    private const string PasswordFileKey = "Tls:PasswordFile";

    private readonly ICertificateSource _source;
    private volatile ServerCertificate _certificate;

    private ServerTls(ICertificateSource source, ServerCertificate certificate) => (_source, _certificate) = (source, certificate);

    /// <summary>The certificate that new connections get.</summary>
    public ServerCertificate Certificate => _certificate;

    /// <summary>
    /// Reads section <c>Tls</c>; null for plain http. What is refused is in the settings: a certificate that cannot be used, an address that is
    /// https without one, and one that no address is for.
    /// </summary>
    /// <param name="settings">Where the section stands.</param>
    /// <param name="urls">Where the program listens.</param>
    /// <param name="now">The time.</param>
    /// <param name="own">The certificate that the program makes for itself, in the place of files; null when it was not asked for one.</param>
    public static ServerTls? Read(Settings settings, IEnumerable<string> urls, DateTimeOffset now, ICertificateSource? own = null)
    {
        settings.Know("Tls", "Certificate", "Key", "Password", "PasswordFile");
        var (certificate, key) = (settings.Text(CertificateKey), settings.Text(KeyKey));
        var (password, passwordFile) = (settings.Secret(PasswordKey), settings.Text(PasswordFileKey));
        if (certificate is null && (key ?? password ?? passwordFile) is not null)
        {
            settings.Refuse($"{CertificateKey} is missing, which {KeyKey}, {PasswordKey} and {PasswordFileKey} belong to.");
            return null;
        }

        if (certificate is not null && own is not null)
        {
            settings.Refuse($"There are two certificates, {certificate} and a self-signed one. Leave one of them out.");
            return null;
        }

        var source = certificate is null ? own : new GivenCertificate(certificate, key, password, passwordFile);
        var https = urls.FirstOrDefault(url => url.StartsWith("https:", StringComparison.OrdinalIgnoreCase));
        if (source is null)
        {
            if (https is not null)
            {
                settings.Refuse(
                    $"{https} is https, and there is no certificate to speak it with. Give one as {CertificateKey} (Standalone also takes --tls-certificate, and makes one with --tls-self-signed).");
            }

            return null;
        }

        if (https is null)
        {
            settings.Refuse("There is a certificate, and no address is https. Give one, such as --urls https://*:8443.");
            return null;
        }

        if (source.Read(now, out var first) is { } problem)
        {
            settings.Refuse(problem);
            return null;
        }

        return new ServerTls(source, first!);
    }

    /// <summary>Adds it to a program: all its addresses that are https.</summary>
    public void AddTo(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(this).AddHostedService<CertificateWatch>();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(Apply));
    }

    /// <summary>Makes https of a server's address, by the certificate of each moment.</summary>
    public void Apply(HttpsConnectionAdapterOptions https)
    {
        // The server wants to hear of one; those that signed it go along by what is given to each connection.
        https.ServerCertificateSelector = (_, _) => _certificate.Context.TargetCertificate;
        https.OnAuthenticate = (_, connection) =>
        {
            connection.ServerCertificateSelectionCallback = null;
            connection.ServerCertificateContext = _certificate.Context;
        };
    }

    /// <summary>Looks whether there is another certificate, and takes it.</summary>
    /// <returns>As <see cref="ICertificateSource.Read"/>; the last one goes on to serve then.</returns>
    internal string? Renew(DateTimeOffset now, out ServerCertificate? changed)
    {
        var problem = _source.Read(now, out changed);
        _certificate = changed ?? _certificate;
        return problem;
    }
}
