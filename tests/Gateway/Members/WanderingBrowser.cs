using System.Text;
using Microsoft.Net.Http.Headers;

namespace RailHub.Gateway.Tests.Members;

/// <summary>A browser that goes from site to site and keeps all cookies of the gateway's: by its name and not by its port, as browsers do.</summary>
/// <param name="address">Where it seems to call from.</param>
internal sealed class WanderingBrowser(string address) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });

    /// <summary>All cookies, by their names.</summary>
    public Dictionary<string, string> Cookies { get; } = [];

    /// <summary>What the gateway said of each cookie that it gave.</summary>
    public List<SetCookieHeaderValue> Given { get; } = [];

    public Task<Reply> GetAsync(Uri address, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, address, null, headers);

    public Task<Reply> PostAsync(Uri address, string? json = null) => SendAsync(HttpMethod.Post, address, json);

    public Task<Reply> DeleteAsync(Uri address) => SendAsync(HttpMethod.Delete, address, null);

    public async Task<Reply> SendAsync(HttpMethod method, Uri to, string? json, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, to);
        request.Headers.TryAddWithoutValidation(TestGateway.CallerHeader, address);
        request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _http.SendAsync(request);
        foreach (var cookie in SetCookieHeaderValue.ParseList([.. response.Headers.TryGetValues("Set-Cookie", out var given) ? given : []]))
        {
            Given.Add(cookie);
            if (cookie.Value.Length == 0)
            {
                Cookies.Remove(cookie.Name.ToString());
            }
            else
            {
                Cookies[cookie.Name.ToString()] = cookie.Value.ToString();
            }
        }

        return await Reply.ReadAsync(response);
    }

    public void Dispose() => _http.Dispose();
}
