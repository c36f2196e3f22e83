namespace RailHub.Gateway.Problems;

/// <summary>Bodies that are taken as they are.</summary>
internal static class RequestBody
{
    /// <summary>
    /// Reads a body, and of one that is too long a little more than it may have: enough to say so, without reading all of it.
    /// </summary>
    public static async Task<byte[]> ReadAsync(HttpRequest request, int most, CancellationToken cancellation)
    {
        var content = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while (content.Length <= most && (read = await request.Body.ReadAsync(buffer, cancellation)) > 0)
        {
            content.Write(buffer, 0, read);
        }

        return content.ToArray();
    }
}
