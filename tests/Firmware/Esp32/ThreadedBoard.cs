using System.Net;
using RailHub.Firmware.Esp32.Serving;
using RailHub.Firmware.Http;
using RailHub.Firmware.Network;
using RailHub.Firmware.Settings;
using RailHub.Firmware.Status;
using RailHub.Firmware.WebSockets;

namespace RailHub.Firmware.Tests.Esp32;

/// <summary>A board on the very threads and sockets of the ESP32 host, on loopback, with lamps of numbers and a clock that can be moved on.</summary>
internal sealed class ThreadedBoard : IHostClock, IHostLog, IHostPower, IDisposable
{
    private readonly long _start = TimeProvider.System.GetTimestamp();
    private readonly LightsLoop _lights;
    private long _leap;

    public ThreadedBoard(BoardProfile profile, Func<IHttpRouter, IHttpRouter>? wrap = null)
    {
        Hardware = new TestHardware { FreeHeap = 200_000 };
        Board = new Board(profile, Hardware, Store, new FirstStart(null, null), Now)
        {
            Network = new NetworkFacts(TestBoard.Mac32, "STA", "127.0.0.1", "MyWiFi", 0),
        };
        var document = new SeedStatusDocument();
        IHttpRouter router = new HttpRouter(Board, document, 81);
        Watchdog = new Watchdog(HostPart.Limits(), Now);
        Served = new ServedBoard(Board, wrap?.Invoke(router) ?? router, new StatusFeed(Board, document, StatusFeed.Period, Now), this, this, this);
        Loop = new NetworkLoop(Served, Watchdog, IPAddress.Loopback, 0, 0);
        _lights = new LightsLoop(Served, Watchdog, [null, Loop]);
        _lights.Start();
        Loop.Start();
    }

    public Board Board { get; }

    public TestHardware Hardware { get; }

    public TestStore Store { get; } = new();

    public Watchdog Watchdog { get; }

    public ServedBoard Served { get; }

    public NetworkLoop Loop { get; }

    public List<string> Lines { get; } = [];

    /// <summary>How often the board wanted to be restarted.</summary>
    public int Restarts { get; private set; }

    public long Now => (long)TimeProvider.System.GetElapsedTime(_start).TotalMilliseconds + Interlocked.Read(ref _leap);

    public void Restart() => Restarts++;

    /// <summary>Moves the board's clock on at once.</summary>
    public void Leap(long milliseconds) => Interlocked.Add(ref _leap, milliseconds);

    public void Write(string line)
    {
        lock (Lines)
            Lines.Add(line);
    }

    public void Dispose()
    {
        Assert.True(_lights.Stop(), "The lights loop did not end.");
        Assert.True(Loop.Stop(), "The network loop did not end.");
    }
}
