using System.Net;
using System.Net.Sockets;
using RailHub.Firmware.Esp32.Serving;

namespace RailHub.Firmware.Tests.Esp32;

/// <summary>The access point's name server on a real socket; multicast is for the bench, its messages are tests of Core.</summary>
public sealed class NameServicesTests
{
    private static readonly byte[] Query = [0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 7, .. "example"u8, 3, .. "com"u8, 0, 0, 1, 0, 1];

    [Fact]
    public void On_the_access_point_every_name_is_the_board_until_it_leaves()
    {
        using var board = new ThreadedBoard(BoardProfile.RailHub32);
        var names = new NameServices(board.Served, board.Watchdog, IPAddress.Loopback, 0);
        names.Start();
        names.MoveTo([192, 168, 4, 1], isAccessPoint: true);
        Assert.True(SpinWait.SpinUntil(() => names.OpenPort != 0, 20_000));

        using var asker = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 20_000 };
        asker.Connect(IPAddress.Loopback, names.OpenPort);
        asker.Send([1, 2, 3]);
        asker.Send(Query);
        var answer = new byte[512];
        var count = asker.Receive(answer);

        Assert.Equal([0x12, 0x34], answer[..2]);
        Assert.Equal([192, 168, 4, 1], answer[(count - 4)..count]);

        names.MoveTo(null, isAccessPoint: true);
        Assert.True(SpinWait.SpinUntil(() => names.OpenPort == 0, 20_000));
        Assert.True(names.Stop());
        Assert.Empty(board.Lines);
    }
}
