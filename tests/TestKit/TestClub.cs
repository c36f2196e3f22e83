using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Runtime.Placement;
using Orleans.TestingHost;
using RailHub.Contracts;
using RailHub.Firmware;
using RailHub.Firmware.Virtual;
using RailHub.Grains;
using RailHub.Grains.Finding;
using RailHub.Grains.Hosting;
using RailHub.Grains.Owners;
using RailHub.Persistence;
using RailHub.Silo.Hosting;

namespace RailHub.TestKit;

/// <summary>
/// A whole club in the test's process: silos with the very parts of the real host, a database of its own, virtual boards on loopback,
/// and a time that only the test moves.
/// </summary>
public sealed class TestClub : IAsyncDisposable
{
    private readonly ClubDatabase _place;
    private readonly bool _isRival;
    private readonly short _silos;
    private readonly TimeSpan _apart;
    private readonly FailureLog _log = new();
    private readonly List<TestBoard> _boards = [];
    private readonly List<ControllerWatch> _watches = [];
    private readonly Lock _lock = new();
    private readonly List<(MacAddress Board, string Method, TaskCompletionSource Made)> _awaitedCalls = [];
    private readonly SemaphoreSlim _pinged = new(0);
    private int _boardCount;

    private TestClub(short silos, ClubDatabase place, bool isRival = false, TimeSpan apart = default)
    {
        (_silos, _place, _isRival, _apart) = (silos, place, isRival, apart);
        Cluster = Build();
    }

    /// <summary>The time of the silos and the boards; Orleans itself keeps real time.</summary>
    public ClubTime Time { get; } = new();

    /// <summary>The time by which a silo finds out that its process stood still: it does not, unless the test moves this.</summary>
    public ClubTime Machine { get; } = new();

    /// <summary>How long the club's machine may stand still without anybody taking it for dead.</summary>
    public static TimeSpan Harmless { get; } = TimeSpan.FromSeconds(2);

    /// <summary>Where the club is kept.</summary>
    public DatabaseOptions Place => _place.Options;

    /// <summary>The networks around the silos.</summary>
    public TestNeighbourhood Neighbourhood { get; } = new();

    /// <summary>Makes trouble with the database.</summary>
    public DatabaseSwitch Database { get; } = new();

    /// <summary>Whether no silo reaches another. It finds out when <see cref="Machine"/> moves.</summary>
    public bool IsCableCut { get; set; }

    /// <summary>The silos; others after <see cref="RestartAsync"/>.</summary>
    public InProcessTestCluster Cluster { get; private set; }

    /// <summary>The way to the grains; another one after <see cref="RestartAsync"/>.</summary>
    public IClusterClient Client => Cluster.Client;

    /// <summary>The club's layouts.</summary>
    public IClubGrain Club => Client.GetGrain<IClubGrain>(IClubGrain.Key);

    /// <summary>Starts a club without layouts and boards.</summary>
    /// <param name="silos">How many silos.</param>
    /// <param name="provider">What its database is.</param>
    /// <param name="apart">By how much the wall clock of each silo is ahead of that of the one before.</param>
    public static async Task<TestClub> StartAsync(short silos = 1, DatabaseProvider provider = DatabaseProvider.Sqlite, TimeSpan apart = default)
    {
        var club = new TestClub(silos, await ClubDatabase.CreateAsync(provider), apart: apart);
        await club.Cluster.DeployAsync();
        return club;
    }

    /// <summary>
    /// Starts another cluster on the same database, which knows nothing of this one and takes everything over: as when two activations
    /// of one grain live for a moment. It has a time and a database switch of its own; dispose of it first.
    /// </summary>
    public async Task<TestClub> StartRivalAsync()
    {
        var rival = new TestClub(_silos, _place, isRival: true);
        await rival.Cluster.DeployAsync();
        return rival;
    }

    /// <summary>A layout's grain.</summary>
    public ILayoutGrain Grain(Layout layout) => Client.GetGrain<ILayoutGrain>(layout.Id.Value);

    /// <summary>A board's grain.</summary>
    public BoardGrain Grain(TestBoard board) => new(Client.Controller(board.Id), board.Layout);

    /// <summary>Makes a layout.</summary>
    public async Task<Layout> CreateLayoutAsync(string name = "Main line") => (await Club.CreateLayout(new LayoutDraft(name))).Expect();

    /// <summary>Switches a board on that nobody has added yet.</summary>
    public async Task<TestBoard> StartBoardAsync(BoardProfile profile, Func<VirtualBoardOptions, VirtualBoardOptions>? configure = null)
    {
        var options = new VirtualBoardOptions { Profile = profile, Mac = $"02:52:48:00:01:{++_boardCount:X2}", TimeProvider = Time };
        var board = new TestBoard(await VirtualBoard.StartAsync(configure?.Invoke(options) ?? options), Time);
        _boards.Add(board);
        return board;
    }

    /// <summary>Adds a board to a layout, and waits until it is live.</summary>
    public async Task<Controller> AddAsync(Layout layout, TestBoard board)
    {
        var controller = (await Grain(layout).AddController(board.Draft)).Expect();
        board.Layout = layout.Id;
        await UntilLiveAsync(board);
        return controller;
    }

    /// <summary>A layout with boards that are live.</summary>
    public async Task<Layout> CreateLayoutWithAsync(params TestBoard[] boards)
    {
        var layout = await CreateLayoutAsync();
        foreach (var board in boards)
        {
            await AddAsync(layout, board);
        }

        return layout;
    }

    /// <summary>Watches a board from now on; not over a <see cref="RestartAsync"/>.</summary>
    public async Task<ControllerWatch> WatchAsync(TestBoard board)
    {
        var watch = new ControllerWatch(Time);
        _watches.Add(watch); // Orleans itself holds observers weakly.
        watch.Start((await Grain(board).Grain.Subscribe(Client.CreateObjectReference<IControllerObserver>(watch), 0, 0)).Expect());
        return watch;
    }

    /// <summary>Completes when a board's state is so.</summary>
    public async Task<ControllerState> UntilAsync(TestBoard board, Func<ControllerState, bool> holds) =>
        await (await WatchAsync(board)).Until(holds);

    /// <summary>Completes when a board is live and has reported.</summary>
    public Task<ControllerState> UntilLiveAsync(TestBoard board) =>
        UntilAsync(board, state => state is { Link.State: LinkState.Live, Outputs.Count: > 0 });

    /// <summary>Cuts a board's power, and waits until the platform knows.</summary>
    public async Task PowerOffAsync(TestBoard board)
    {
        await board.Virtual.PowerOffAsync();
        await UntilAsync(board, state => state.Link.State == LinkState.Offline);
    }

    /// <summary>Gives a board its power back that was off for a moment, and lets the platform try it again.</summary>
    public async Task PowerOnAsync(TestBoard board)
    {
        await board.Virtual.PowerOnAsync();

        // After a restart it may be found at the first try.
        await UntilAsync(board, state => state.Link.State is LinkState.Offline or LinkState.Live);
        Time.Advance(FirstReconnectWait);
        await UntilAsync(board, state => state.Link.State == LinkState.Live);
    }

    /// <summary>Lets seconds pass, while a board that is live keeps reporting and is heard each second.</summary>
    public async Task LetSecondsPassAsync(int seconds, TestBoard board)
    {
        for (var second = 0; second < seconds; second++)
        {
            var before = await UptimeAsync();
            Time.Advance(TimeSpan.FromSeconds(1));
            await Time.ComesAsync(PollAsync(async () => await UptimeAsync() != before, "the board's next report"), "the board's next report");
        }

        async Task<long> UptimeAsync() => (await Grain(board).GetTelemetry())?.UptimeMilliseconds ?? -1;
    }

    /// <summary>Completes when each silo's supervisor has looked after all that lives there, from now on.</summary>
    public Task NextRound() => Task.WhenAll(Supervisors.Select(supervisor => supervisor.NextRound)).Await("the supervisors' next round");

    /// <summary>Completes when somebody has planned on a board, or taken back what was planned, from now on.</summary>
    public Task NextPlan(TestBoard board) => NextCall(board, nameof(IControllerGrain.Plan));

    /// <summary>Lets rounds of the supervisors pass, while a board that is live is heard each second; each round has reached it then.</summary>
    public async Task LetRoundsPassAsync(int rounds, TestBoard board)
    {
        for (var round = 0; round < rounds; round++)
        {
            var called = NextRound();
            await LetSecondsPassAsync((int)Supervisor.Period.TotalSeconds, board);
            await called;
        }
    }

    /// <summary>Lets the database be in trouble, until the supervisors go on without it.</summary>
    public async Task BeginAsync(DatabaseTrouble trouble, TestBoard board)
    {
        switch (trouble)
        {
            case DatabaseTrouble.Away:
                Database.GoAway();
                await LetRoundsPassAsync(1, board);
                break;
            case DatabaseTrouble.ReadOnly:
                Database.GoReadOnly();
                await LetRoundsPassAsync(1, board);
                break;
            default:
                // The first round waits for the database until its limit.
                Database.Hang();
                await LetSecondsPassAsync((int)Supervisor.Period.TotalSeconds, board);
                await Database.Waiting();
                var called = NextRound();
                await LetSecondsPassAsync((int)Supervisor.ReadLimit.TotalSeconds, board);
                await called;
                break;
        }
    }

    /// <summary>What a call comes to that is given up after a while: lets that pass, as often as somebody waits for so long.</summary>
    public async Task<T> GiveTimeAsync<T>(Task<T> call, TimeSpan limit)
    {
        while (!call.IsCompleted)
        {
            // It may be another's wait: then the next one is that of the call.
            await Task.WhenAny(call, Time.WaitBegun(limit));
            if (!call.IsCompleted)
            {
                Time.Advance(limit);
            }
        }

        return await call;
    }

    /// <summary>Completes when the database says so.</summary>
    public Task UntilStoredAsync(Func<RailHubDb, Task<bool>> holds, string what) => PollAsync(() => ReadStoredAsync(holds), what);

    /// <summary>What the database has; it must not be in trouble.</summary>
    public async Task<T> ReadStoredAsync<T>(Func<RailHubDb, Task<T>> read)
    {
        var databases = Cluster.GetSiloServiceProvider().GetRequiredService<IDbContextFactory<RailHubDb>>();
        await using var database = await databases.CreateDbContextAsync();
        return await read(database);
    }

    /// <summary>Completes when a board, as it is by itself, is so.</summary>
    public Task PollAsync(TestBoard board, Func<bool> holds, string what) => Time.ComesAsync(
        PollAsync(
            async () =>
            {
                await Grain(board).GetTelemetry();
                return holds();
            },
            what),
        what);

    /// <summary>Another activation takes a grain's rows over, as when two of them live for a moment.</summary>
    /// <param name="owner">The grain's name among the owners.</param>
    public async Task TakeOverAsync(string owner)
    {
        var databases = Cluster.GetSiloServiceProvider().GetRequiredService<IDbContextFactory<RailHubDb>>();
        await using var database = await databases.CreateDbContextAsync();
        await database.TakeOwnershipAsync(owner);
    }

    /// <summary>Lets the machine's time pass until each of several silos has asked another one whether it is reached.</summary>
    public async Task BeatAsync()
    {
        while (_pinged.Wait(0))
        {
        }

        Machine.Advance(Lookout.Period);
        foreach (var _ in Cluster.Silos)
        {
            await _pinged.WaitAsync().Await("a silo to ask another");
        }
    }

    /// <summary>The silo that has a board's link stops as it should.</summary>
    public async Task StopSiloOfAsync(TestBoard board) => await Cluster.StopSiloAsync(Cluster.Silos[await SiloOfAsync(Grain(board).Grain)]);

    /// <summary>The silo that has a board's link goes abruptly, and the others find out.</summary>
    public async Task KillSiloOfAsync(TestBoard board)
    {
        await Cluster.KillSiloAsync(Cluster.Silos[await SiloOfAsync(Grain(board).Grain)]);
        await Cluster.WaitForLivenessToStabilizeAsync(didKill: true);
        Time.Advance(TimeSpan.FromMilliseconds(1));
    }

    /// <summary>Lets the grains that a call brings to life come to life on a silo, by its place.</summary>
    public async Task<T> OnSiloAsync<T>(int silo, Func<Task<T>> call)
    {
        RequestContext.Set(IPlacementDirector.PlacementHintKey, Cluster.Silos[silo].SiloAddress);
        try
        {
            return await call();
        }
        finally
        {
            RequestContext.Remove(IPlacementDirector.PlacementHintKey);
        }
    }

    /// <summary>On which silo a grain is alive, by its place.</summary>
    public async Task<int> SiloOfAsync(IAddressable grain)
    {
        var address = await Client.GetGrain<IManagementGrain>(0).GetActivationAddress(grain);
        return Cluster.Silos.ToList().FindIndex(silo => silo.SiloAddress.Equals(address));
    }

    /// <summary>All silos go abruptly, at once, and as many new ones come up on the same database.</summary>
    /// <param name="away">How long nobody is there; a second unless said otherwise.</param>
    public async Task RestartAsync(TimeSpan? away = null)
    {
        await StopAsync(Cluster);
        Time.Advance(away ?? TimeSpan.FromSeconds(1));
        Cluster = Build();
        await Cluster.DeployAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Database.ComeBack();
        await StopAsync(Cluster);
        foreach (var board in _boards)
        {
            await board.DisposeAsync();
        }

        if (!_isRival)
        {
            await _place.DisposeAsync();
        }

        if (_log.Failures.Count > 0)
        {
            throw new InvalidOperationException("The club failed behind the test's back:\n" + string.Join('\n', _log.Failures));
        }
    }

    // 3 s and a fifth more, the longest that a link waits before it tries again the first time.
    private static readonly TimeSpan FirstReconnectWait = TimeSpan.FromSeconds(3.6);

    /// <summary>Completes when it is so; each look is a call or a query, so that this does not spin.</summary>
    public static async Task PollAsync(Func<Task<bool>> holds, string what)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            if (TimeProvider.System.GetElapsedTime(begun) > Patience.Limit)
            {
                throw new TimeoutException($"Waited in vain for {what}.");
            }

            // SQLite answers without ever letting go of the thread, and whoever began this has something to do meanwhile.
            await Task.Yield();
        }
    }

    private static async Task StopAsync(InProcessTestCluster cluster)
    {
        await cluster.KillClientAsync();
        foreach (var silo in cluster.Silos)
        {
            await cluster.KillSiloAsync(silo);
        }

        await cluster.DisposeAsync();
    }

    private async Task NoteAsync(IIncomingGrainCallContext call)
    {
        await call.Invoke();
        if (call.MethodName is nameof(IControllerGrain.Plan)
            && MacAddress.TryParse(call.TargetId.Key.ToString(), null, out var board))
        {
            lock (_lock)
            {
                foreach (var awaited in _awaitedCalls.Where(awaited => awaited.Board == board && awaited.Method == call.MethodName).ToArray())
                {
                    awaited.Made.SetResult();
                    _awaitedCalls.Remove(awaited);
                }
            }
        }
    }

    private IEnumerable<Supervisor> Supervisors => Cluster.Silos.Select(silo =>
        Cluster.GetSiloServiceProvider(silo.SiloAddress).GetServices<IHostedService>().OfType<Supervisor>().Single());

    private Task NextCall(TestBoard board, string method)
    {
        var made = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _awaitedCalls.Add((board.Id, method, made));
        }

        return made.Task.Await($"a call of {method}");
    }

    private InProcessTestCluster Build()
    {
        var builder = new InProcessTestClusterBuilder(_silos);
        var built = -1;
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSiloHost((_, host) =>
        {
            host.Logging.AddProvider(_log);
            host.AddRailHubSilo(_place.Options, new BoardOptions(), new AuditOptions(), silo =>
            {
                silo.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new ClockApart(Time, Interlocked.Increment(ref built) * _apart)));
                silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
                silo.AddIncomingGrainCallFilter(NoteAsync);
                silo.Configure<ClusterMembershipOptions>(options =>
                {
                    // A silo that a test kills is found dead soon.
                    options.ProbeTimeout = TimeSpan.FromMilliseconds(500);
                    options.NumMissedProbesLimit = 2;
                });
            });
            host.Services.Replace(ServiceDescriptor.Singleton(new Heartbeat(Machine, Harmless)));
            host.Services.Replace(ServiceDescriptor.Singleton(new OutsideContact(Machine, Harmless)));
            host.Services.Replace(ServiceDescriptor.Singleton<IPings>(services => new Cable(this, new Pings(services))));
            host.Services.Replace(ServiceDescriptor.Singleton<INeighbourhood>(Neighbourhood));
            Database.InstallInto(host.Services);
        });
        return builder.Build();
    }

    /// <summary>What silos reach each other by.</summary>
    private sealed class Cable(TestClub club, Pings pings) : IPings
    {
        public async Task PingAsync(SiloAddress silo)
        {
            try
            {
                await (club.IsCableCut ? Task.FromException(new TimeoutException("The cable is cut.")) : pings.PingAsync(silo));
            }
            finally
            {
                club._pinged.Release();
            }
        }
    }
}
