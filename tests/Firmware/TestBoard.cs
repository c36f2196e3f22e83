using System.Text;
using System.Text.Json.Nodes;
using RailHub.Firmware.Http;
using RailHub.Firmware.Settings;
using RailHub.Firmware.Status;
using RailHub.Firmware.Text;
using RailHub.Firmware.WebSockets;

namespace RailHub.Firmware.Tests;

/// <summary>The whole of Core around one board, by model time and without a socket.</summary>
internal sealed class TestBoard
{
    public const string Mac32 = "9C:9C:1F:18:9E:BC";
    public const string Mac8266 = "5C:CF:7F:12:34:56";

    public TestBoard(BoardProfile profile, TestStore? store = null, FirstStart? firstStart = null)
    {
        Store = store ?? new TestStore();
        Hardware = new TestHardware { FreeHeap = profile.HasGroups ? 28672u : 248576u };
        Board = new Board(profile, Hardware, Store, firstStart ?? new FirstStart(null, null), Now)
        {
            Network = profile.HasGroups
                ? new NetworkFacts(Mac8266, "STA", "192.168.1.101", "MyWiFi", 0)
                : new NetworkFacts(Mac32, "STA", "192.168.1.100", "MyWiFi", 0),
        };
        Router = new HttpRouter(Board, Document, 81);
        Feed = new StatusFeed(Board, Document, StatusFeed.Period, Now);
    }

    public TestStore Store { get; }

    public TestHardware Hardware { get; }

    public Board Board { get; }

    public SeedStatusDocument Document { get; } = new();

    public HttpRouter Router { get; }

    public StatusFeed Feed { get; }

    public long Now { get; private set; }

    public static TestBoard RailHub32(TestStore? store = null) => new(BoardProfile.RailHub32, store);

    public static TestBoard RailHub8266(TestStore? store = null) => new(BoardProfile.RailHub8266, store);

    /// <summary>What the board is after its power was cut, when nothing gathers any more, and came back.</summary>
    public TestBoard Restarted()
    {
        Advance(SettingsSaver.Window);
        return new TestBoard(Board.Profile, Store);
    }

    public Answer Get(string path) => Ask($"GET {path} HTTP/1.1\r\nHost: board\r\n\r\n");

    public Answer Post(string path, string body) =>
        Ask($"POST {path} HTTP/1.1\r\nHost: board\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    public Answer Ask(string request)
    {
        var connection = new HttpConnection(Now);
        var bytes = Encoding.UTF8.GetBytes(request);
        Assert.Equal(bytes.Length, connection.Receive(bytes, 0, bytes.Length, Now));
        if (connection.HasRequest)
            connection.Answer(Router, Now);
        Feed.Tick(Now);
        return Answer.Of(connection);
    }

    /// <summary>A status client that has done its opening; what it was sent so far is read.</summary>
    public TestListener Join()
    {
        var listener = Connect();
        listener.Send(TestListener.Opening);
        listener.ReadRaw();
        return listener;
    }

    /// <summary>A status client that has not said anything.</summary>
    public TestListener Connect() => new(this, Feed.Accept(Now)!);

    /// <summary>Lets time pass; the board is woken whenever it asks for it.</summary>
    public void Advance(long milliseconds)
    {
        var end = Now + milliseconds;
        while (Feed.NextDue() <= end)
        {
            Now = Math.Max(Now, Feed.NextDue());
            Feed.Tick(Now);
        }

        Now = end;
        Feed.Tick(Now);
    }

    public string Status()
    {
        var buffer = new ByteBuffer(16);
        Document.Write(Board, buffer, Now);
        return Encoding.UTF8.GetString(buffer.Bytes, 0, buffer.Length);
    }

    /// <summary>The JSON text of the output on a pin.</summary>
    public string Output(int pin) =>
        JsonNode.Parse(Status())!["outputs"]!.AsArray().Single(output => (int)output!["pin"]! == pin)!.ToJsonString(Relaxed);

    /// <summary>The JSON text of the groups.</summary>
    public string Groups() => JsonNode.Parse(Status())!["chasingGroups"]!.ToJsonString(Relaxed);

    /// <summary>Level of the lamp on a pin.</summary>
    public int Level(int pin) => Hardware.Levels[Board.Profile.IndexOf(pin)];

    /// <summary>Pins of the lamps that shine, in the order of the outputs.</summary>
    public int[] LitPins() =>
        [.. Enumerable.Range(0, Board.Outputs.Count).Where(i => Hardware.Levels[i] > 0).Select(i => Board.Outputs[i].Pin)];

    private static readonly System.Text.Json.JsonSerializerOptions Relaxed = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
