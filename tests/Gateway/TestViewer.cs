using System.Threading.Channels;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using RailHub.Contracts;
using RailHub.Gateway.Dashboards;
using RailHub.TestKit;

namespace RailHub.Gateway.Tests;

/// <summary>A dashboard: watches by the hub and adds up what comes, as the real one does.</summary>
internal sealed class TestViewer : IAsyncDisposable
{
    private readonly Channel<LayoutFrame> _frames = Channel.CreateUnbounded<LayoutFrame>();
    private readonly Channel<ClubFrame> _clubs = Channel.CreateUnbounded<ClubFrame>();
    private readonly Channel<LayoutTelemetry> _telemetry = Channel.CreateUnbounded<LayoutTelemetry>();

    private TestViewer(HubConnection connection)
    {
        Connection = connection;
        connection.On<int, long, LayoutDelta>(
            nameof(IDashboard.LayoutChanged), (feed, number, delta) => _frames.Writer.TryWrite(new LayoutFrame(feed, number, delta)));
        connection.On<ClubFrame>(nameof(IDashboard.ClubChanged), frame => _clubs.Writer.TryWrite(frame));
        connection.On<LayoutTelemetry>(nameof(IDashboard.TelemetryChanged), telemetry => _telemetry.Writer.TryWrite(telemetry));
    }

    public HubConnection Connection { get; }

    /// <summary>The layout as this dashboard shows it.</summary>
    public LayoutSnapshot View { get; private set; } = null!;

    public bool HasTelemetry => _telemetry.Reader.TryPeek(out _);

    public bool HasClubs => _clubs.Reader.TryPeek(out _);

    public bool HasDeltas => _frames.Reader.TryPeek(out _);

    public static async Task<TestViewer> ConnectAsync(Uri hub, bool messagePack, string? caller, string? token, string? cookie = null)
    {
        var builder = new HubConnectionBuilder().WithUrl(hub, options =>
        {
            options.Transports = HttpTransportType.WebSockets;
            options.SkipNegotiation = true;
            options.AccessTokenProvider = () => Task.FromResult(token);
            if (cookie is not null)
            {
                options.Headers["Cookie"] = cookie;
            }

            if (caller is not null)
            {
                options.Headers[TestGateway.CallerHeader] = caller;
            }
        });
        if (messagePack)
        {
            builder.AddMessagePackProtocol(options => options.SerializerOptions = WireMessagePack.Options);
        }

        var viewer = new TestViewer(builder.Build());
        await viewer.Connection.StartAsync();
        return viewer;
    }

    public async Task<T> CallAsync<T>(string method, params object?[] arguments)
    {
        var call = Connection.InvokeCoreAsync<T>(method, arguments);
        await call.Await($"the answer to {method}");
        return await call;
    }

    public Task<ClubFrame> WatchClubAsync() => CallAsync<ClubFrame>(nameof(IDashboardHub.WatchClub));

    public async Task<LayoutSnapshot> WatchAsync(Layout layout) =>
        View = (await CallAsync<Outcome<LayoutSnapshot>>(nameof(IDashboardHub.WatchLayout), layout.Id)).Expect();

    /// <summary>The next delta that the view does not have yet; it must fit.</summary>
    public async Task<LayoutDelta> NextAsync()
    {
        LayoutFrame frame;
        do
        {
            frame = await Read(_frames, "a change of the layout");
        }
        while (frame.Feed != View.Feed || frame.Number <= View.Frame);

        var next = View.With(frame);
        Assert.True(next is not null, $"What came does not fit to frame {View.Frame}: {frame}");
        View = next;
        return frame.Delta;
    }

    /// <summary>Completes when the view is so.</summary>
    public async Task UntilAsync(Func<LayoutSnapshot, bool> holds)
    {
        while (!holds(View))
        {
            await NextAsync();
        }
    }

    /// <summary>Completes when the view shows an output at this brightness, as the board reports it.</summary>
    public Task UntilReportedAsync(TestBoard board, int pin, int brightness) => UntilAsync(view =>
        view.Controllers.FirstOrDefault(state => state.Controller.Id == board.Id)?.Find(pin)?.Reported.Brightness == brightness);

    public Task<ClubFrame> NextClubAsync() => Read(_clubs, "a change of the club");

    public Task<LayoutTelemetry> NextTelemetryAsync() => Read(_telemetry, "telemetry");

    /// <summary>Forgets the frames that have come.</summary>
    public void PassOver()
    {
        while (_clubs.Reader.TryRead(out _) || _frames.Reader.TryRead(out _))
        {
        }
    }

    public ValueTask DisposeAsync() => Connection.DisposeAsync();

    private static async Task<T> Read<T>(Channel<T> channel, string what)
    {
        var reading = channel.Reader.ReadAsync().AsTask();
        await reading.Await(what);
        return await reading;
    }
}
