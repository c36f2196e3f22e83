using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using RailHub.Deploy.Tests.Programs;

namespace RailHub.Deploy.Tests.Compose;

/// <summary>The proxy with its own configuration, which only has other ports, and a certificate of this test. Debian's haproxy, older than the image's.</summary>
internal sealed class ProxyProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly TempDirectory _files = new();
    private readonly X509Certificate2 _certificate;
    private readonly Process _process;

    private ProxyProcess(string configuration, IReadOnlyDictionary<string, string> environment)
    {
        Directory.CreateDirectory(_files["tls"]);
        _certificate = TestCertificate.Write(_files["tls/club.pem"]);
        File.WriteAllText(_files["haproxy.cfg"], configuration
            .Replace("bind :8080", $"bind 127.0.0.1:{Http.Port}", StringComparison.Ordinal)
            .Replace("bind :8443", $"bind 127.0.0.1:{Https.Port}", StringComparison.Ordinal)
            .Replace("bind :9464", $"bind 127.0.0.1:{Watch.Port}", StringComparison.Ordinal)
            .Replace("/etc/railhub/tls/", $"{_files["tls"]}/", StringComparison.Ordinal));
        var start = new ProcessStartInfo("haproxy", ["-q", "-f", _files["haproxy.cfg"]]);
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
    }

    public Uri Http { get; } = new($"http://localhost:{Place.FreePort()}/");

    public Uri Https { get; } = new($"https://localhost:{Place.FreePort()}/");

    /// <summary>Its metrics and its health.</summary>
    public Uri Watch { get; } = new($"http://localhost:{Place.FreePort()}/");

    /// <summary>Starts one.</summary>
    /// <param name="configuration">Its file, with the gateways where they are here.</param>
    /// <param name="environment">What its container has in its environment.</param>
    public static ProxyProcess Start(string configuration, IReadOnlyDictionary<string, string> environment) => new(configuration, environment);

    /// <summary>Waits until it sends callers to a gateway that is ready.</summary>
    public async Task UntilItServesAsync(HttpClient http)
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (!await ServesAsync(http))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, patience.Token);
        }
    }

    /// <summary>Opens the hub's WebSocket as a page of this address does; gives what the hub says to its hello.</summary>
    public async Task<string> OpenHubAsync(Uri address, AuthenticationHeaderValue token, CancellationToken cancellation)
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", token.ToString());
        socket.Options.SetRequestHeader("Origin", address.GetLeftPart(UriPartial.Authority));
        socket.Options.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.GetCertHashString() == _certificate.Thumbprint;
        var hub = new UriBuilder(new Uri(address, "hub")) { Scheme = address.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs };
        await socket.ConnectAsync(hub.Uri, cancellation);
        await socket.SendAsync(Encoding.UTF8.GetBytes("{\"protocol\":\"json\",\"version\":1}\u001e"), WebSocketMessageType.Text, endOfMessage: true, cancellation);
        var answer = new byte[1024];
        var received = await socket.ReceiveAsync(answer, cancellation);
        return Encoding.UTF8.GetString(answer, 0, received.Count);
    }

    public async ValueTask DisposeAsync()
    {
        await _process.KillAsync();
        _certificate.Dispose();
        _files.Dispose();
    }

    private async Task<bool> ServesAsync(HttpClient http)
    {
        if (_process.HasExited)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"haproxy ended with {_process.ExitCode}."));
        }

        try
        {
            using var answer = await http.GetAsync(new Uri(Http, "health/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
