using RailHub.Contracts;
using RailHub.Gateway.Hosting;

namespace RailHub.Gateway.Dashboards;

/// <summary>One layout on its way from the grains to those who watch it.</summary>
internal sealed class LayoutRelay
{
    private readonly Lock _lock = new();
    private readonly LayoutFeed _feed;
    private readonly Pace _pace;
    private readonly Action _summaryChanged;
    private readonly TimeProvider _time;
    private readonly GatewayInstruments _instruments;
    private readonly LastWord _word;
    private readonly Dictionary<MacAddress, Heard> _heard = [];

    // The links of boards that were not heard of for too long, as they were told last.
    private readonly Dictionary<MacAddress, LinkStatus> _silent = [];
    private LayoutSnapshot? _snapshot;

    // Since when something waits for the next frame; null while nothing does.
    private long? _newsSince;
    private (long Epoch, long Version) _roster;

    // Shows are also told without the rest of the roster, counted together with it.
    private (long Epoch, long Version) _shows;

    public LayoutRelay(int feed, Layout layout, Action summaryChanged, TimeProvider time, GatewayInstruments instruments, ILogger logger)
    {
        Viewers = new Viewers<LayoutFrame>(
            nameof(IDashboard.LayoutChanged),
            static frame => [frame.Feed, frame.Number, frame.Delta],
            static (missed, frame) => missed.Then(frame) ?? frame,
            instruments);
        TelemetryViewers = new Viewers<LayoutTelemetry>(
            nameof(IDashboard.TelemetryChanged), static telemetry => [telemetry], static (_, newest) => newest, instruments);
        Id = layout.Id;
        _instruments = instruments;
        _feed = new LayoutFeed(feed, layout);
        _word = new LastWord(time);
        _summaryChanged = summaryChanged;
        _time = time;
        _pace = new Pace(WriteFrame, TimeSpan.Zero, time, logger);
    }

    public LayoutId Id { get; }

    public Viewers<LayoutFrame> Viewers { get; }

    public Viewers<LayoutTelemetry> TelemetryViewers { get; }

    /// <summary>The layout's name, as it was heard last.</summary>
    public string Name
    {
        get
        {
            lock (_lock)
            {
                return _feed.Layout.Name;
            }
        }
    }

    /// <summary>Of how many boards it is not known how they are.</summary>
    public int Unheard
    {
        get
        {
            lock (_lock)
            {
                return _silent.Count;
            }
        }
    }

    /// <summary>The guest links, as they were heard last.</summary>
    public IReadOnlyList<GuestDoor> GuestLinks
    {
        get
        {
            lock (_lock)
            {
                return _feed.GuestLinks;
            }
        }
    }

    /// <summary>Who has the controls, as it was heard last.</summary>
    public Claim Claim
    {
        get
        {
            lock (_lock)
            {
                return _feed.Claim;
            }
        }
    }

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

    /// <summary>What people call a thing of the layout (<see cref="LayoutFeed.NameOf(object)"/>).</summary>
    public string? NameOf(object thing)
    {
        lock (_lock)
        {
            return _feed.NameOf(thing);
        }
    }

    public LayoutSummary Summary()
    {
        lock (_lock)
        {
            return _feed.Summary();
        }
    }

    /// <summary>The layout for a viewer.</summary>
    public LayoutSnapshot Snapshot()
    {
        _instruments.Snapshot();
        return Look();
    }

    /// <summary>The layout, whole: the same object for all who ask between two frames, so that it is serialised once.</summary>
    public LayoutSnapshot Look()
    {
        lock (_lock)
        {
            // What is waiting goes out as a frame of its own later; that the snapshot may have some of it already does no harm.
            return _snapshot?.Frame == _feed.Frame ? _snapshot : _snapshot = _feed.Snapshot();
        }
    }

    public void Rename(Layout layout) => Change(() => _feed.Rename(layout));

    public void Leave() => Change(_feed.Leave);

    /// <summary>Whether the layout's own grain was ever heard of: before that, what is here is empty.</summary>
    public bool WasHeard => _word.WasHeard;

    /// <summary>What is known of the layout: the owner epoch, and the versions of roster and shows; zeros when it was not heard of.</summary>
    public (long Epoch, long Roster, long Shows) Known
    {
        get
        {
            lock (_lock)
            {
                return (_roster.Epoch, _roster.Version, _shows.Epoch == _roster.Epoch ? _shows.Version : 0);
            }
        }
    }

    /// <summary>Takes in that the layout's grain answered that nothing is new.</summary>
    public void OnNothingNew(long epoch) => Change(() => Hear(epoch));

    /// <summary>Takes in a roster; gives the boards that have not been heard of yet, or null when the roster is no news.</summary>
    public IReadOnlyList<MacAddress>? OnRoster(LayoutRoster roster)
    {
        MacAddress[]? strangers = null;
        Change(() =>
        {
            TakeShows(roster.Epoch, roster.Version, roster.Shows);
            Hear(roster.Epoch);
            if ((roster.Epoch, roster.Version).CompareTo(_roster) <= 0)
            {
                return;
            }

            _roster = (roster.Epoch, roster.Version);
            _feed.SetRoster(roster);
            strangers = [.. _feed.Controllers.Where(id => !_feed.Knows(id))];

            // A board that left may come back, and then all that it says is news.
            foreach (var left in _heard.Keys.Except(_feed.Controllers).ToArray())
            {
                _heard.Remove(left);
                _silent.Remove(left);
            }
        });
        return strangers;
    }

    /// <summary>Takes in how the shows run.</summary>
    public void OnShows(long epoch, long version, IReadOnlyList<ShowSummary> shows) => Change(() => TakeShows(epoch, version, shows));

    /// <summary>The last change of a board that is known here; zeros when it was not heard of.</summary>
    public (long Epoch, long Number) LastHeard(MacAddress id)
    {
        lock (_lock)
        {
            return _heard.TryGetValue(id, out var heard) ? (heard.Epoch, heard.Number) : default;
        }
    }

    /// <summary>Takes in what a board answered: its whole state, or that nothing is new.</summary>
    public void OnReport(MacAddress id, ControllerReport report) => Change(() =>
    {
        if (!_feed.Controllers.Contains(id))
        {
            return;
        }

        if (report.State is { } state && IsNews(id, report.Epoch, report.Number))
        {
            Put(state, report.Epoch, report.Number);
        }
        else if (_heard.TryGetValue(id, out var heard) && heard.Epoch == report.Epoch)
        {
            // At least as new as this answer: it says that the board's grain is there.
            _heard[id] = heard with { At = _time.GetTimestamp() };
            if (_silent.Remove(id, out var link))
            {
                _feed.Apply(id, new ControllerDelta(Link: link));
            }
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
                Put(whole, change.Epoch, change.Number);
                return;
            }

            var delta = change.Delta!;
            if (_silent.TryGetValue(id, out var link) && delta.Link is null)
            {
                delta = delta with { Link = link };
            }

            fits = _heard.TryGetValue(id, out var heard) && (heard.Epoch, heard.Number) == (change.Epoch, change.Number - 1) && _feed.Apply(id, delta);
            if (fits)
            {
                _heard[id] = new Heard(change.Epoch, change.Number, _time.GetTimestamp());
                _silent.Remove(id);
            }
        });
        return fits;
    }

    /// <summary>Says of the layout and of boards that were not heard of for too long that it is not known how they are.</summary>
    public void NoteSilence() => Change(() =>
    {
        _feed.SetContact(_word.Contact);
        foreach (var (id, heard) in _heard)
        {
            if (_time.GetElapsedTime(heard.At) > LastWord.Limit)
            {
                Silence(id);
            }
        }
    });

    /// <summary>Says of a board that was asked in vain that it is not known how it is.</summary>
    public void NoteSilence(MacAddress id) => Change(() =>
    {
        if (_heard.ContainsKey(id))
        {
            Silence(id);
        }
    });

    private void Silence(MacAddress id)
    {
        if (!_silent.ContainsKey(id))
        {
            _silent[id] = _feed.LinkOf(id);
            _feed.Apply(id, new ControllerDelta(Link: new LinkStatus(LinkState.Stale, _time.GetUtcNow(), LinkReason.NotHeard)));
        }
    }

    // An activation that was replaced does not say that the layout is there.
    private void Hear(long epoch)
    {
        if (epoch >= _roster.Epoch)
        {
            _word.Hear();
            _feed.SetContact(_word.Contact);
        }
    }

    private void TakeShows(long epoch, long version, IReadOnlyList<ShowSummary> shows)
    {
        if ((epoch, version).CompareTo(_shows) > 0)
        {
            _shows = (epoch, version);
            _feed.SetShows(shows);
        }
    }

    private void Put(ControllerState state, long epoch, long number)
    {
        var id = state.Controller.Id;
        _heard[id] = new Heard(epoch, number, _time.GetTimestamp());
        _silent.Remove(id);
        _feed.Put(state);
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
            if (news)
            {
                _newsSince ??= _time.GetTimestamp();
            }
        }

        if (news)
        {
            _pace.Ask();
            _summaryChanged();
        }
    }

    private bool WriteFrame()
    {
        LayoutFrame frame;
        long since;
        lock (_lock)
        {
            if (!_feed.HasNews)
            {
                return false;
            }

            frame = _feed.TakeFrame();
            (since, _newsSince) = (_newsSince ?? _time.GetTimestamp(), null);
        }

        Viewers.Send(frame);
        _instruments.WentOut(_time.GetElapsedTime(since));
        return true;
    }

    /// <summary>What was heard of a board last, and when (a timestamp of the monotonic clock).</summary>
    private readonly record struct Heard(long Epoch, long Number, long At);
}
