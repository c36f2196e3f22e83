using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace RailHub.Gateway.Problems;

/// <summary>The versions that an edit may build on, from <c>If-Match</c> (RFC 9110 13.1.1).</summary>
/// <param name="Versions">Null takes whatever is there: the header is absent, or <c>*</c>. A tag that no version has is left out.</param>
internal readonly record struct IfMatch(IfVersion? Versions)
{
    public static ValueTask<IfMatch> BindAsync(HttpContext context) => TryParse(context.Request.Headers.IfMatch, out var result)
        ? ValueTask.FromResult(result)
        : throw new BadHttpRequestException("If-Match is *, or a list of the ETags that were given with what is edited, with their quotes.");

    /// <summary>Reads all lines of the header; <see langword="false"/> when they are no list of entity tags.</summary>
    public static bool TryParse(StringValues lines, [MaybeNullWhen(false)] out IfMatch result)
    {
        result = default;
        var text = string.Join(',', lines.AsEnumerable()).AsSpan().Trim(" \t");
        if (lines.Count == 0 || text is "*")
        {
            return true;
        }

        var versions = new List<long>();
        while (true)
        {
            // Empty elements are passed over (RFC 9110 5.6.1.2).
            text = text.TrimStart(" \t,");
            if (text.IsEmpty)
            {
                result = new IfMatch(new IfVersion(versions));
                return true;
            }

            var isWeak = text.StartsWith("W/", StringComparison.Ordinal);
            text = isWeak ? text[2..] : text;
            if (text is not ['"', ..] || text[1..].IndexOf('"') is not (>= 0 and var length) || !IsOpaque(text.Slice(1, length)))
            {
                return false;
            }

            // A weak tag is never the same as a strong one, whatever it says (RFC 9110 8.8.3.2).
            if (!isWeak && TryReadVersion(text.Slice(1, length), out var version))
            {
                versions.Add(version);
            }

            text = text[(length + 2)..].TrimStart(" \t");
            if (text is not ("" or [',', ..]))
            {
                return false;
            }
        }
    }

    // etagc of RFC 9110 8.8.3.
    private static bool IsOpaque(ReadOnlySpan<char> tag) =>
        !tag.ContainsAnyExceptInRange('\u0021', '\u00FF') && !tag.Contains('\u007F');

    // The tag is compared letter by letter: "01" is not the tag of version 1.
    private static bool TryReadVersion(ReadOnlySpan<char> tag, out long version) =>
        long.TryParse(tag, NumberStyles.None, CultureInfo.InvariantCulture, out version) && (tag[0] != '0' || tag.Length == 1);
}
