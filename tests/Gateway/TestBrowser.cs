using System.Text;

namespace RailHub.Gateway.Tests;

/// <summary>A browser as far as sign-in goes: it keeps the gateway's cookie, and sends it.</summary>
internal sealed class TestBrowser : IDisposable
{
    private readonly HttpClient _http;
    private readonly string? _address;

    /// <param name="gateway">The gateway.</param>
    /// <param name="address">The address that it seems to call from; null = loopback.</param>
    public TestBrowser(Uri gateway, string? address = null)
    {
        _http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = gateway };
        _address = address;
    }

    /// <summary>The cookie as it is sent, <c>name=value</c>; null = it has none.</summary>
    public string? Cookie { get; set; }

    /// <summary>What the gateway said of the last cookie that it gave.</summary>
    public string CookieAttributes { get; private set; } = "";

    public Task<Reply> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Reply> PostAsync(string path, string? json = null) => SendAsync(HttpMethod.Post, path, json);

    public Task<Reply> PutAsync(string path, string json) => SendAsync(HttpMethod.Put, path, json);

    public Task<Reply> PatchAsync(string path, string json) => SendAsync(HttpMethod.Patch, path, json);

    public Task<Reply> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    public async Task<Reply> SendAsync(HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (Cookie is not null)
        {
            request.Headers.TryAddWithoutValidation("Cookie", Cookie);
        }

        if (_address is not null)
        {
            request.Headers.TryAddWithoutValidation(TestGateway.CallerHeader, _address);
        }

        using var response = await _http.SendAsync(request);
        if (response.Headers.TryGetValues("Set-Cookie", out var cookies))
        {
            var parts = cookies.Single().Split(';', 2);
            (Cookie, CookieAttributes) = (parts[0].EndsWith('=') ? null : parts[0], parts[1]);
        }

        return await Reply.ReadAsync(response);
    }

    public void Dispose() => _http.Dispose();
}
