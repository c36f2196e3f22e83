using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Encodings.Web;

namespace RailHub.Protocol;

/// <summary>
/// Speaks to one board over HTTP by the recipe that every firmware understands (protocol 2.1): one request at a time, all fields always
/// present, headers and body in one send, a connection per request.
/// </summary>
public sealed class BoardClient : IDisposable
{
    /// <summary>How long a request may take; boards stall for up to 5 s (protocol 8.1 #9).</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(6);

    /// <summary>A RailHub32 reads a body only as far as its first segment reaches, and the headers travel in it too.</summary>
    private const int MaxBodyBytes = 1000;

    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly Uri _root;
    private readonly string _hostHeader;
    private readonly BoardQueue _queue;

    /// <summary>Makes a client for one board.</summary>
    /// <param name="address">Where the board listens; a valid one.</param>
    /// <param name="http">Made by <c>CreateHttpClient</c>; shared between boards and not disposed here.</param>
    /// <param name="time">The clock of time-outs and latencies.</param>
    public BoardClient(BoardAddress address, HttpClient http, TimeProvider time)
        : this(address, address.HttpRoot, http, time, new BoardQueue())
    {
    }

    private BoardClient(BoardAddress address, Uri root, HttpClient http, TimeProvider time, BoardQueue queue)
    {
        Address = address;
        _root = root;
        _hostHeader = address.HostHeader;
        _http = http;
        _time = time;
        _queue = queue;
    }

    /// <summary>Where the board listens, as it was typed.</summary>
    public BoardAddress Address { get; }

    /// <summary>Makes the HTTP client that all boards of a process share.</summary>
    /// <param name="resolve">
    /// Gives the addresses of a host name; throws <see cref="SocketException"/> for an unknown one. The system's own by default.
    /// </param>
    public static HttpClient CreateHttpClient(Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
    {
        // One connection does not wait for another's board, so this clock needs no turning in tests.
        var dial = new BoardDial(resolve, Timeout, TimeProvider.System);
        var handler = CreateHandler();
        handler.ConnectCallback = async (context, cancellation) =>
            new NetworkStream(await dial.ConnectAsync(context.InitialRequestMessage.RequestUri!, cancellation), ownsSocket: true);
        return CreateHttpClient(handler);
    }

    /// <summary>
    /// The same board at one address, whatever its name comes to mean: its requests take turns with those of this client, and the end of
    /// either is the end of both.
    /// </summary>
    /// <param name="address">Where requests go; they still carry the host as it was typed.</param>
    public BoardClient At(IPAddress address) => new(Address, Address.HttpRootAt(address), _http, _time, _queue);

    /// <summary>Sets what an output shall be. A pin the board does not have is accepted without effect (protocol 2.4).</summary>
    /// <param name="pin">GPIO number.</param>
    /// <param name="active">On or off.</param>
    /// <param name="brightness">Percent, 0..100, kept by the board also while off.</param>
    /// <param name="mayWrite">
    /// Asked once, when the connection stands and before the first byte is written, on any thread; must neither block nor throw. When it
    /// says no, nothing is sent and the answer is <see cref="BoardAnswerKind.Withheld"/>. Null when it always may.
    /// </param>
    /// <param name="cancellation">Gives up waiting; the command may have been carried out.</param>
    public Task<BoardAnswer> ControlAsync(int pin, bool active, int brightness, Func<bool>? mayWrite, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(brightness, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(brightness, 100);
        var json = $$"""{"pin":{{pin}},"active":{{(active ? "true" : "false")}},"brightness":{{brightness}}}""";
        return PostAsync("/api/control", json, mayWrite, cancellation);
    }

    /// <summary>Names an output; empty removes the name.</summary>
    /// <param name="pin">GPIO number.</param>
    /// <param name="name">At best one that <see cref="BoardRules.CheckName"/> has nothing against.</param>
    /// <param name="mayWrite">See <see cref="ControlAsync"/>.</param>
    /// <param name="cancellation">Gives up waiting; the command may have been carried out.</param>
    public Task<BoardAnswer> SetNameAsync(int pin, string name, Func<bool>? mayWrite, CancellationToken cancellation) =>
        PostAsync("/api/name", $$"""{"pin":{{pin}},"name":{{Quote(name)}}}""", mayWrite, cancellation);

    /// <summary>Sets the blink interval of an output.</summary>
    /// <param name="pin">GPIO number.</param>
    /// <param name="milliseconds">Time lit and time dark; 0 is steady.</param>
    /// <param name="mayWrite">See <see cref="ControlAsync"/>.</param>
    /// <param name="cancellation">Gives up waiting; the command may have been carried out.</param>
    public Task<BoardAnswer> SetIntervalAsync(int pin, long milliseconds, Func<bool>? mayWrite, CancellationToken cancellation) =>
        PostAsync("/api/interval", $$"""{"pin":{{pin}},"interval":{{milliseconds}}}""", mayWrite, cancellation);

    /// <summary>Starts a chasing group. Verify it in a later status: boards accept a create that found no free slot.</summary>
    /// <param name="id">1..3, see <see cref="BoardRules.FreeGroupId"/>.</param>
    /// <param name="name">The group's name; not empty, else the board makes one up.</param>
    /// <param name="milliseconds">Milliseconds per step.</param>
    /// <param name="pins">The members in running order.</param>
    /// <param name="mayWrite">See <see cref="ControlAsync"/>.</param>
    /// <param name="cancellation">Gives up waiting; the command may have been carried out.</param>
    public Task<BoardAnswer> CreateGroupAsync(
        int id, string name, long milliseconds, IReadOnlyList<int> pins, Func<bool>? mayWrite, CancellationToken cancellation) =>
        PostAsync(
            "/api/chasing/create",
            $$"""{"groupId":{{id}},"interval":{{milliseconds}},"outputs":[{{string.Join(',', pins)}}],"name":{{Quote(name)}}}""",
            mayWrite, cancellation);

    /// <summary>Renames a running chasing group.</summary>
    /// <param name="id">The group's id.</param>
    /// <param name="name">The new name; not empty, else the board makes one up.</param>
    /// <param name="mayWrite">See <see cref="ControlAsync"/>.</param>
    /// <param name="cancellation">Gives up waiting; the command may have been carried out.</param>
    public Task<BoardAnswer> RenameGroupAsync(int id, string name, Func<bool>? mayWrite, CancellationToken cancellation) =>
        PostAsync("/api/chasing/name", $$"""{"groupId":{{id}},"name":{{Quote(name)}}}""", mayWrite, cancellation);

    /// <summary>Stops a chasing group and switches its members off. An unknown id is accepted without effect.</summary>
    /// <param name="id">The group's id.</param>
    /// <param name="mayWrite">See <see cref="ControlAsync"/>.</param>
    /// <param name="cancellation">Gives up waiting; the command may have been carried out.</param>
    public Task<BoardAnswer> DeleteGroupAsync(int id, Func<bool>? mayWrite, CancellationToken cancellation) =>
        PostAsync("/api/chasing/delete", $$"""{"groupId":{{id}}}""", mayWrite, cancellation);

    /// <summary>Asks for the whole status, which on every firmware includes name and network.</summary>
    /// <param name="cancellation">Gives up waiting.</param>
    public Task<StatusAnswer> GetStatusAsync(CancellationToken cancellation) => GetStatusAsync(null, cancellation);

    /// <summary>
    /// Gives up requests under way, which end as <see cref="BoardAnswerKind.Unreachable"/>, as do those that come later; the shared HTTP
    /// client stays.
    /// </summary>
    public void Dispose() => _queue.Dispose();

    internal static SocketsHttpHandler CreateHandler() => new()
    {
        // Boards are on the local network and know neither cookies nor redirects nor tracing; every header counts in a single segment.
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        MaxResponseHeadersLength = 8,
        PooledConnectionLifetime = TimeSpan.Zero, // the header alone does not keep the handler from using a connection again
    };

    internal static HttpClient CreateHttpClient(SocketsHttpHandler handler) => new(handler)
    {
        Timeout = System.Threading.Timeout.InfiniteTimeSpan, // requests bring their own, by the right clock
        MaxResponseContentBufferSize = StatusParser.MaxDocumentBytes,
    };

    /// <summary>As the public one; the answer is the very instance of <paramref name="previous"/> when nothing differs from it.</summary>
    internal async Task<StatusAnswer> GetStatusAsync(StatusSnapshot? previous, CancellationToken cancellation)
    {
        var (answer, body) = await SendAsync(HttpMethod.Get, "/api/status", null, cancellation);
        if (!answer.IsAccepted)
        {
            return new StatusAnswer(answer, null, default);
        }

        var status = new StatusParser().Parse(body, previous);
        return status.Outcome == ParseOutcome.Garbage
            ? new StatusAnswer(answer with { Kind = BoardAnswerKind.Garbled, Error = status.Error }, null, default)
            : new StatusAnswer(answer, status.Snapshot, status.Telemetry) { ToldMac = status.ToldMac };
    }

    // Not escaped beyond need: the boards' readers know \u, but a name is short enough only as raw UTF-8.
    private static string Quote(string text) => $"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text)}\"";

    private async Task<BoardAnswer> PostAsync(string path, string json, Func<bool>? mayWrite, CancellationToken cancellation)
    {
        var body = Encoding.UTF8.GetBytes(json);
        if (body.Length > MaxBodyBytes)
        {
            throw new ArgumentException($"{body.Length} bytes do not fit into one segment; check names before sending them", nameof(json));
        }

        return (await SendAsync(HttpMethod.Post, path, new GuardedBody(body, mayWrite), cancellation)).Answer;
    }

    private async Task<(BoardAnswer Answer, byte[] Body)> SendAsync(
        HttpMethod method, string path, GuardedBody? command, CancellationToken cancellation)
    {
        using var abort = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _queue.Ended);
        try
        {
            await _queue.WaitAsync(abort.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (new BoardAnswer(BoardAnswerKind.Unreachable, null, nameof(Dispose), TimeSpan.Zero), []);
        }

        var started = _time.GetTimestamp();
        try
        {
            using var deadline = new CancellationTokenSource(Timeout, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(abort.Token, deadline.Token);
            using var request = new HttpRequestMessage(method, new Uri(_root, path));
            request.Headers.Host = _hostHeader;
            request.Headers.ConnectionClose = true;
            request.Content = command;

            return await ExchangeAsync(request, started, either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return abort.IsCancellationRequested
                ? (Failed(BoardAnswerKind.Unreachable, nameof(Dispose), started), [])
                : (Failed(BoardAnswerKind.TimedOut, null, started), []);
        }
        catch (HttpRequestException) when (command is { IsWithheld: true })
        {
            return (Failed(BoardAnswerKind.Withheld, null, started), []);
        }
        catch (HttpRequestException failure)
        {
            var kind = failure.HttpRequestError is HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded
                ? BoardAnswerKind.Garbled
                : BoardAnswerKind.Unreachable;
            return (Failed(kind, BoardError.FromException(failure), started), []);
        }
        finally
        {
            _queue.Release();
        }
    }

    private async Task<(BoardAnswer Answer, byte[] Body)> ExchangeAsync(HttpRequestMessage request, long started, CancellationToken cancellation)
    {
        using var response = await _http.SendAsync(request, cancellation);
        var body = await response.Content.ReadAsByteArrayAsync(cancellation);
        var answer = response.IsSuccessStatusCode
            ? new BoardAnswer(BoardAnswerKind.Accepted, (int)response.StatusCode, null, _time.GetElapsedTime(started))
            : new BoardAnswer(BoardAnswerKind.Refused, (int)response.StatusCode, BoardError.FromBody(body), _time.GetElapsedTime(started));
        return (answer, body);
    }

    private BoardAnswer Failed(BoardAnswerKind kind, string? error, long started) => new(kind, null, error, _time.GetElapsedTime(started));
}
