using System.Collections.Concurrent;
using RailHub.Contracts;

namespace RailHub.Gateway.Dashboards;

/// <summary>
/// The one subscriber of this gateway process: hears every layout and board of the club, and hands the news to the relays of the
/// layouts. Subscriptions are renewed every few seconds, which also finds grains that came to life elsewhere; each by itself, so that
/// one that fails or hangs lets no other lapse.
/// </summary>
internal sealed partial class ClubRelay : BackgroundService, IClubObserver, ILayoutObserver, IControllerObserver
{
    internal static readonly TimeSpan TelemetryPeriod = TimeSpan.FromSeconds(2);

    // How much later than it could be known viewers hear that a board is not heard of.
    private static readonly TimeSpan s_silencePeriod = TimeSpan.FromSeconds(1);

    // Counts on the layout list need no more.
    internal static readonly TimeSpan SummaryRest = TimeSpan.FromMilliseconds(250);

    private readonly IGrainFactory _grains;
    private readonly TimeProvider _time;
    private readonly ILogger<ClubRelay> _logger;
    private readonly Lock _rosters = new();
    private readonly ConcurrentDictionary<LayoutId, LayoutRelay> _layouts = new();
    private readonly ConcurrentDictionary<MacAddress, LayoutId> _homes = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<object, Task> _renewing = new();
    private readonly Pace _pace;
    private IClubObserver? _clubObserver;
    private ILayoutObserver? _layoutObserver;
    private IControllerObserver? _controllerObserver;
    private ClubRoster _club = new(0, 0, []);
    private long _frame;

    // How many layouts had a feed: a number is never given twice, so that no late frame is taken for another layout's.
    private int _feeds;

    public ClubRelay(IGrainFactory grains, TimeProvider time, ILogger<ClubRelay> logger)
    {
        (_grains, _time, _logger) = (grains, time, logger);
        _pace = new Pace(WriteClubFrame, SummaryRest, time, logger);
    }

    public Viewers<ClubFrame> Viewers { get; } = new(nameof(IDashboard.ClubChanged), static frame => [frame], static (_, newest) => newest);

    /// <summary>Completes when all layouts and boards were heard of once.</summary>
    public Task Ready => _ready.Task;

    public LayoutRelay? Find(LayoutId layout) => _layouts.GetValueOrDefault(layout);

    /// <summary>
    /// A layout, when all were heard of. One that was made just now may not be among them yet: so the club is asked before the answer is no.
    /// </summary>
    public async Task<LayoutRelay?> FindOrAsk(LayoutId layout, CancellationToken cancellation)
    {
        await Ready.WaitAsync(cancellation);
        if (!_layouts.ContainsKey(layout))
        {
            await TakeClub(await _grains.Club().GetRoster());
        }

        return Find(layout);
    }

    public ClubFrame Club() => new(
        Interlocked.Read(ref _frame), [.. _club.Layouts.Select(layout => Find(layout.Id)?.Summary() ?? new LayoutSummary(layout, 0, 0, 0, 0, 0))]);

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
            _ = Attempt(controller, () => Subscribe(controller));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _clubObserver = _grains.CreateObjectReference<IClubObserver>(this);
        _layoutObserver = _grains.CreateObjectReference<ILayoutObserver>(this);
        _controllerObserver = _grains.CreateObjectReference<IControllerObserver>(this);
        await Task.WhenAll(
            Repeat(() => _ = Renew(), Subscriptions.Renewal, stoppingToken),
            Repeat(SendTelemetry, TelemetryPeriod, stoppingToken),
            Repeat(NoteSilence, s_silencePeriod, stoppingToken));
    }

    /// <summary>Says good-bye to the grains, so that none tells news to a process that is gone until its lease runs out.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_controllerObserver is null)
        {
            // Stopped before it began.
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

    private async Task Renew(object subscription, Func<Task> work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var underWay = _renewing.GetOrAdd(subscription, done.Task);
        if (underWay != done.Task)
        {
            await underWay;
            return;
        }

        await Attempt(subscription, work);
        _renewing.TryRemove(subscription, out _);
        done.SetResult();
    }

    // What is known stays on the screens when this fails: a silo is starting or gone, and the next round tries again.
    private async Task Attempt(object subject, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception failure)
        {
            LogNotHeard(failure, subject);
        }
    }

    private async Task RenewClub()
    {
        await TakeClub(await _grains.Club().Subscribe(_clubObserver!));

        // A board that cannot be heard of keeps the others from nobody's screen.
        _ready.TrySetResult();
    }

    private void NoteSilence()
    {
        foreach (var layout in _layouts.Values)
        {
            layout.NoteSilence();
        }
    }

    private async Task TakeClub(ClubRoster club)
    {
        List<LayoutId> strangers = [];
        lock (_rosters)
        {
            if ((club.Epoch, club.Version).CompareTo((_club.Epoch, _club.Version)) <= 0)
            {
                return;
            }

            _club = club;
            foreach (var layout in club.Layouts)
            {
                if (_layouts.TryGetValue(layout.Id, out var relay))
                {
                    relay.Rename(layout);
                }
                else
                {
                    _layouts[layout.Id] = new LayoutRelay(++_feeds, layout, _pace.Ask, _time, _logger);
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
        }

        _pace.Ask();
        await Task.WhenAll(strangers.Select(stranger => Attempt(stranger, () => Subscribe(stranger))));
    }

    private async Task TakeLayout(LayoutRoster roster)
    {
        IReadOnlyList<MacAddress> strangers;
        lock (_rosters)
        {
            if (Find(roster.Id)?.OnRoster(roster) is not { } unheard)
            {
                return;
            }

            strangers = unheard;
            SetHomes(roster.Id, [.. roster.Controllers.Select(controller => controller.Id)]);
        }

        _pace.Ask();
        await Task.WhenAll(strangers.Select(stranger => Attempt(stranger, () => Subscribe(stranger))));
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

    private async Task Subscribe(LayoutId layout)
    {
        if ((await _grains.Layout(layout).Subscribe(_layoutObserver!)).Value is { } roster)
        {
            await TakeLayout(roster);
        }
    }

    private async Task Subscribe(MacAddress controller)
    {
        if (FindHome(controller)?.LastHeard(controller) is not (var epoch, var number))
        {
            return;
        }

        if ((await _grains.Controller(controller).Subscribe(_controllerObserver!, epoch, number)).Value is { } report)
        {
            FindHome(controller)?.OnReport(controller, report);
        }
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

    private async Task SendTelemetry(LayoutId id, LayoutRelay layout)
    {
        var boards = await Task.WhenAll(layout.Controllers.Select(AskTelemetry));
        layout.TelemetryViewers.Send(new LayoutTelemetry(id, [.. boards.OfType<ControllerTelemetry>()]));
    }

    private async Task<ControllerTelemetry?> AskTelemetry(MacAddress controller)
    {
        ControllerTelemetry? telemetry = null;
        await Attempt(controller, async () => telemetry = await _grains.Controller(controller).GetTelemetry());
        return telemetry;
    }

    [LoggerMessage(LogLevel.Warning, "Hearing {Subject} failed")]
    private partial void LogNotHeard(Exception failure, object subject);

    [LoggerMessage(LogLevel.Warning, "Saying good-bye to the club failed")]
    private partial void LogNotUnsubscribed(Exception failure);
}
