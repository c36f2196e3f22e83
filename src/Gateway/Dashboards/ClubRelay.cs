using System.Collections.Concurrent;
using RailHub.Contracts;
using RailHub.Grains;

namespace RailHub.Gateway.Dashboards;

/// <summary>
/// The one subscriber of this gateway process: hears every layout and board of the club, and hands the news to the relays of the
/// layouts. Subscriptions are renewed every few seconds, which also finds grains that came to life elsewhere.
/// </summary>
internal sealed partial class ClubRelay : BackgroundService, IClubObserver, ILayoutObserver, IControllerObserver
{
    internal static readonly TimeSpan TelemetryPeriod = TimeSpan.FromSeconds(2);

    // Counts on the layout list need no more.
    internal static readonly TimeSpan SummaryRest = TimeSpan.FromMilliseconds(250);

    private readonly IGrainFactory _grains;
    private readonly TimeProvider _time;
    private readonly ILogger<ClubRelay> _logger;
    private readonly Lock _rosters = new();
    private readonly ConcurrentDictionary<LayoutId, LayoutRelay> _layouts = new();
    private readonly ConcurrentDictionary<MacAddress, LayoutId> _homes = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Pace _pace;
    private IClubObserver? _clubObserver;
    private ILayoutObserver? _layoutObserver;
    private IControllerObserver? _controllerObserver;
    private ClubRoster _club = new(0, []);
    private long _frame;

    public ClubRelay(IGrainFactory grains, TimeProvider time, ILogger<ClubRelay> logger)
    {
        (_grains, _time, _logger) = (grains, time, logger);
        _pace = new Pace(WriteClubFrame, SummaryRest, time, logger);
    }

    public Viewers Viewers { get; } = new();

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

    public void OnClubChanged(ClubRoster roster) => Finish(TakeClub(roster));

    public void OnLayoutChanged(LayoutRoster roster) => Finish(TakeLayout(roster));

    public void OnControllerChanged(MacAddress controller, ControllerChange change)
    {
        if (_homes.TryGetValue(controller, out var home) && Find(home) is { } layout && !layout.OnChange(controller, change))
        {
            Finish(Subscribe(controller));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _clubObserver = _grains.CreateObjectReference<IClubObserver>(this);
        _layoutObserver = _grains.CreateObjectReference<ILayoutObserver>(this);
        _controllerObserver = _grains.CreateObjectReference<IControllerObserver>(this);
        await Task.WhenAll(Repeat(Renew, Subscriptions.Renewal, stoppingToken), Repeat(SendTelemetry, TelemetryPeriod, stoppingToken));
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
            LogRoundFailed(failure);
        }
    }

    private async Task Repeat(Func<Task> work, TimeSpan period, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(period, _time);
        do
        {
            try
            {
                await work();
            }
            catch (Exception failure) when (!stopping.IsCancellationRequested)
            {
                // A silo is starting or gone: what is known stays on the screens, and the next round tries again.
                LogRoundFailed(failure);
            }
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }

    private async Task Renew()
    {
        await TakeClub(await _grains.Club().Subscribe(_clubObserver!));
        await Task.WhenAll(_layouts.Keys.Select(Subscribe));
        try
        {
            await Task.WhenAll(_homes.Keys.Select(Subscribe));
        }
        finally
        {
            // A board that cannot be heard of keeps the others from nobody's screen.
            _ready.TrySetResult();
        }
    }

    private async Task TakeClub(ClubRoster club)
    {
        List<LayoutId> strangers = [];
        lock (_rosters)
        {
            if (club.Version <= _club.Version)
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
                    _layouts[layout.Id] = new LayoutRelay(layout, _pace.Ask, _time, _logger);
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
        await Task.WhenAll(strangers.Select(Subscribe));
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
        await Task.WhenAll(strangers.Select(Subscribe));
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
        var report = (await _grains.Controller(controller).Subscribe(_controllerObserver!)).Value;
        if (report is not null && _homes.TryGetValue(controller, out var home))
        {
            Find(home)?.OnReport(report);
        }
    }

    // News come as calls that nobody waits for; what they start is finished here.
    private async void Finish(Task work)
    {
        try
        {
            await work;
        }
        catch (Exception failure)
        {
            LogRoundFailed(failure);
        }
    }

    private bool WriteClubFrame()
    {
        Interlocked.Increment(ref _frame);
        Viewers.Send(nameof(IDashboard.ClubChanged), Club());
        return true;
    }

    private async Task SendTelemetry()
    {
        foreach (var (id, layout) in _layouts)
        {
            if (layout.TelemetryViewers.Count > 0)
            {
                var boards = await Task.WhenAll(layout.Controllers.Select(controller => _grains.Controller(controller).GetTelemetry()));
                layout.TelemetryViewers.Send(
                    nameof(IDashboard.TelemetryChanged), new LayoutTelemetry(id, [.. boards.OfType<ControllerTelemetry>()]));
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Hearing the club failed")]
    private partial void LogRoundFailed(Exception failure);
}
