using Microsoft.Net.Http.Headers;
using RailHub.Contracts;

namespace RailHub.Gateway.Problems;

/// <summary>Refuses bodies in another encoding than UTF-8 before anybody reads them: JSON that programs exchange is UTF-8 (RFC 8259 8.1).</summary>
internal static class JsonCharset
{
    public static Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        // A media type that cannot be read is nobody's JSON: whoever takes the body refuses it.
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type))
        {
            return next(context);
        }

        foreach (var parameter in type.Parameters.Where(IsCharset).ToArray())
        {
            var charset = parameter.GetUnescapedValue();
            if (!charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            {
                return Problem.Of(
                    StatusCodes.Status415UnsupportedMediaType,
                    RefusalCodes.Malformed,
                    $"Bodies are read as UTF-8 here, not as \"{charset}\". Send it so, and leave the charset out.").ExecuteAsync(context);
            }

            // What reads the body does not know the ways to write "utf-8".
            type.Parameters.Remove(parameter);
            context.Request.ContentType = type.ToString();
        }

        return next(context);
    }

    private static bool IsCharset(NameValueHeaderValue parameter) => parameter.Name.Equals("charset", StringComparison.OrdinalIgnoreCase);
}
