using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RailHub.Protocol.Tests.Commands;

namespace RailHub.Protocol.Tests.Link;

/// <summary>A link to a board whose two ports a test plays.</summary>
internal sealed class LinkUnderTest : IAsyncDisposable
{
    private readonly HttpClient _http = BoardClient.CreateHttpClient();

    public LinkUnderTest(
        MacAddress? expectedMac = null,
        string host = "127.0.0.1",
        Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
    {
        var address = new BoardAddress(host, Http.Port, Sockets.Port);
        Client = new BoardClient(address, _http, Time);
        Link = new ControllerLink(address, Sink, Client, Time, NullLogger.Instance, expectedMac, new NoJitter(), resolve);
    }

    public FakeTimeProvider Time { get; } = new();

    public RecordingSink Sink { get; } = new();

    public FakeSocketBoard Sockets { get; } = new();

    public FakeHttpBoard Http { get; } = new() { Answer = FakeHttpBoard.Response("404 Not Found", "") };

    public BoardClient Client { get; }

    public ControllerLink Link { get; }

    /// <summary>Starts the link and sends one status, which makes it live.</summary>
    public async Task<FakeSocket> LiveAsync(string document)
    {
        Link.Start();
        return await LiveAgainAsync(document);
    }

    /// <summary>The next connection, with one status sent.</summary>
    public async Task<FakeSocket> LiveAgainAsync(string document)
    {
        var socket = await Sockets.AcceptAsync();
        await socket.SendAsync(document);
        while (await Sink.NextAsync<object>() is not RecordingSink.LinkNews { State: LinkState.Live })
        {
            // The status that makes it live, and one over HTTP.
        }

        return socket;
    }

    public async ValueTask DisposeAsync()
    {
        await Link.DisposeAsync().Soon();
        Client.Dispose();
        _http.Dispose();
        Sockets.Dispose();
        await Http.DisposeAsync();
    }

    private sealed class NoJitter : Random
    {
        public override double NextDouble() => 0.5;
    }
}
