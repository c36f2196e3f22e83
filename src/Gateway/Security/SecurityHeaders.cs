using System.Net;
using Microsoft.Extensions.Primitives;
using RailHub.Hosting;
using Scalar.AspNetCore;

namespace RailHub.Gateway.Security;

/// <summary>
/// What browsers are told about every answer: what a page may load and run, who may show it in a frame, and what is not to be kept (ADR 27).
/// </summary>
internal sealed class SecurityHeaders
{
    // The dashboard: Blazor compiles WebAssembly, and sets lengths and levels as style attributes. Its WebSocket is of 'self' in every browser
    // that runs the dashboard at all (Safari since 15.4).
    private const string Pages =
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; "
        + "connect-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self'; " + Common;

    // The pages of others: the description of the API, with one script in itself, which each answer names anew, and the cluster's dashboard. They
    // make styles while they run.
    private const string Tools =
        "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; font-src 'self' data:; " + Common;

    // What is no page runs nothing, whatever a file in it pretends to be.
    private const string Data = "default-src 'none'; " + Common;

    private const string Common = "base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    // A month: who goes back to plain http is not shut out for longer.
    private const string OnlyHttps = "max-age=2592000";

    private static readonly (string Path, StringValues Policy)[] s_policies =
    [
        ("/api", Data),
        ("/hub", Data),
        ("/openapi", Data),
        ("/health", Data),
        ("/metrics", Data),
        ("/cluster", $"script-src 'self'; {Tools}"),
    ];

    private static readonly StringValues s_pages = Pages;
    private static readonly StringValues s_features =
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

    private readonly bool _promisesHttps;

    /// <param name="tls">The gateway's own certificate; null for none.</param>
    // A browser that was made to trust a self-signed one would not let its owner through to the next one.
    public SecurityHeaders(ServerTls? tls = null) => _promisesHttps = tls is not { Certificate.IsSelfSigned: true };

    /// <summary>Adds them to each answer, also to that of a failure.</summary>
    public Task AddAsync(HttpContext http, RequestDelegate next)
    {
        http.Response.OnStarting(static state => ((SecurityHeaders, HttpContext))state is var (headers, http) ? headers.AddTo(http) : Task.CompletedTask, (this, http));
        return next(http);
    }

    private Task AddTo(HttpContext http)
    {
        var (request, headers) = (http.Request, http.Response.Headers);
        if (http.Items[ScalarOptions.NonceHttpContextItemKey] is string nonce)
        {
            headers.ContentSecurityPolicy = $"script-src 'self' 'nonce-{nonce}'; {Tools}";
        }
        else if (headers.ContentSecurityPolicy.Count == 0)
        {
            // What a picture of a member's may do, its own endpoint knows better.
            headers.ContentSecurityPolicy = PolicyOf(request.Path);
        }

        headers.XContentTypeOptions = "nosniff";

        // Not stricter: a page without a referrer has no origin in its forms' requests, and would be one of another site.
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = s_features;
        if (request.IsHttps && _promisesHttps && !HostNames.IsLoopback(request.Host.Host) && !IPAddress.TryParse(request.Host.Host, out _))
        {
            headers.StrictTransportSecurity = OnlyHttps;
        }

        // Answers are one caller's: none is kept, but for those that the gateway is asked about each time.
        if (headers.CacheControl.Count == 0 && request.Path.StartsWithSegments("/api"))
        {
            headers.CacheControl = headers.ETag.Count > 0 ? "private, no-cache" : "no-store";
        }

        return Task.CompletedTask;
    }

    private static StringValues PolicyOf(PathString path)
    {
        foreach (var (start, policy) in s_policies)
        {
            if (path.StartsWithSegments(start))
            {
                return policy;
            }
        }

        return s_pages;
    }
}
