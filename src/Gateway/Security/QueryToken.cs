using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace RailHub.Gateway.Security;

/// <summary>
/// Takes a token out of a request's address before anybody sees it: the server's log of requests, its traces and whatever logs addresses
/// later. Programs without a way to send headers with a WebSocket give it so (<c>access_token</c>); for the hub it becomes the header that others send,
/// elsewhere it is none.
/// </summary>
internal sealed class QueryToken(IServiceProvider services) : IHttpContextFactory
{
    private const string Name = "access_token";

    private readonly DefaultHttpContextFactory _contexts = new(services);

    public HttpContext Create(IFeatureCollection featureCollection)
    {
        if (featureCollection.Get<IHttpRequestFeature>() is { QueryString.Length: > 0 } request)
        {
            TakeOut(request);
        }

        return _contexts.Create(featureCollection);
    }

    public void Dispose(HttpContext httpContext) => _contexts.Dispose(httpContext);

    private static void TakeOut(IHttpRequestFeature request)
    {
        string? token = null;
        var rest = new StringBuilder();
        foreach (var pair in new QueryStringEnumerable(request.QueryString))
        {
            // As it will be read: also by an encoded name, and in letters of either case.
            if (pair.DecodeName().Span.Equals(Name, StringComparison.OrdinalIgnoreCase))
            {
                token = pair.DecodeValue().ToString();
            }
            else
            {
                rest.Append(rest.Length == 0 ? '?' : '&').Append(pair.EncodedName).Append('=').Append(pair.EncodedValue);
            }
        }

        if (token is null)
        {
            return;
        }

        request.QueryString = rest.ToString();
        request.RawTarget = request.RawTarget.Split('?')[0] + request.QueryString;
        if (new PathString(request.Path).StartsWithSegments("/hub") && request.Headers.Authorization.Count == 0)
        {
            request.Headers.Authorization = $"Bearer {token}";
        }
    }
}
