using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using RailHub.Contracts.Serialization;

namespace RailHub.Gateway.Tests;

/// <summary>The REST API as a program calls it.</summary>
internal sealed class Api : IDisposable
{
    private readonly HttpClient _http;

    /// <param name="address">The gateway.</param>
    /// <param name="token">The program's token; null = it has none.</param>
    public Api(Uri address, string? token = null)
    {
        _http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = address };
        if (token is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    public Task<Reply> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, headers: headers);

    public Task<Reply> PostAsync(string path, string? json = null) => SendAsync(HttpMethod.Post, path, json);

    public Task<Reply> PutAsync(string path, string json, string? ifMatch = null) => SendAsync(HttpMethod.Put, path, json, ifMatch);

    public Task<Reply> PatchAsync(string path, string json, string? ifMatch = null) => SendAsync(HttpMethod.Patch, path, json, ifMatch);

    public Task<Reply> DeleteAsync(string path, string? ifMatch = null) => SendAsync(HttpMethod.Delete, path, null, ifMatch);

    public async Task<Reply> SendAsync(
        HttpMethod method,
        string path,
        string? body = null,
        string? ifMatch = null,
        string contentType = "application/json",
        params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, contentType);
        }

        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _http.SendAsync(request);
        return await Reply.ReadAsync(response);
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>What the API answered.</summary>
internal sealed record Reply(int Status, MediaTypeHeaderValue? ContentType, string? ETag, string? Location, string Text, TimeSpan? RetryAfter = null)
{
    /// <summary>Reads an answer to its end.</summary>
    public static async Task<Reply> ReadAsync(HttpResponseMessage response) => new(
        (int)response.StatusCode,
        response.Content.Headers.ContentType,
        response.Headers.ETag?.Tag,
        response.Headers.Location?.OriginalString,
        await response.Content.ReadAsStringAsync(),
        response.Headers.RetryAfter?.Delta);

    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    /// <summary>The body of an answer that had to succeed.</summary>
    public T Expect<T>(int status)
        where T : class
    {
        Assert.True(Status == status, $"{status} was expected: {Status} {Text}");
        return (T)JsonSerializer.Deserialize(Text, typeof(T), ContractsJson.Default)!;
    }

    public void ExpectNoContent() => Assert.True(Status == 204 && Text.Length == 0, $"204 was expected: {Status} {Text}");

    /// <summary>Expects problem details with these members, and gives them.</summary>
    public JsonElement ExpectProblem(int status, string code, string? field = null)
    {
        Assert.True(Status == status, $"{status} was expected: {Status} {Text}");
        Assert.Equal("application/problem+json", ContentType?.MediaType);
        Assert.Equal(status, Json.GetProperty("status").GetInt32());
        Assert.Equal(code, Json.GetProperty("code").GetString());
        Assert.Equal(field, Json.TryGetProperty("field", out var named) ? named.GetString() : null);
        Assert.NotEmpty(Json.GetProperty("detail").GetString()!);
        return Json;
    }
}
