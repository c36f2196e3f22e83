using RailHub.Firmware.Conformance.Documents;
using RailHub.Firmware.Conformance.Net;

namespace RailHub.Firmware.Conformance;

/// <summary>The board on the bench during one check: everything a check does with it goes through here, and ends with it.</summary>
internal sealed class Bench : IDisposable
{
    /// <summary>Most groups of a board (protocol 4.5).</summary>
    private const int GroupSlots = 4;

    /// <summary>Highest id that old firmwares show unchanged (protocol 4.5).</summary>
    private const int HighestGroupId = 127;

    /// <summary>Ids that old firmwares show as negative numbers.</summary>
    public static readonly int[] LargeGroupIds = [200, 255];

    // On both families this pin is the status LED too (protocol 1.6).
    private const int LedPin = 2;

    /// <summary>Longest wait for a place on the feed that the last check has just left.</summary>
    private static readonly TimeSpan PlacePatience = TimeSpan.FromSeconds(3);

    private readonly BoardAddress _address;
    private readonly List<Wire> _wires = [];
    private readonly List<string> _notes = [];

    public Bench(BoardAddress address, Status found, CommandCount count, TimeProvider time, CancellationToken stop)
    {
        _address = address;
        Found = found;
        Time = time;
        Stop = stop;
        Http = new HttpCaller(() => ConnectHttpAsync(), count);
    }

    /// <summary>The board as it was before anything was checked.</summary>
    public Status Found { get; }

    public TimeProvider Time { get; }

    public CancellationToken Stop { get; }

    public HttpCaller Http { get; }

    /// <summary>Figures and remarks for the report, in one line.</summary>
    public string Notes => string.Join("; ", _notes);

    /// <summary>Address of the feed for a library.</summary>
    public Uri FeedUri => new UriBuilder("ws", _address.Host, _address.WebSocketPort).Uri;

    /// <summary>An output to play with, if possible one that no group has.</summary>
    public Output Lamp => Found.Outputs
        .OrderBy(output => IsInGroup(output) ? 1 : 0)
        .ThenBy(output => output.Pin == LedPin ? 1 : 0)
        .First();

    /// <summary>A pin the board does not have. GPIO 0 is the button on all boards, and the greatest there are end below 99.</summary>
    public static int UnknownPin => 99;

    public void Note(string remark) => _notes.Add(remark);

    public Task<HttpAnswer> GetAsync(string path) => Http.CallAsync(HttpRequestText.Of("GET", path));

    public Task<HttpAnswer> PostAsync(string path, string body) => Http.CallAsync(HttpRequestText.Post(path, body));

    /// <summary>The status over HTTP.</summary>
    public async Task<Status> StatusAsync()
    {
        var answer = await GetAsync("/api/status");
        Expect.Equal(200, answer.Status, "to GET /api/status");
        return Status.Read(answer.Body);
    }

    public async Task<Output> OutputAsync(int pin) => (await StatusAsync()).Output(pin);

    /// <summary>Sends a body to <c>/api/control</c>, which must be accepted, and returns what the output looks like then.</summary>
    public async Task<Output> ControlAsync(int pin, string body)
    {
        Expect.Json(await PostAsync("/api/control", body), 200, Expect.ControlDone, body);
        return await OutputAsync(pin);
    }

    /// <summary>Sends a command that must be answered with success.</summary>
    public async Task SucceedAsync(string path, string body) => Expect.Json(await PostAsync(path, body), 200, Expect.Success, body);

    /// <summary>Pauses.</summary>
    public Task WaitAsync(int milliseconds) => Task.Delay(TimeSpan.FromMilliseconds(milliseconds), Time, Stop);

    public double MillisecondsSince(long timestamp) => Time.GetElapsedTime(timestamp).TotalMilliseconds;

    public async Task<Wire> ConnectHttpAsync() => Keep(await Wire.ConnectAsync(_address.Host, _address.HttpPort, Time, Stop));

    public async Task<Wire> ConnectFeedAsync(int receiveBuffer = 0) =>
        Keep(await Wire.ConnectAsync(_address.Host, _address.WebSocketPort, Time, Stop, receiveBuffer));

    /// <summary>Opens the feed, and returns the client after the 101: the ping is the next to come. Waits for a place for a while.</summary>
    public async Task<Listener> OpenFeedAsync(int receiveBuffer = 0)
    {
        var start = Time.GetTimestamp();
        while (true)
        {
            var wire = await ConnectFeedAsync(receiveBuffer);
            await wire.SendAsync(Opening.Request(Opening.Required));
            if (await HttpAnswer.ReadAsync(wire) is { } answer)
            {
                Expect.Equal(101, answer.Status, "to the opening of the feed");
                return new Listener(wire, Time);
            }

            if (Time.GetElapsedTime(start) > PlacePatience)
                throw new CheckFailure("a place on the feed", "connections that are closed at once; other clients may have the places");
            await WaitAsync(100);
        }
    }

    /// <summary>Opens the feed, and returns the client after its ping and its first status.</summary>
    public async Task<Listener> ListenAsync(int receiveBuffer = 0)
    {
        var listener = await OpenFeedAsync(receiveBuffer);
        await listener.ReadAsync();
        await listener.ReadStatusAsync();
        return listener;
    }

    /// <summary>This many pins that no group has.</summary>
    /// <exception cref="CheckSkipped">The club's own groups have too many.</exception>
    public int[] FreePins(int count)
    {
        int[] pins = [.. Found.Outputs.Where(output => !IsInGroup(output)).Select(output => output.Pin)];
        return pins.Length >= count
            ? pins[..count]
            : throw new CheckSkipped($"needs {count} outputs outside the club's own groups, and there are {pins.Length}");
    }

    /// <summary>Ids for this many groups more.</summary>
    /// <exception cref="CheckSkipped">The club's own groups take the slots.</exception>
    public int[] FreeGroups(int count)
    {
        var free = GroupSlots - Found.Groups!.Count;
        if (free < count)
            throw new CheckSkipped($"needs {count} of the {GroupSlots} group slots, and the club's own groups leave {free}");
        return [.. FreeIds(Found).Take(count)];
    }

    /// <summary>Every id that a check may have given a group: those of the slots, one too many, and the large ones.</summary>
    public static IEnumerable<int> GroupsOfChecks(Status found) => FreeIds(found).Take(GroupSlots + 1).Concat(LargeGroupIds);

    private static IEnumerable<int> FreeIds(Status found) => Enumerable.Range(1, HighestGroupId).Where(id => found.Group(id) is null);

    /// <summary>How many slots the club's own groups leave.</summary>
    public int FreeGroupCount => Math.Max(0, GroupSlots - Found.Groups!.Count);

    public Task CreateGroupAsync(int id, int interval, int[] pins, string? name = null)
    {
        var named = name is null ? "" : $$""","name":{{JsonText.Of(name)}}""";
        return SucceedAsync("/api/chasing/create", $$"""{"groupId":{{id}},"interval":{{interval}},"outputs":[{{string.Join(',', pins)}}]{{named}}}""");
    }

    public Task DeleteGroupAsync(int id) => SucceedAsync("/api/chasing/delete", $$"""{"groupId":{{id}}}""");

    public void Dispose()
    {
        foreach (var wire in _wires)
            wire.Dispose();
    }

    private bool IsInGroup(Output output) => Found.Groups?.Any(group => group.Pins.Contains(output.Pin)) == true;

    private Wire Keep(Wire wire)
    {
        _wires.Add(wire);
        return wire;
    }
}
