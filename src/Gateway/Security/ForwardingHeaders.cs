namespace RailHub.Gateway.Security;

/// <summary>
/// Which headers only something between caller and gateway writes. There is no list of all of them, but they are named alike: after what was
/// forwarded, after the caller's address, or after the proxy. Neither browsers nor programs write such names of their own accord.
/// </summary>
internal static class ForwardingHeaders
{
    private static readonly HashSet<string> s_words = new(StringComparer.OrdinalIgnoreCase)
    {
        // What was before: Forwarded, X-Forwarded-*, X-Original-URL, X-Real-IP, X-Rewrite-URL, X-Url-Scheme, Front-End-Https.
        "forwarded", "forward", "original", "originally", "originating", "real", "rewrite", "scheme", "front",

        // Whose call it is: X-Client-IP, CF-Connecting-IP, X-Remote-Addr, X-Envoy-External-Address.
        "ip", "clientip", "socketip", "addr", "address", "connecting", "remote",

        // Who handed it on: Via, X-Proxy-User, CDN-Loop, and the houses' own.
        "via", "proxy", "proxied", "proxyuser", "cdn", "cf", "cloudfront", "amzn", "amz", "arr", "azure", "akamai", "envoy", "fastly", "fly", "traefik",
        "varnish",
    };

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> s_wordsAsSpans = s_words.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a request came through a proxy by its own words. An empty value counts as well.</summary>
    public static bool AreIn(IHeaderDictionary headers) => Find(headers) is not null;

    /// <summary>The name of a header that says so; null when there is none.</summary>
    public static string? Find(IHeaderDictionary headers)
    {
        foreach (var (name, _) in headers)
        {
            if (IsOne(name))
            {
                return name;
            }
        }

        return null;
    }

    // Of each header of each request: nothing is made of its name.
    private static bool IsOne(ReadOnlySpan<char> name)
    {
        foreach (var word in name.SplitAny('-', '_'))
        {
            if (s_wordsAsSpans.Contains(name[word]))
            {
                return true;
            }
        }

        return false;
    }
}
