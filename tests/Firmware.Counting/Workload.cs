using System.Text;

namespace RailHub.Firmware.Counting;

/// <summary>
/// A board of the firmware in the machine, its names as long as names can be that need no escapes, and the work that a host gives it. Each
/// is one hold of the host's gate, unless it says otherwise.
/// </summary>
public sealed class Workload
{
    private const string Firmware = "RailHub.Firmware.";
    private const string Opening =
        "GET / HTTP/1.1\r\nHost: board:81\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    private readonly Machine _machine;
    private readonly object _board;
    private readonly object _router;
    private readonly object _feed;
    private readonly object _document;
    private readonly object _buffer;
    private readonly int _pin;
    private long _now = 10_000;
    private int _brightness;

    /// <param name="machine">Has the firmware.</param>
    /// <param name="profile">Name of a static field of the board's profile.</param>
    /// <param name="withGroups">Whether the board gets four running groups.</param>
    public Workload(Machine machine, string profile, bool withGroups)
    {
        _machine = machine;
        var board = machine.Static(Firmware + "BoardProfile", profile)!;
        if (withGroups)
            board = machine.Call(board, "WithGroups")!;
        var bench = machine.New(Firmware + "SelfTest.Bench", board);
        _board = machine.Call(bench, "get_Board")!;
        _router = machine.Call(bench, "get_Router")!;
        _feed = machine.Call(bench, "get_Feed")!;
        _document = machine.New(Firmware + "Status.SeedStatusDocument");
        _buffer = machine.New(Firmware + "Text.ByteBuffer", 4096);
        _pin = (int)machine.Call(board, "PinAt", 0)!;
        var count = (int)machine.Call(board, "get_OutputCount")!;
        for (var i = 0; i < count; i++)
            machine.Call(_board, "Rename", machine.Call(board, "PinAt", i), Encoding.UTF8.GetBytes("A name of 20 letters"), _now);
        for (var id = 1; withGroups && id <= 4; id++)
            machine.Call(_board, "CreateGroup", id, 500, Enumerable.Range(0, count).Where(index => index % 4 == id - 1).Take(4).ToArray(), null, _now);
        Pass(10_000);
        Status();
    }

    /// <summary>Everything, with its name, in turn.</summary>
    public IEnumerable<(string Name, Cost Cost)> All()
    {
        yield return ("status", Status());
        yield return ("idle turn of the lights", IdleTurn());
        yield return ("turn with a status", PeriodicTurn());
        yield return ("command", Command());
        yield return ("command that is saved", CommandWithSave());
        yield return ("turn after a command", TurnAfterCommand());
        yield return ("save", Save());
        yield return ("client's opening", Join());
        yield return ("path of 900 letters", LongPath());
        yield return ("page, its answer", Page());
        yield return ("reading a command, no gate", ReadCommand());
        yield return ("page, whole, no gate", WholePage());
    }

    /// <summary>A status in which nothing but time has changed.</summary>
    public Cost Status() => _machine.CostOf(() =>
    {
        _machine.Call(_buffer, "Clear");
        _machine.Call(_document, "Write", _board, _buffer, _now);
    });

    /// <summary>An idle turn of the lights.</summary>
    public Cost IdleTurn() => _machine.CostOf(() =>
    {
        _machine.Call(_feed, "Tick", _now);
        _machine.Call(_feed, "NextDue");
    });

    /// <summary>The turn of the lights that sends the periodic status to a client.</summary>
    public Cost PeriodicTurn()
    {
        Join();
        Tick();
        _now += 600;
        return _machine.CostOf(Tick);
    }

    /// <summary>A client's opening: reading it, the checksum, the answer and the status for all.</summary>
    public Cost Join()
    {
        var connection = _machine.Call(_feed, "Accept", _now)!;
        var bytes = Encoding.UTF8.GetBytes(Opening);
        return _machine.CostOf(() => _machine.Call(_feed, "Receive", connection, bytes, 0, bytes.Length, _now));
    }

    /// <summary>Reading a command from its bytes, with no hold of the gate since that was mended.</summary>
    public Cost ReadCommand() => Ask(Control()).Read;

    /// <summary>A command that is written to flash before its answer, without the flash's own time.</summary>
    public Cost CommandWithSave()
    {
        // What still gathers is written first, and its window has to end.
        Pass(10_000);
        Pass(10_000);
        return Ask(Control()).Answer;
    }

    /// <summary>A command within two seconds of another.</summary>
    public Cost Command()
    {
        Ask(Control());
        return Ask(Control()).Answer;
    }

    /// <summary>The turn in which a command is told.</summary>
    public Cost TurnAfterCommand()
    {
        Join();
        Tick();
        Pass(600);
        Tick();
        Pass(110);
        Ask(Control());
        return _machine.CostOf(Tick);
    }

    /// <summary>A write of the settings, without the flash's own time.</summary>
    public Cost Save()
    {
        Ask(Control());
        _brightness++;
        _machine.Call(_board, "Control", _pin, 1, _brightness, _now);
        return _machine.CostOf(() => _machine.Call(_board, "SaveNow", _now));
    }

    /// <summary>The answer to a path of nine hundred letters.</summary>
    public Cost LongPath() => Ask($"GET /{new string('x', 900)} HTTP/1.1\r\n\r\n").Answer;

    /// <summary>The answer to <c>GET /</c>.</summary>
    public Cost Page() => Ask("GET / HTTP/1.1\r\n\r\n").Answer;

    /// <summary>A visit of the page from its first byte to its last, all pieces; none of it under the gate but <see cref="Page"/>.</summary>
    public Cost WholePage()
    {
        return _machine.CostOf(() =>
        {
            var (connection, _, _) = Ask("GET / HTTP/1.1\r\n\r\n");
            while ((int)_machine.Call(connection, "Sent")! != 0)
            {
            }
        });
    }

    /// <summary>
    /// Most bytes that Core holds at a time while five viewers hear the status and four visitors load the page at once, a piece each in turn.
    /// </summary>
    public long Crowd()
    {
        for (var viewer = 0; viewer < 5; viewer++)
            Join();
        var visits = Enumerable.Range(0, 4).Select(_ => Ask("GET / HTTP/1.1\r\n\r\n").Connection).ToList();
        var most = 0L;
        while (visits.Count > 0)
        {
            most = Math.Max(most, _machine.LiveBytes([_board, _router, _feed, _document, .. visits]));
            visits.RemoveAll(visit => (int)_machine.Call(visit, "Sent")! == 0);
        }

        return most;
    }

    private string Control()
    {
        _brightness = (_brightness + 1) % 100;
        var body = $$"""{"pin":{{_pin}},"active":true,"brightness":{{_brightness}}}""";
        return $"POST /api/control HTTP/1.1\r\nHost: 192.168.1.50\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}";
    }

    private (object Connection, Cost Read, Cost Answer) Ask(string request)
    {
        var connection = _machine.New(Firmware + "Http.HttpConnection", _now);
        var bytes = Encoding.UTF8.GetBytes(request);
        var read = _machine.CostOf(() => _machine.Call(connection, "Receive", bytes, 0, bytes.Length, _now));
        return (connection, read, _machine.CostOf(() => _machine.Call(connection, "Answer", _router, _now)));
    }

    private void Tick() => _machine.Call(_feed, "Tick", _now);

    private void Pass(long milliseconds)
    {
        _now += milliseconds;
        Tick();
    }
}
