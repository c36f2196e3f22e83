using System.Collections.Concurrent;
using RailHub.Contracts;
using RailHub.Gateway.Hosting;

namespace RailHub.Gateway.Dashboards;

/// <summary>
/// The one subscriber of this gateway process: hears every layout and board of the club, and hands the news to the relays of the
/// layouts. Subscriptions are renewed every few seconds, which also finds grains that came to life elsewhere; each by itself, so that
/// one that fails or hangs lets no other lapse.
/// </summary>
internal sealed partial class ClubRelay : BackgroundService, IClubObserver, ILayoutObserver, IControllerObserver
{
    internal static readonly TimeSpan TelemetryPeriod = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long an answer is waited for before it is asked for again: a silo that stands still answers nothing, and its grains come to life
    /// elsewhere meanwhile. Grains themselves answer at once.
    /// </summary>
    internal static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(3);

    // How much later than it could be known viewers hear that a board is not heard of; and how soon the club is found that was lost.
    private static readonly TimeSpan s_silencePeriod = TimeSpan.FromSeconds(1);

    // Counts on the layout list need no more.
    internal static readonly TimeSpan SummaryRest = TimeSpan.FromMilliseconds(250);

    private static readonly Refusal s_layoutUnknown = Refusal.NotFound(RefusalCodes.LayoutUnknown, "There is no such layout.");

    private readonly IGrainFactory _grains;
    private readonly ClusterWays _ways;
    private readonly TimeProvider _time;
    private readonly GatewayInstruments _instruments;
    private readonly ILogger<ClubRelay> _logger;
    private readonly Lock _rosters = new();
    private readonly ConcurrentDictionary<LayoutId, LayoutRelay> _layouts = new();
    private readonly ConcurrentDictionary<MacAddress, LayoutId> _homes = new();
    private readonly TaskCompletionSource<bool> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<object, Task> _renewing = new();

    // What was asked in vain is asked every second until it answers.
    private readonly ConcurrentDictionary<object, Func<Task<bool>>> _failed = new();
    private readonly Pace _pace;
    private readonly LastWord _word;
    private IClubObserver? _clubObserver;
    private ILayoutObserver? _layoutObserver;
    private IControllerObserver? _controllerObserver;
    private volatile ClubRoster _club = new(0, 0, []);
    private long _frame;

    // A number is never given twice, so that no late frame is taken for another layout's; and each gateway begins somewhere else, so that
    // who comes from another one takes none of its frames for those.
    private int _feeds = Random.Shared.Next(1 << 30);

    // Whether viewers and the log were told that the club is lost: it is from the beginning.
    private bool _toldLost = true;

    public ClubRelay(IGrainFactory grains, ClusterWays ways, TimeProvider time, GatewayInstruments instruments, ILogger<ClubRelay> logger)
    {
        (_grains, _ways, _time, _instruments, _logger) = (grains, ways, time, instruments, logger);
        Viewers = new ClubViewers(instruments);
        _pace = new Pace(WriteClubFrame, SummaryRest, time, logger);
        _word = new LastWord(time);
        instruments.Watch(this);
    }

    public ClubViewers Viewers { get; }

    /// <summary>The layouts of the club, as far as they were heard of.</summary>
    public IEnumerable<LayoutRelay> Layouts => _layouts.Values;

    /// <summary>For how long nothing was heard of the club.</summary>
    public TimeSpan Silence => _word.Silence;

    /// <summary>Completes when all layouts and boards were heard of once, or asked in vain.</summary>
    public Task<bool> Ready => _ready.Task;

    /// <summary>Whether any of the club is heard of: it is lost when no renewal was answered for a while, and before the first one is.</summary>
    public Contact Contact => _word.Contact;

    /// <summary>Whether the club was ever heard of.</summary>
    public bool WasHeard => _word.WasHeard;

    public LayoutRelay? Find(LayoutId layout) => _layouts.GetValueOrDefault(layout);

    /// <summary>
    /// A layout. One that was made just now may not be known yet: so the club is asked before the answer is no; and one that was never heard
    /// of is asked before it is shown without anything in it.
    /// </summary>
    public async Task<Outcome<LayoutRelay>> FindOrAsk(LayoutId layout, CancellationToken cancellation)
    {
        var wasAsked = await Asked(Ready, cancellation)
            && (Find(layout) is { WasHeard: true } || await Asked(Attempt(layout, () => Ask(layout)), cancellation));
        if (Find(layout) is { } known)
        {
            if (!known.WasHeard)
            {
                known.NoteSilence();
            }

            return known;
        }

        return wasAsked ? s_layoutUnknown : ClubAway.Refusal;
    }

    /// <summary>The layouts, when they were heard of or that takes too long.</summary>
    public async Task<ClubFrame> ClubOrAsk(CancellationToken cancellation)
    {
        await Asked(Ready, cancellation);
        return Club();
    }

    public ClubFrame Club() => new(
        Interlocked.Read(ref _frame),
        [.. _club.Layouts.Select(layout => Find(layout.Id)?.Summary() ?? new LayoutSummary(layout, 0, 0, 0, 0, 0))],
        Contact is { LostSince: not null } lost ? lost : null);

    public void Forget(string connectionId)
    {
        Viewers.Remove(connectionId);
        foreach (var layout in _layouts.Values)
        {
            layout.Viewers.Remove(connectionId);
            layout.TelemetryViewers.Remove(connectionId);
        }
    }

    public void OnClubChanged(ClubRoster roster) => _ = Attempt("the club", () => TakeClub(roster));

    public void OnLayoutChanged(LayoutRoster roster) => _ = Attempt(roster.Id, () => TakeLayout(roster));

    public void OnShowsChanged(LayoutId layout, long epoch, long version, IReadOnlyList<ShowSummary> shows) =>
        Find(layout)?.OnShows(epoch, version, shows);

    public void OnControllerChanged(MacAddress controller, ControllerChange change)
    {
        if (FindHome(controller)?.OnChange(controller, change) == false)
        {
            _ = AskUntilAnswered(controller, () => Subscribe(controller));
        }
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken);
        await Asked(Ready, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.WhenAll(
            Repeat(() => _ = Renew(), Subscriptions.Renewal, stoppingToken),
            RenewAfterLosses(stoppingToken),
            Repeat(SendTelemetry, TelemetryPeriod, stoppingToken),
            Repeat(NoteSilence, s_silencePeriod, stoppingToken));
    }

    /// <summary>Says good-bye to the grains, so that none tells news to a process that is gone until its lease runs out.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (Contact.LostSince is not null)
        {
            // Nobody is there to be told; leases run out.
            return;
        }

        try
        {
            await Task.WhenAll(
            [
                .. _homes.Keys.Select(controller => _grains.Controller(controller).Unsubscribe(_controllerObserver!)),
                .. _layouts.Keys.Select(layout => _grains.Layout(layout).Unsubscribe(_layoutObserver!)),
                _grains.Club().Unsubscribe(_clubObserver!),
            ]).WaitAsync(cancellationToken);
        }
        catch (Exception failure)
        {
            LogNotUnsubscribed(failure);
        }
    }

    /// <summary>
    /// Begins to renew what is not being renewed; completes when all is. Between two, whatever else the process has to do gets its turn:
    /// people's commands do not queue behind the renewals of thousands.
    /// </summary>
    internal async Task Renew()
    {
        List<Task> all = [Renew(IClubGrain.Key, RenewClub)];
        foreach (var layout in _layouts.Keys)
        {
            all.Add(Renew(layout, () => Subscribe(layout)));
            await Task.Yield();
        }

        foreach (var controller in _homes.Keys)
        {
            all.Add(Renew(controller, () => Subscribe(controller)));
            await Task.Yield();
        }

        await Task.WhenAll(all);
    }

    /// <summary>Completes when a subscription is not being renewed (any more).</summary>
    internal Task Renewal(object subscription) => _renewing.GetValueOrDefault(subscription) ?? Task.CompletedTask;

    private async Task Repeat(Action work, TimeSpan period, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(period, _time);
        do
        {
            work();
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }

    // Whoever lived where the way led comes to life elsewhere, and is not to wait for the next round to be heard of again.
    private async Task RenewAfterLosses(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            using var loss = CancellationTokenSource.CreateLinkedTokenSource(_ways.Lost, stopping);
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, loss.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stopping.IsCancellationRequested)
            {
                _ = Renew();
            }
        }
    }

    private async Task Renew(object subscription, Func<Task<bool>> work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var underWay = _renewing.GetOrAdd(subscription, done.Task);
        if (underWay != done.Task)
        {
            await underWay;
            return;
        }

        await AskUntilAnswered(subscription, work);
        _renewing.TryRemove(subscription, out _);
        done.SetResult();
    }

    private async Task AskUntilAnswered(object subscription, Func<Task<bool>> work)
    {
        CancellationToken way;
        do
        {
            way = _ways.Lost;
            if (await Attempt(subscription, work))
            {
                _failed.TryRemove(subscription, out _);
                return;
            }

            _failed[subscription] = work;
        }
        while (way.IsCancellationRequested);
    }

    // What is known stays on the screens when this fails: a silo is starting or gone, and it is tried again.
    private async Task<bool> Attempt(object subject, Func<Task<bool>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception failure)
        {
            if (_failed.ContainsKey(subject))
            {
                LogStillNotHeard(failure, subject);
            }
            else
            {
                LogNotHeard(failure, subject);
            }

            return false;
        }
    }

    private Task<T> Answer<T>(Func<Task<T>> call) => _ways.AnswerAsync(call, AnswerLimit, _time);

    /// <summary>Whether it came to a good end before somebody who waits for it would lose patience.</summary>
    private async Task<bool> Asked(Task<bool> asking, CancellationToken cancellation)
    {
        try
        {
            return await asking.WaitAsync(AnswerLimit, _time, cancellation);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task<bool> RenewClub()
    {
        // Until the Orleans client has started, it throws what it stumbles over (10.4.2: NullReferenceException, ArgumentException).
        _clubObserver ??= _grains.CreateObjectReference<IClubObserver>(this);
        _layoutObserver ??= _grains.CreateObjectReference<ILayoutObserver>(this);
        _controllerObserver ??= _grains.CreateObjectReference<IControllerObserver>(this);
        var known = _club;
        if (await Answer(() => _grains.Club().Subscribe(_clubObserver, known.Epoch, known.Version)) is { } news)
        {
            await TakeClub(news);
        }
        else
        {
            Hear();
        }

        // A board that cannot be heard of keeps the others from nobody's screen.
        _ready.TrySetResult(true);
        return true;
    }

    // A grain of the club answered.
    private void Hear()
    {
        if (!_word.Hear())
        {
            return;
        }

        _toldLost = false;
        LogFound();
        _pace.Ask();

        // Whatever came to life elsewhere is found now, and not only with the next round.
        _ = Renew();
    }

    private void NoteSilence()
    {
        if (Contact.LostSince is { } since && !_toldLost)
        {
            _toldLost = true;
            LogLost(since);
            _pace.Ask();
        }

        foreach (var (subscription, work) in _failed)
        {
            _ = Renew(subscription, work);
        }

        foreach (var layout in _layouts.Values)
        {
            layout.NoteSilence();
        }
    }

    private async Task<bool> TakeClub(ClubRoster club)
    {
        var strangers = Put(club);

        // Not before the layouts are known: a list without any would look true.
        Hear();
        if (strangers is not null)
        {
            _pace.Ask();
            await Task.WhenAll(strangers.Select(stranger => AskUntilAnswered(stranger, () => Subscribe(stranger))));
        }

        return true;
    }

    /// <summary>Takes in the layouts; gives those that are new, or null when the roster is no news.</summary>
    private List<LayoutId>? Put(ClubRoster club)
    {
        lock (_rosters)
        {
            if ((club.Epoch, club.Version).CompareTo((_club.Epoch, _club.Version)) <= 0)
            {
                return null;
            }

            _club = club;
            List<LayoutId> strangers = [];
            foreach (var layout in club.Layouts)
            {
                if (_layouts.TryGetValue(layout.Id, out var relay))
                {
                    relay.Rename(layout);
                }
                else
                {
                    _layouts[layout.Id] = new LayoutRelay(++_feeds, layout, _pace.Ask, _time, _instruments, _logger);
                    strangers.Add(layout.Id);
                }
            }

            foreach (var gone in _layouts.Keys.Except(club.Layouts.Select(layout => layout.Id)).ToArray())
            {
                if (_layouts.TryRemove(gone, out var relay))
                {
                    relay.Leave();
                    SetHomes(gone, []);
                }
            }

            return strangers;
        }
    }

    private async Task<bool> TakeLayout(LayoutRoster roster)
    {
        IReadOnlyList<MacAddress> strangers;
        lock (_rosters)
        {
            if (Find(roster.Id)?.OnRoster(roster) is not { } unheard)
            {
                return true;
            }

            strangers = unheard;
            SetHomes(roster.Id, [.. roster.Controllers.Select(controller => controller.Id)]);
        }

        _pace.Ask();
        await Task.WhenAll(strangers.Select(stranger => AskUntilAnswered(stranger, () => Subscribe(stranger))));
        return true;
    }

    private void SetHomes(LayoutId layout, HashSet<MacAddress> controllers)
    {
        foreach (var controller in controllers)
        {
            _homes[controller] = layout;
        }

        foreach (var (left, home) in _homes)
        {
            if (home == layout && !controllers.Contains(left))
            {
                _homes.TryRemove(left, out _);
            }
        }
    }

    private async Task<bool> Ask(LayoutId layout) =>
        _layouts.ContainsKey(layout) ? await Subscribe(layout) : await TakeClub(await Answer(() => _grains.Club().GetRoster()));

    /// <summary>Whether it answered, and not only that it is just moving or going.</summary>
    private async Task<bool> Subscribe(LayoutId layout)
    {
        if (Find(layout) is not { } relay)
        {
            return true;
        }

        var (epoch, roster, shows) = relay.Known;
        var report = (await Answer(() => _grains.Layout(layout).Subscribe(_layoutObserver!, epoch, roster, shows))).Value;
        Hear();
        if (report?.Roster is { } news)
        {
            await TakeLayout(news);
        }
        else if (report is not null)
        {
            relay.OnNothingNew(report.Epoch);
        }

        return report is not null;
    }

    private async Task<bool> Subscribe(MacAddress controller)
    {
        if (FindHome(controller)?.LastHeard(controller) is not (var epoch, var number))
        {
            return true;
        }

        var way = _ways.Lost;
        Outcome<ControllerReport> answer;
        try
        {
            answer = await Answer(() => _grains.Controller(controller).Subscribe(_controllerObserver!, epoch, number));
        }
        catch (Exception) when (!way.IsCancellationRequested)
        {
            FindHome(controller)?.NoteSilence(controller);
            throw;
        }

        Hear();
        if (answer.Value is { } report)
        {
            FindHome(controller)?.OnReport(controller, report);
        }

        return answer.Value is not null;
    }

    private LayoutRelay? FindHome(MacAddress controller) => _homes.TryGetValue(controller, out var home) ? Find(home) : null;

    private bool WriteClubFrame()
    {
        Interlocked.Increment(ref _frame);
        Viewers.Send(Club());
        return true;
    }

    private void SendTelemetry()
    {
        foreach (var (id, layout) in _layouts)
        {
            if (layout.TelemetryViewers.Count > 0)
            {
                _ = Renew((id, nameof(SendTelemetry)), () => SendTelemetry(id, layout));
            }
        }
    }

    private async Task<bool> SendTelemetry(LayoutId id, LayoutRelay layout)
    {
        var boards = await Task.WhenAll(layout.Controllers.Select(AskTelemetry));
        layout.TelemetryViewers.Send(new LayoutTelemetry(id, [.. boards.OfType<ControllerTelemetry>()]));
        return true;
    }

    private async Task<ControllerTelemetry?> AskTelemetry(MacAddress controller)
    {
        ControllerTelemetry? telemetry = null;
        await Attempt(controller, async () => (telemetry = await Answer(() => _grains.Controller(controller).GetTelemetry())) is not null);
        return telemetry;
    }

    [LoggerMessage(LogLevel.Warning, "Hearing {Subject} failed")]
    private partial void LogNotHeard(Exception failure, object subject);

    [LoggerMessage(LogLevel.Debug, "Hearing {Subject} failed again")]
    private partial void LogStillNotHeard(Exception failure, object subject);

    [LoggerMessage(LogLevel.Warning, "Nothing is heard of the club since {Since:O}; it is looked for every second")]
    private partial void LogLost(DateTimeOffset since);

    [LoggerMessage(LogLevel.Information, "The club is heard of")]
    private partial void LogFound();

    [LoggerMessage(LogLevel.Warning, "Saying good-bye to the club failed")]
    private partial void LogNotUnsubscribed(Exception failure);
}
