using System.Diagnostics;
using System.Text;
using RailHub.Firmware;
using RailHub.Firmware.Counting;
using RailHub.Firmware.Http;
using RailHub.Firmware.Settings;
using RailHub.Firmware.Status;
using RailHub.Firmware.Text;
using RailHub.Firmware.WebSockets;

// What a board spends, counted on the host: bytes are exact for .NET's object sizes, times are only good as ratios.
const string Opening = "GET / HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
const string Control = "POST /api/control HTTP/1.1\r\nContent-Length: 40\r\n\r\n{\"pin\":4,\"active\":true,\"brightness\": 75}";

foreach (var profile in (BoardProfile[])[BoardProfile.RailHub32, BoardProfile.RailHub32.WithGroups(), BoardProfile.RailHub8266])
{
    var board = new Board(profile, new Lamps(profile), new Flash(), new FirstStart(null, [.. Enumerable.Repeat("A name of 20 letters", profile.OutputCount)]), 0);
    var document = new SeedStatusDocument();
    var router = new HttpRouter(board, document, 81);
    var feed = new StatusFeed(board, document, StatusFeed.Period, 0);
    var output = new ByteBuffer(4096);
    document.Write(board, output, 0);
    var message = output.Length;

    var connections = new List<WebSocketConnection>();
    var perOpening = Allocated(() => connections.Add(feed.Accept(0)!));
    var perHandshake = Allocated(() => feed.Receive(connections[0], Encoding.ASCII.GetBytes(Opening), 0, Opening.Length, 0));
    feed.TakeOutput(connections[0], output, 0);
    connections[0].Sent();
    var now = 0L;
    var perTick = Steady(() => Tick(feed, connections[0], output, now += StatusFeed.Period));
    var http = new HttpConnection(0);
    var request = Encoding.ASCII.GetBytes(Control);
    var perConnection = Allocated(() => http = new HttpConnection(0));
    var perCommand = Steady(() =>
    {
        http.Receive(request, 0, request.Length, now);
        http.Answer(router, now);
        http.Output.Clear();
    });

    var tick = Time(() => Tick(feed, connections[0], output, now += StatusFeed.Period));
    var notFound = Time(() => NotFound(router));
    Console.WriteLine($"{profile.Family}{(profile.HasGroups ? " with groups" : "")}");
    Console.WriteLine($"  status message, all names of 20 bytes          {message,7} B");
    Console.WriteLine($"  one status client: its objects                 {perOpening,7} B, and {perHandshake} B once for its opening");
    Console.WriteLine($"  one HTTP connection: its objects               {perConnection,7} B");
    Console.WriteLine($"  500 ms tick with a status sent                 {perTick,7} B");
    Console.WriteLine($"  one command over HTTP                          {perCommand,7} B");
    Console.WriteLine($"  the page, most of it in a connection at a time {Page(router),7} B");
    Console.WriteLine($"  time of a tick / time of answering a 404       {tick / notFound,7:0.0}");
}

// Another build of RailHub.Firmware.OnNano.dll is counted when its path is given: so a change is seen before and after.
var other = args.FirstOrDefault();
Count(other, nameof(BoardProfile.RailHub32), false);
Count(other, nameof(BoardProfile.RailHub32), true);
Count(other, nameof(BoardProfile.RailHub8266), true);

static void Tick(StatusFeed feed, WebSocketConnection connection, ByteBuffer output, long now)
{
    feed.Tick(now);
    feed.TakeOutput(connection, output, now);
    connection.Sent();
}

static void NotFound(HttpRouter router)
{
    var connection = new HttpConnection(0);
    connection.Receive("GET /none HTTP/1.1\r\n\r\n"u8.ToArray(), 0, 22, 0);
    connection.Answer(router, 0);
}

static int Page(HttpRouter router)
{
    var connection = new HttpConnection(0);
    connection.Receive("GET / HTTP/1.1\r\n\r\n"u8.ToArray(), 0, 18, 0);
    connection.Answer(router, 0);
    while (connection.Sent())
    {
    }

    return connection.Output.Bytes.Length;
}

static void Count(string? other, string profile, bool withGroups)
{
    using var machine = other is null ? Machine.OfFirmware() : new Machine(other);
    var work = new Workload(machine, profile, withGroups);
    Console.WriteLine($"{profile}{(withGroups ? ", four groups" : "")}: counted for a board's interpreter");
    Console.WriteLine($"  {"",-28}{"estimate",12}{"instructions",14}{"calls",8}{"native",8}{"looks",8}{"copied",8}{"literals",10}{"objects",9}{"bytes",8}");
    // An older build sends the page in one.
    foreach (var (name, cost) in work.All().Take(other is null ? 12 : 11))
    {
        Console.WriteLine(
            $"  {name,-28}{cost.Estimate,12:N0}{cost.Instructions,14:N0}{cost.Calls,8}{cost.NativeCalls,8}{cost.StringLooks,8}{cost.CopiedBytes,8}{cost.Literals,10}{cost.Allocations,9}{cost.AllocatedBytes,8}");
    }
}

static long Allocated(Action action)
{
    var before = GC.GetAllocatedBytesForCurrentThread();
    action();
    return GC.GetAllocatedBytesForCurrentThread() - before;
}

static long Steady(Action action)
{
    for (var i = 0; i < 1000; i++)
        action();
    return Allocated(() =>
    {
        for (var i = 0; i < 1000; i++)
            action();
    }) / 1000;
}

static double Time(Action action)
{
    for (var i = 0; i < 20_000; i++)
        action();
    var start = Stopwatch.GetTimestamp();
    for (var i = 0; i < 20_000; i++)
        action();
    return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
}

internal sealed class Lamps(BoardProfile profile) : IBoardHardware
{
    private readonly byte[] _levels = new byte[profile.OutputCount];

    public uint FreeHeap => 100_000;

    public void SetLevel(int index, byte level) => _levels[index] = level;
}

internal sealed class Flash : ISettingsStore
{
    public byte[]? Load() => null;

    public bool Save(byte[] image) => true;
}
