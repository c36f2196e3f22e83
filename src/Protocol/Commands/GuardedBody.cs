using System.Net;
using System.Net.Http.Headers;

namespace RailHub.Protocol;

/// <summary>
/// The body of a command that may be taken back until its first byte is written. It is asked for by the handler once the connection
/// stands, with the headers still in the handler's buffer: they leave together with the body (protocol 2.1).
/// </summary>
internal sealed class GuardedBody : HttpContent
{
    private static readonly MediaTypeHeaderValue s_json = new("application/json");

    private readonly byte[] _json;
    private readonly Func<bool>? _mayWrite;

    public GuardedBody(byte[] json, Func<bool>? mayWrite)
    {
        _json = json;
        _mayWrite = mayWrite;
        Headers.ContentType = s_json;
    }

    /// <summary>The command was taken back, and nothing of it was written.</summary>
    public bool IsWithheld { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (_mayWrite?.Invoke() == false)
        {
            IsWithheld = true;
            // The only way to stop the handler; the client makes an answer of it.
            throw new IOException("The command was taken back.");
        }

        return stream.WriteAsync(_json, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _json.Length;
        return true;
    }
}
