using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RailHub.TestKit;

namespace RailHub.Hosting.Tests;

/// <summary>https for people: certificates in files and self-signed ones, and how they are renewed.</summary>
public sealed class ServerTlsTests : IDisposable
{
    private const string Https = "https://127.0.0.1:0";

    private readonly TlsFiles _files = new();
    private readonly ClubTime _time = new();

    private DateTimeOffset Now => _time.GetUtcNow();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("a.pem", "a.key", null)]
    [InlineData("a.pem", "a.locked", TlsFiles.Password)]
    [InlineData("a.both", null, null)]
    [InlineData("a.pfx", null, TlsFiles.Password)]
    public async Task A_certificate_serves_with_those_that_signed_it(string certificate, string? key, string? password)
    {
        using var own = _files.Write("a", Now.AddDays(-1), Now.AddDays(90));
        await using var server = await ServeAsync(Read(out var settings, certificate, key, password), settings);

        var (thumbprint, sent, protocol) = await CallAsync(server);

        Assert.Equal(own.Thumbprint, thumbprint);
        Assert.Contains("CN=The house", sent);
        Assert.Equal(SslApplicationProtocol.Http2, protocol);
    }

    [Fact]
    public void The_password_may_stand_in_a_file_and_not_on_the_command_line()
    {
        using var own = _files.Write("a", Now.AddDays(-1), Now.AddDays(90));
        File.WriteAllText(_files["password"], $"{TlsFiles.Password}\n");
        var kept = SettingsTests.Of(("Tls:Certificate", _files["a.pfx"]), ("Tls:PasswordFile", _files["password"]));
        Assert.NotNull(ServerTls.Read(kept, [Https], Now));

        var told = new Settings(new ConfigurationBuilder().AddCommandLine([$"--Tls:Certificate={_files["a.pfx"]}", $"--Tls:Password={TlsFiles.Password}"]).Build());
        ServerTls.Read(told, [Https], Now);
        var said = Assert.Throws<StartFailedException>(told.Check).Message;
        Assert.StartsWith("Tls:Password is on the command line", said, StringComparison.Ordinal);
        Assert.DoesNotContain(TlsFiles.Password, said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.pem", "b.key", null, "a.pem with the key")]
    [InlineData("a.pem", null, null, "a.pem cannot be used")]
    [InlineData("a.pem", "none.key", null, "none.key cannot be used")]
    [InlineData("none.pem", "a.key", null, "none.pem with the key")]
    [InlineData("a.pfx", null, "wrong", "a.pfx cannot be used")]
    [InlineData("a.pfx", null, null, "a.pfx cannot be used")]
    [InlineData("a.pem", "a.locked", "wrong", "cannot be used")]
    [InlineData("a.key", null, null, "a.key cannot be used")]
    [InlineData("nonsense", null, null, "nonsense cannot be used")]
    [InlineData("public.pfx", null, TlsFiles.Password, "has no key")]
    [InlineData("old.pem", "old.key", null, "ended on 2026-05-08")]
    [InlineData("next.pem", "next.key", null, "counts from 2026-05-10")]
    public void What_cannot_be_used_is_said_in_one_line_without_the_password(string certificate, string? key, string? password, string reason)
    {
        using var own = _files.Write("a", Now.AddDays(-1), Now.AddDays(90));
        _files.Write("b", Now.AddDays(-1), Now.AddDays(90)).Dispose();
        _files.Write("old", Now.AddDays(-90), Now.AddDays(-1)).Dispose();
        _files.Write("next", Now.AddDays(1), Now.AddDays(90)).Dispose();
        File.WriteAllText(_files["nonsense"], "nonsense");
        using var half = X509CertificateLoader.LoadCertificate(own.RawData);
        File.WriteAllBytes(_files["public.pfx"], half.Export(X509ContentType.Pfx, TlsFiles.Password));

        Assert.Null(Read(out var settings, certificate, key, password));

        var said = Assert.Throws<StartFailedException>(settings.Check).Message;
        Assert.Contains(reason, said, StringComparison.Ordinal);
        Assert.Single(said.Split('\n'));
        Assert.DoesNotContain("wrong", said, StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_go_together_is_refused()
    {
        using var own = _files.Write("a", Now.AddDays(-1), Now.AddDays(90));
        var certificate = ("Tls:Certificate", _files["a.both"]);

        Assert.Contains("https://*:8443 is https, and there is no certificate", Refused(["http://*:8080", "https://*:8443"]), StringComparison.Ordinal);
        Assert.Contains("no address is https", Refused(["http://*:8080"], null, certificate), StringComparison.Ordinal);
        Assert.Contains("Tls:Certificate is missing", Refused([Https], null, ("Tls:Key", "a.key")), StringComparison.Ordinal);
        Assert.Contains("Tls:Certificat is not known", Refused([Https], null, certificate, ("Tls:Certificat", "x")), StringComparison.Ordinal);
        Assert.Contains("two certificates", Refused([Https], new SelfSignedCertificate(_files["own.pem"], []), certificate), StringComparison.Ordinal);

        var none = SettingsTests.Of();
        Assert.Null(ServerTls.Read(none, ["http://*:8080"], Now));
        none.Check();

        string Refused(string[] urls, ICertificateSource? own = null, params (string, string)[] given)
        {
            var settings = SettingsTests.Of(given);
            ServerTls.Read(settings, urls, Now, own);
            return Assert.Throws<StartFailedException>(settings.Check).Message;
        }
    }

    [Fact]
    public async Task A_renewed_file_serves_without_a_new_start_and_a_broken_one_does_not()
    {
        using var first = _files.Write("a", Now.AddDays(-1), Now.AddDays(10));
        await using var server = await ServeAsync(Read(out var settings, "a.pem", "a.key"), settings);
        var log = server.Services.GetRequiredService<LogOfTheWatch>();
        Assert.Equal(first.Thumbprint, (await CallAsync(server)).Thumbprint);

        // The certificate is written, and its key is not yet: nothing is said of that before it lasts.
        using var other = _files.Write("b", Now.AddDays(-1), Now.AddDays(90));
        File.Copy(_files["b.pem"], _files["a.pem"], overwrite: true);
        await PassAsync(log, "The certificate ends on 2026-05-19");
        Assert.Equal(first.Thumbprint, (await CallAsync(server)).Thumbprint);
        await PassAsync(log, "cannot be used");

        File.Copy(_files["b.key"], _files["a.key"], overwrite: true);
        await PassAsync(log, "Another certificate serves from now on, until 2026-08-07");
        Assert.Equal(other.Thumbprint, (await CallAsync(server)).Thumbprint);
        Assert.Equal(3, log.Lines.Count);
    }

    [Fact]
    public async Task A_self_signed_certificate_is_made_once_for_this_user_and_for_all_names_and_addresses()
    {
        var file = _files["own.pem"];
        var settings = SettingsTests.Of();
        var tls = ServerTls.Read(settings, [Https], Now, new SelfSignedCertificate(file, ["localhost", "railway.club"]));
        await using var server = await ServeAsync(tls, settings);

        var certificate = tls!.Certificate;
        Assert.True(certificate.IsSelfSigned);
        Assert.Matches("^([0-9A-F]{2}:){31}[0-9A-F]{2}$", certificate.Fingerprint);
        Assert.Equal(["localhost", "railway.club"], certificate.Names);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        using var presented = await PresentedAsync(server);
        Assert.Equal(certificate.Fingerprint.Replace(":", "", StringComparison.Ordinal), presented.GetCertHashString(HashAlgorithmName.SHA256));
        Assert.True(presented.MatchesHostname("railway.club") && presented.MatchesHostname("127.0.0.1"));
        Assert.False(presented.MatchesHostname("evil.example"));

        Assert.Equal(certificate.Fingerprint, Made(Now.AddDays(1), "localhost"));
        Assert.NotEqual(certificate.Fingerprint, Made(Now.AddDays(1), "localhost", "another.club"));
    }

    [Fact]
    public void A_self_signed_certificate_is_made_anew_before_it_ends_and_when_its_file_is_damaged()
    {
        var first = Made(Now, "localhost");
        Assert.Equal(first, Made(Now.AddDays(789), "localhost"));
        var second = Made(Now.AddDays(791), "localhost");
        Assert.NotEqual(first, second);

        File.WriteAllText(_files["own.pem"], File.ReadAllText(_files["own.pem"])[..400]);
        Assert.NotEqual(second, Made(Now.AddDays(791), "localhost"));
    }

    [Fact]
    public async Task A_running_program_that_makes_its_certificate_anew_tells_its_fingerprint()
    {
        var settings = SettingsTests.Of();
        var tls = ServerTls.Read(settings, [Https], Now, new SelfSignedCertificate(_files["own.pem"], ["localhost"]));
        await using var server = await ServeAsync(tls, settings);
        var log = server.Services.GetRequiredService<LogOfTheWatch>();
        var first = tls!.Certificate.Fingerprint;

        _time.SetWallClock(TimeSpan.FromDays(800));
        await PassAsync(log, "was made anew");

        Assert.NotEqual(first, tls.Certificate.Fingerprint);
        Assert.Contains(tls.Certificate.Fingerprint, Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_it_cannot_be_kept_there_is_none()
    {
        var settings = SettingsTests.Of();

        Assert.Null(ServerTls.Read(settings, [Https], Now, new SelfSignedCertificate(_files["none/own.pem"], ["localhost"])));

        Assert.Contains("own.pem cannot be made", Assert.Throws<StartFailedException>(settings.Check).Message, StringComparison.Ordinal);
    }

    private string Made(DateTimeOffset now, params string[] names)
    {
        Assert.Null(new SelfSignedCertificate(_files["own.pem"], names).Read(now, out var certificate));
        return certificate!.Fingerprint;
    }

    private ServerTls? Read(out Settings settings, string certificate, string? key = null, string? password = null)
    {
        var given = new Dictionary<string, string?> { ["Tls:Certificate"] = _files[certificate], ["Tls:Key"] = key is null ? null : _files[key], ["Tls:Password"] = password };
        settings = new Settings(new ConfigurationBuilder().AddInMemoryCollection(given).Build());
        return ServerTls.Read(settings, [Https], Now);
    }

    // Minutes pass until the watch has said it.
    private Task PassAsync(LogOfTheWatch log, string line) => TestClub.PollAsync(
        () =>
        {
            if (!log.Lines.Any(said => said.Contains(line, StringComparison.Ordinal)) && _time.IsWaitedFor(CertificateWatch.Period))
            {
                _time.Advance(CertificateWatch.Period);
            }

            return Task.FromResult(log.Lines.Any(said => said.Contains(line, StringComparison.Ordinal)));
        },
        line);

    private async Task<WebApplication> ServeAsync(ServerTls? tls, Settings settings)
    {
        settings.Check();
        var builder = WebApplication.CreateSlimBuilder(["--urls", Https]);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Information).Services.AddSingleton<LogOfTheWatch>().AddSingleton<ILoggerProvider>(
            services => services.GetRequiredService<LogOfTheWatch>());
        builder.Services.AddSingleton<TimeProvider>(_time);
        tls!.AddTo(builder);
        var server = builder.Build();
        await server.StartAsync();
        return server;
    }

    private static async Task<X509Certificate2> PresentedAsync(WebApplication server)
    {
        X509Certificate2? presented = null;
        await ConnectAsync(server, (certificate, _) => presented = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData()));
        return presented!;
    }

    private static async Task<(string Thumbprint, string[] Sent, SslApplicationProtocol Protocol)> CallAsync(WebApplication server)
    {
        var (thumbprint, sent) = ("", Array.Empty<string>());
        var protocol = await ConnectAsync(server, (certificate, chain) =>
            (thumbprint, sent) = (certificate.GetCertHashString(), [.. chain!.ChainPolicy.ExtraStore.Select(one => one.Subject)]));
        return (thumbprint, sent, protocol);
    }

    private static async Task<SslApplicationProtocol> ConnectAsync(WebApplication server, Action<X509Certificate, X509Chain?> look)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, new Uri(server.Urls.Single()).Port);
        await using var secure = new SslStream(client.GetStream());
        await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "railway.club",
            ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
            RemoteCertificateValidationCallback = (_, certificate, chain, _) =>
            {
                if (certificate is not null)
                {
                    look(certificate, chain);
                }

                return certificate is not null;
            },
        });
        return secure.NegotiatedApplicationProtocol;
    }

    /// <summary>What the watch over the certificate has said.</summary>
    private sealed class LogOfTheWatch : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => categoryName.EndsWith(nameof(CertificateWatch), StringComparison.Ordinal) ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
            // It holds nothing to free.
        }
    }
}
