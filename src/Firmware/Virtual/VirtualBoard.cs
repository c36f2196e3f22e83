using System.Net.Sockets;
using System.Text.RegularExpressions;
using RailHub.Firmware.Settings;
using RailHub.Firmware.Virtual.Dialects;

namespace RailHub.Firmware.Virtual;

/// <summary>
/// A controller that behaves as a real one does: the firmware's Core with sockets, a clock and a settings
/// file. Its power can be cut and its tongue tied, for whoever wants to see how a client takes it.
/// </summary>
public sealed partial class VirtualBoard : IAsyncDisposable
{
    private readonly VirtualBoardOptions _options;
    private readonly ISettingsStore _store;
    private readonly SimulatedLatency _latency;
    private readonly BoardPort _httpPort;
    private readonly BoardPort _webSocketPort;
    private readonly SemaphoreSlim _power = new(1, 1);
    private VirtualHardware _hardware;
    private RunningBoard? _running;

    private VirtualBoard(VirtualBoardOptions options)
    {
        _options = options;
        (_httpPort, _webSocketPort) = BoardPort.Bind(options.Listen, options.HttpPort, options.WebSocketPort);
        _store = options.SettingsFile is { } file ? new SafeStore(new FileMedium(file, options.Logger)) : new MemorySettingsStore();
        _latency = new SimulatedLatency(options.CommandLatency, options.CommandJitter, options.Seed, options.TimeProvider);
        _hardware = new VirtualHardware(options.Profile);
    }

    public BoardProfile Profile => _options.Profile;

    /// <summary>Identity of the board.</summary>
    public string Mac => _options.Mac;

    /// <summary>Port of the HTTP calls. It stays the same while the power is off.</summary>
    public int HttpPort => _httpPort.Number;

    /// <summary>Port of the status feed. It stays the same while the power is off.</summary>
    public int WebSocketPort => _webSocketPort.Number;

    public bool IsOn => _running is not null;

    /// <summary>The live state. Values may be read at any time; commands go through <see cref="ControlAsync"/>.</summary>
    /// <exception cref="InvalidOperationException">The power is off.</exception>
    public Board Board => Running.Board;

    private RunningBoard Running => _running ?? throw new InvalidOperationException($"Board {Mac} has no power.");

    /// <summary>Starts a board.</summary>
    /// <exception cref="ArgumentException">The MAC address is not one, or the family does not speak the dialect.</exception>
    /// <exception cref="SocketException">A port is taken.</exception>
    public static async Task<VirtualBoard> StartAsync(VirtualBoardOptions options, CancellationToken cancellationToken = default)
    {
        if (!MacAddress().IsMatch(options.Mac))
            throw new ArgumentException($"'{options.Mac}' is not a MAC address of six upper-case pairs with colons.", nameof(options));
        Dialect.Check(options.Dialect, options.Profile);

        var board = new VirtualBoard(options);
        try
        {
            await board.PowerOnAsync(cancellationToken);
            return board;
        }
        catch
        {
            await board.DisposeAsync();
            throw;
        }
    }

    /// <summary>The light of an output as it is now: 0 dark to 255 full.</summary>
    public int LevelOf(int pin) => _hardware[Profile.IndexOf(pin)];

    /// <summary>
    /// Switches an output as the board's own web page would: after the simulated latency, on the path of
    /// <c>POST /api/control</c>. When it completes, the change is saved and on its way to every client.
    /// </summary>
    /// <returns>False when the board has no such pin.</returns>
    public async ValueTask<bool> ControlAsync(int pin, bool active, int brightness, CancellationToken cancellationToken = default)
    {
        var running = Running;
        await _latency.WaitAsync(cancellationToken);
        CommandResult result;
        lock (running.Gate)
            result = running.Board.Control(pin, active, brightness, running.Now);
        running.TakeTurn();
        return result != CommandResult.NotFound;
    }

    /// <summary>Cuts the power: what was told within the last <see cref="SettingsSaver.Window"/> may be lost, every connection is reset, new ones are refused, the lights go dark.</summary>
    public async Task PowerOffAsync()
    {
        await _power.WaitAsync();
        try
        {
            if (_running is null)
                return;

            await _running.DisposeAsync();
            _running = null;
            _hardware = new VirtualHardware(Profile);
        }
        finally
        {
            _power.Release();
        }
    }

    /// <summary>Gives the power back: the board starts from its settings, on the ports it had.</summary>
    public async Task PowerOnAsync(CancellationToken cancellationToken = default)
    {
        await _power.WaitAsync(cancellationToken);
        try
        {
            if (_running is not null)
                return;

            var running = new RunningBoard(_options, _hardware, _store, _latency, _httpPort, _webSocketPort);
            running.Start();
            _running = running;
        }
        finally
        {
            _power.Release();
        }
    }

    /// <summary>How many clients are connected to its status feed.</summary>
    public int StatusClients
    {
        get
        {
            var running = Running;
            lock (running.Gate)
                return running.Feed.OpenCount;
        }
    }

    /// <summary>How many connections have come to its status feed since the power came, those included that found no place.</summary>
    public int StatusConnections
    {
        get
        {
            var running = Running;
            lock (running.Gate)
                return running.StatusConnections;
        }
    }

    /// <summary>Lets the board take connections and bytes, and say nothing, as one whose firmware hangs.</summary>
    public void Freeze() => Running.Freeze();

    /// <summary>Ends <see cref="Freeze"/>: what was asked meanwhile is answered, and every client gets the newest status.</summary>
    public void Thaw() => Running.Thaw();

    /// <summary>
    /// Takes the board out of its network while it runs on: lights, time and settings know nothing of it. Every connection is reset, and so
    /// is every new one; a real outage is silent instead, which <see cref="Freeze"/> is like.
    /// </summary>
    public void LoseNetwork() => Running.LoseNetwork();

    /// <summary>Ends <see cref="LoseNetwork"/>.</summary>
    public void RegainNetwork() => Running.RegainNetwork();

    /// <summary>Sends these bytes to every status client as they are, between two frames.</summary>
    public void BroadcastRaw(ReadOnlySpan<byte> bytes) => Running.BroadcastRaw(bytes);

    /// <summary>Ends the board in an orderly way: what still gathers is saved, and the ports are given back.</summary>
    public async ValueTask DisposeAsync()
    {
        _running?.Save();
        await PowerOffAsync();
        _httpPort.Dispose();
        _webSocketPort.Dispose();
    }

    [GeneratedRegex("^[0-9A-F]{2}(:[0-9A-F]{2}){5}$")]
    private static partial Regex MacAddress();
}
