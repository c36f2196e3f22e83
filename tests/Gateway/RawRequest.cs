using System.Net.Sockets;
using System.Text;
using RailHub.TestKit;

namespace RailHub.Gateway.Tests;

/// <summary>Requests that no client library would send.</summary>
internal static class RawRequest
{
    /// <summary>Sends a request without a body; gives the first line of the answer.</summary>
    public static async Task<string?> SendAsync(Uri address, string requestLine, params string[] headers)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"{requestLine}\r\n{string.Join("\r\n", headers)}\r\n\r\n"));
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        var reading = reader.ReadLineAsync();
        await reading.Await("the first line of the answer");
        return await reading;
    }
}
