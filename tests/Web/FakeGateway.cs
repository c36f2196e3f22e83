using System.Net;
using System.Text;
using System.Text.Json;
using RailHub.Contracts.Serialization;

namespace RailHub.Web.Tests;

/// <summary>The gateway's REST interface, as the test plays it.</summary>
internal sealed class FakeGateway : HttpMessageHandler
{
    private TaskCompletionSource? _hold;

    /// <summary>What every request gets.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage> Answer { get; set; } =
        _ => throw new HttpRequestException("Nothing listens.");

    /// <summary>What was asked: method, path and If-Match.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>The bodies of what was asked.</summary>
    public List<string> Bodies { get; } = [];

    /// <summary>Lets requests wait until <see cref="Release"/>.</summary>
    public void Hold() => _hold = new TaskCompletionSource();

    /// <summary>Lets the waiting requests go on.</summary>
    public void Release() => _hold?.SetResult();

    public static HttpResponseMessage Json(HttpStatusCode status, string json, string type = "application/json") =>
        new(status) { Content = new StringContent(json, Encoding.UTF8, type) };

    /// <summary>A contract, as the gateway writes it.</summary>
    public static HttpResponseMessage Json<T>(T value) => Json(HttpStatusCode.OK, JsonSerializer.Serialize(value, typeof(T), ContractsJson.Default));

    /// <summary>A refusal, as the gateway writes it.</summary>
    public static HttpResponseMessage Refuse(int status, string code) => Problem(status, $$"""{"code":"{{code}}","detail":"In English."}""");

    public static HttpResponseMessage Problem(int status, string json) => Json((HttpStatusCode)status, json, "application/problem+json");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Asked.Add($"{request.Method} {request.RequestUri!.AbsolutePath} {request.Headers.IfMatch}".TrimEnd());
        Bodies.Add(request.Content is null ? string.Empty : await request.Content.ReadAsStringAsync(cancellationToken));
        if (_hold is not null)
        {
            await _hold.Task;
        }

        return Answer(request);
    }
}
