using System.Net.Sockets;
using System.Text;

namespace RailHub.Protocol;

/// <summary>Turns what went wrong into a short text that is safe to log and to show.</summary>
internal static class BoardError
{
    private const int MaxLength = 120;

    /// <summary>The <c>error</c> member of a refusal's body, or the body itself where it is plain text; null when it is empty.</summary>
    public static string? FromBody(ReadOnlySpan<byte> body) => Clean(ErrorMember(body) ?? Encoding.UTF8.GetString(body));

    /// <summary>The name of the socket error behind a failure, or of the failure itself.</summary>
    public static string FromException(Exception failure)
    {
        for (var inner = failure; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case SocketException socket:
                    return socket.SocketErrorCode.ToString();
                case HttpIOException http:
                    return http.HttpRequestError.ToString();
            }
        }

        return failure is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } request
            ? request.HttpRequestError.ToString()
            : failure.GetType().Name;
    }

    private static string? ErrorMember(ReadOnlySpan<byte> body)
    {
        var texts = new TextScratch();
        var reader = new LenientJsonReader(body, texts);
        if (!reader.TryEnterObject())
        {
            return null;
        }

        string? error = null;
        while (reader.NextMember(out var name))
        {
            if (name.SequenceEqual("error"u8) && reader.ReadText() is { } text)
            {
                error = texts[text].ToString();
            }
            else
            {
                reader.Skip();
            }
        }

        return error;
    }

    private static string? Clean(string text)
    {
        var cleaned = string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim();
        if (cleaned.Length <= MaxLength)
        {
            return cleaned.Length == 0 ? null : cleaned;
        }

        return cleaned[..(char.IsHighSurrogate(cleaned[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
    }
}
