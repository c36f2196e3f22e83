using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RailHub.Contracts;
using RailHub.Firmware;
using RailHub.Gateway.Dashboards;
using RailHub.Gateway.Hosting;
using RailHub.Gateway.Members;
using RailHub.Persistence;
using RailHub.TestKit;

namespace RailHub.Gateway.Tests;

/// <summary>The real gateway on a port of loopback, joined to a test club. Its time stands still until the test moves it.</summary>
public sealed class TestGateway : IAsyncLifetime
{
    /// <summary>A request with this header seems to come from the address in it.</summary>
    public const string CallerHeader = "Test-Caller";

    /// <summary>A request with this header is not carried out, when it may be, but answered with <see cref="Stopped"/>.</summary>
    public const string StopHeader = "Test-Stop";

    /// <summary>The status of a request that may be carried out and is not.</summary>
    public const int Stopped = 299;

    private readonly ErrorLog _log = new();
    private WebApplication? _app;
    private TestClub? _club;
    private bool _isGuest;
    private bool _isFounded = true;
    private int _layouts;

    // Tests share a gateway whose time stands still: nobody's calls are ever forgotten.
    private static GatewayOptions Unlimited => new() { CommandsPerSecond = 100_000, EditsPerSecond = 100_000 };

    // All that can be configured is there: what goes over a gateway's own endpoints finds them. Nobody answers at this address.
    private static GatewayOptions Everything => new()
    {
        CommandsPerSecond = 100_000,
        EditsPerSecond = 100_000,
        OpenId = new OpenIdOptions { Authority = new Uri("http://127.0.0.1:1"), ClientId = "club", Name = "Verein" },
    };

    public TestClub Club => _club!;

    /// <summary>The time of the gateway alone; the club has its own.</summary>
    public ClubTime Time { get; } = new();

    /// <summary>Makes trouble between the gateway and the database; the club's silos have a switch of their own.</summary>
    public DatabaseSwitch Database { get; } = new();

    public IServiceProvider Services => _app!.Services;

    public Uri Address { get; private set; } = null!;

    internal Api Api { get; private set; } = null!;

    /// <summary>The club's members.</summary>
    internal TestMembers Members { get; private set; } = null!;

    /// <summary>The token of an administrator: what the tests call with that ask for nothing else.</summary>
    internal string? Token { get; private set; }

    internal GrainCallRecorder GrainCalls { get; private set; } = null!;

    internal static async Task<TestGateway> StartAsync(
        short silos = 1, GatewayOptions? options = null, DatabaseProvider provider = DatabaseProvider.Sqlite, bool isFounded = true)
    {
        var gateway = new TestGateway { _club = await TestClub.StartAsync(silos, provider), _isFounded = isFounded };
        await gateway.StartCoreAsync(options ?? Unlimited);
        return gateway;
    }

    /// <summary>One more gateway of a club.</summary>
    /// <param name="club">The club, which outlives the gateway.</param>
    /// <param name="failure">What every call throws until <see cref="ComeBack"/>, as when no silo is there.</param>
    /// <param name="options">How it is run; null = as the others.</param>
    internal static async Task<TestGateway> JoinAsync(TestClub club, Exception? failure = null, GatewayOptions? options = null)
    {
        var gateway = new TestGateway { _club = club, _isGuest = true };
        await gateway.StartCoreAsync(options ?? Unlimited, failure);
        return gateway;
    }

    public async ValueTask InitializeAsync()
    {
        _club = await TestClub.StartAsync();
        await StartCoreAsync(Everything);
    }

    /// <summary>From now on no grain can be called.</summary>
    internal void GoAway(Exception? failure = null) =>
        GrainCalls.ByKey = _ => throw (failure ?? new SiloUnavailableException("The test has taken the silos away."));

    /// <summary>Grains can be called again.</summary>
    internal void ComeBack() => GrainCalls.ByKey = null;

    /// <summary>What a command comes to that is asked for again and again: lets the pauses between pass.</summary>
    internal async Task<T> GiveTimeAsync<T>(Task<T> call)
    {
        while (!call.IsCompleted)
        {
            await Task.WhenAny(call, Time.WaitBegun(left => left <= LiveCommands.Pause, "the next try"));
            if (!call.IsCompleted)
            {
                Time.Advance(LiveCommands.Pause);
            }
        }

        return await call;
    }

    /// <summary>A new layout without boards.</summary>
    internal Task<Layout> LayoutAsync() => Club.CreateLayoutAsync($"Layout {++_layouts}");

    /// <summary>A new layout with one board that is live.</summary>
    internal async Task<(Layout Layout, TestBoard Board)> LayoutWithBoardAsync(BoardProfile? profile = null)
    {
        var layout = await LayoutAsync();
        var board = await Club.StartBoardAsync(profile ?? BoardProfile.RailHub8266);
        await Club.AddAsync(layout, board);
        return (layout, board);
    }

    /// <summary>A dashboard that has connected.</summary>
    internal Task<TestViewer> ViewerAsync(bool messagePack = false, string? caller = null) => TestViewer.ConnectAsync(new Uri(Address, "hub"), messagePack, caller, Token);

    /// <summary>A client for what <see cref="Api"/> cannot send, with the administrator's token.</summary>
    internal HttpClient Http()
    {
        var http = new HttpClient { BaseAddress = Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return http;
    }

    /// <summary>Lets the gateway renew its subscriptions.</summary>
    internal void Renew() => Time.Advance(Grains.Subscriptions.Renewal);

    /// <summary>Lets the gateway renew its subscriptions, and completes when it has.</summary>
    internal Task RenewAsync() => Services.GetRequiredService<ClubRelay>().Renew().Await("the renewal of all subscriptions");

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        Database.ComeBack();
        await _app!.StopAsync();
        await _app.DisposeAsync();
        if (!_isGuest)
        {
            await Club.DisposeAsync();
        }

        Assert.True(_log.Errors.Count == 0, string.Join('\n', _log.Errors));
    }

    private async Task StartCoreAsync(GatewayOptions options, Exception? failure = null)
    {
        GrainCalls = GrainCallRecorder.Before(Club.Client);
        if (failure is not null)
        {
            GoAway(failure);
        }

        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { WebRootPath = DashboardFiles.WebRoot });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(_log);
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton(GrainCalls.Grains);
        builder.Services.AddRailHubPersistence(Club.Place);
        Database.InstallInto(builder.Services);
        builder.AddRailHubGateway(options);

        Members = new TestMembers(Club.Place);
        if (_isFounded)
        {
            await Members.FoundAsync();
            Token = await Members.TokenAsync(
                await Members.AddAsync($"Administrator {Guid.NewGuid():N}", isAdministrator: true), Role.Owner, isAdministrator: true);
        }

        _app = builder.Build();
        _app.Use((context, next) =>
        {
            if (context.Request.Headers[CallerHeader] is [{ } caller])
            {
                context.Connection.RemoteIpAddress = IPAddress.Parse(caller);
            }

            return next(context);
        });
        _app.MapRailHubGateway();
        _app.Use((context, next) =>
        {
            if (!context.Request.Headers.ContainsKey(StopHeader))
            {
                return next(context);
            }

            context.Response.StatusCode = Stopped;
            return Task.CompletedTask;
        });
        var starting = _app.StartAsync();
        if (failure is not null)
        {
            await Time.Pass(ClubRelay.AnswerLimit);
        }

        await starting;
        Members.Tell = () => Services.GetRequiredService<PassBook>().RenewAsync(CancellationToken.None);
        Address = new Uri(_app.Urls.Single());
        Api = new Api(Address, Token);
        if (failure is null)
        {
            await Services.GetRequiredService<ClubRelay>().Ready.Await("the gateway to hear the club");
        }

        await Time.WaitBegun(ClubRelay.TelemetryPeriod);
    }
}

/// <summary>The gateway that the tests of the API share; each makes its own layouts and boards.</summary>
[CollectionDefinition(Name)]
public sealed class SharedGateway : ICollectionFixture<TestGateway>
{
    public const string Name = "Shared gateway";
}

/// <summary>Counts what the gateway asks of its grain factory.</summary>
public class GrainCallRecorder : DispatchProxy
{
    private readonly List<string> _calls = [];
    private readonly List<(string Call, object? Key, TaskCompletionSource Made)> _awaited = [];
    private IGrainFactory? _real;

    public IGrainFactory Grains { get; private set; } = null!;

    /// <summary>Gives another grain than the real one, or throws, by its key; null, or an answer of null, gives the real one.</summary>
    public Func<object, object?>? ByKey { get; set; }

    /// <summary>What is given in place of a grain, by type and the grain itself; null gives the grains themselves.</summary>
    public Func<Type, object, object>? Instead { get; set; }

    /// <summary>Method and type argument of every call, as <c>GetGrain IClubGrain</c>.</summary>
    public IReadOnlyList<string> Calls
    {
        get
        {
            lock (_calls)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>Completes with the next such call, from now on.</summary>
    /// <param name="call">As in <see cref="Calls"/>.</param>
    /// <param name="key">The key of the grain; null for any.</param>
    public Task Next(string call, object? key = null)
    {
        var made = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_calls)
        {
            _awaited.Add((call, key, made));
        }

        return made.Task.Await($"{call} {key}");
    }

    public static GrainCallRecorder Before(IGrainFactory real)
    {
        var proxy = Create<IGrainFactory, GrainCallRecorder>();
        var recorder = (GrainCallRecorder)(object)proxy;
        (recorder._real, recorder.Grains) = (real, proxy);
        return recorder;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        lock (_calls)
        {
            var call = $"{targetMethod!.Name} {string.Join(' ', targetMethod.GetGenericArguments().Select(type => type.Name))}";
            _calls.Add(call);
            foreach (var awaited in _awaited.Where(awaited => awaited.Call == call && (awaited.Key is null || awaited.Key.Equals(args![0]))).ToArray())
            {
                awaited.Made.SetResult();
                _awaited.Remove(awaited);
            }
        }

        // Observers are made without a silo.
        if (targetMethod.Name != nameof(IGrainFactory.GetGrain))
        {
            return targetMethod.Invoke(_real, args);
        }

        if (ByKey?.Invoke(args![0]!) is { } other)
        {
            return other;
        }

        var grain = targetMethod.Invoke(_real, args)!;
        return Instead is { } instead ? instead(targetMethod.GetGenericArguments()[0], grain) : grain;
    }
}
