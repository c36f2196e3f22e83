using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace RailHub.Protocol.Tests.Finding;

/// <summary>The querier against a socket on loopback, which plays the network.</summary>
public sealed class ServiceBrowserTests : IDisposable
{
    private static readonly IPAddress s_board = IPAddress.Parse("192.168.1.40");

    private readonly FakeTimeProvider _time = new();
    private readonly UdpClient _network = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly Channel<IPEndPoint> _found = Channel.CreateUnbounded<IPEndPoint>();

    public void Dispose() => _network.Dispose();

    [Fact]
    public async Task What_answers_is_told_of_at_once_and_the_search_ends_by_itself()
    {
        var browsing = BrowseAsync();
        var asked = await _network.ReceiveAsync().Soon();
        Assert.Equal(WebServices.Query((ushort)(asked.Buffer[0] << 8 | asked.Buffer[1])), asked.Buffer);

        await AnswerAsync(asked, MdnsMessage.OfBoard("Station", "station.local", s_board));

        Assert.Equal(new IPEndPoint(s_board, 80), await _found.Reader.ReadAsync().Soon());
        Assert.False(browsing.IsCompleted);
        _time.Advance(ServiceBrowser.Patience);
        await browsing.Soon();
    }

    [Fact]
    public async Task It_asks_twice()
    {
        var browsing = BrowseAsync();
        var first = await _network.ReceiveAsync().Soon();

        _time.Advance(ServiceBrowser.SecondTry);

        Assert.Equal(first.Buffer, (await _network.ReceiveAsync().Soon()).Buffer);
        _time.Advance(ServiceBrowser.Patience);
        await browsing.Soon();
    }

    [Fact]
    public async Task Spoilt_and_hostile_answers_hide_no_board()
    {
        var browsing = BrowseAsync();
        var asked = await _network.ReceiveAsync().Soon();
        foreach (var (_, message) in WebServicesTests.Spoilt().Select(row => row.Data).Where(row => row.Item2.Length <= WebServices.LongestMessage))
        {
            await _network.SendAsync(message, asked.RemoteEndPoint);
        }

        await _network.SendAsync(new byte[20_000], asked.RemoteEndPoint);
        await AnswerAsync(asked, MdnsMessage.OfBoard("Station", "station.local", s_board));

        Assert.Equal(new IPEndPoint(s_board, 80), await _found.Reader.ReadAsync().Soon());
        _time.Advance(ServiceBrowser.Patience);
        await browsing.Soon();
        Assert.Equal(0, _found.Reader.Count);
    }

    [Fact]
    public async Task A_flood_ends_the_search()
    {
        var browsing = BrowseAsync();
        var asked = await _network.ReceiveAsync().Soon();
        while (!browsing.IsCompleted)
        {
            await _network.SendAsync(new byte[1], asked.RemoteEndPoint);
        }

        await browsing;
    }

    [Fact]
    public async Task Whoever_gives_up_is_told_so()
    {
        using var giveUp = new CancellationTokenSource();
        var browsing = BrowseAsync(giveUp.Token);
        await _network.ReceiveAsync().Soon();

        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => browsing.Soon());
    }

    private Task BrowseAsync(CancellationToken cancellation = default) => new ServiceBrowser(_time, (IPEndPoint)_network.Client.LocalEndPoint!)
        .BrowseAsync(IPAddress.Loopback, service => _found.Writer.TryWrite(service), cancellation);

    private async Task AnswerAsync(UdpReceiveResult asked, MdnsMessage message) => await _network.SendAsync(message.Bytes, asked.RemoteEndPoint);
}
