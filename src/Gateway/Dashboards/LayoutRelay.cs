using RailHub.Contracts;
using RailHub.Grains;

namespace RailHub.Gateway.Dashboards;

/// <summary>One layout on its way from the grains to those who watch it.</summary>
internal sealed class LayoutRelay
{
    private readonly Lock _lock = new();
    private readonly LayoutFeed _feed;
    private readonly Pace _pace;
    private readonly Action _summaryChanged;
    private readonly Dictionary<MacAddress, (long Epoch, long Number)> _heard = [];
    private (long Epoch, long Version) _roster;

    public LayoutRelay(Layout layout, Action summaryChanged, TimeProvider time, ILogger logger)
    {
        _feed = new LayoutFeed(layout);
        _summaryChanged = summaryChanged;
        _pace = new Pace(WriteFrame, TimeSpan.Zero, time, logger);
    }

    public Viewers Viewers { get; } = new();

    public Viewers TelemetryViewers { get; } = new();

    public IReadOnlyList<MacAddress> Controllers
    {
        get
        {
            lock (_lock)
            {
                return _feed.Controllers;
            }
        }
    }

    public LayoutSummary Summary()
    {
        lock (_lock)
        {
            return _feed.Summary();
        }
    }

    public LayoutSnapshot Snapshot()
    {
        lock (_lock)
        {
            // What is waiting goes out as a frame of its own later; the snapshot has it already, which does no harm.
            return _feed.Snapshot();
        }
    }

    public void Rename(Layout layout) => Change(() => _feed.Rename(layout));

    public void Leave() => Change(_feed.Leave);

    /// <summary>Takes in a roster; gives the boards that have not been heard of yet, or null when the roster is no news.</summary>
    public IReadOnlyList<MacAddress>? OnRoster(LayoutRoster roster)
    {
        MacAddress[]? strangers = null;
        Change(() =>
        {
            if ((roster.Epoch, roster.Version).CompareTo(_roster) <= 0)
            {
                return;
            }

            _roster = (roster.Epoch, roster.Version);
            _feed.SetRoster(roster.Controllers, roster.Scenes, roster.ChasingGroups);
            strangers = [.. _feed.Controllers.Where(id => !_feed.Knows(id))];

            // A board that left may come back, and then all that it says is news.
            foreach (var left in _heard.Keys.Except(_feed.Controllers).ToArray())
            {
                _heard.Remove(left);
            }
        });
        return strangers;
    }

    /// <summary>Takes in a board's whole state.</summary>
    public void OnReport(ControllerReport report) => Change(() =>
    {
        var id = report.State.Controller.Id;
        if (_feed.Controllers.Contains(id) && IsNews(id, report.Epoch, report.Number))
        {
            _heard[id] = (report.Epoch, report.Number);
            _feed.Put(report.State);
        }
    });

    /// <summary>Takes in a change; <see langword="false"/> when one before it was missed and the whole state is needed.</summary>
    public bool OnChange(MacAddress id, ControllerChange change)
    {
        var fits = true;
        Change(() =>
        {
            if (!_feed.Controllers.Contains(id) || !IsNews(id, change.Epoch, change.Number))
            {
                return;
            }

            if (change.Whole is { } whole)
            {
                _feed.Put(whole);
            }
            else if (_heard.TryGetValue(id, out var heard) && heard == (change.Epoch, change.Number - 1))
            {
                _feed.Apply(change.Delta!);
            }
            else
            {
                fits = false;
                return;
            }

            _heard[id] = (change.Epoch, change.Number);
        });
        return fits;
    }

    private bool IsNews(MacAddress id, long epoch, long number) =>
        !_heard.TryGetValue(id, out var heard) || epoch > heard.Epoch || (epoch == heard.Epoch && number > heard.Number);

    private void Change(Action change)
    {
        bool news;
        lock (_lock)
        {
            change();
            news = _feed.HasNews;
        }

        if (news)
        {
            _pace.Ask();
            _summaryChanged();
        }
    }

    private bool WriteFrame()
    {
        LayoutDelta frame;
        lock (_lock)
        {
            if (!_feed.HasNews)
            {
                return false;
            }

            frame = _feed.TakeFrame();
        }

        Viewers.Send(nameof(IDashboard.LayoutChanged), frame);
        return true;
    }
}
