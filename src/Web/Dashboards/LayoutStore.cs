using RailHub.Contracts;

namespace RailHub.Web.Dashboards;

/// <summary>
/// A layout as this dashboard shows it: the platform's state, kept true by deltas, with the wishes of this dashboard over it
/// until they are answered. Belongs to the browser's one thread.
/// </summary>
/// <param name="layout">The layout.</param>
/// <param name="hub">Where it comes from.</param>
/// <param name="time">Paces commands.</param>
public sealed class LayoutStore(LayoutId layout, IDashboardHub hub, TimeProvider time) : IDisposable
{
    /// <summary>The shortest time between two commands for one output; a board takes about ten a second from everybody.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);

    /// <summary>How long an answer is shown when the platform's state does not follow it.</summary>
    public static readonly TimeSpan AnswerLasts = TimeSpan.FromSeconds(2);

    /// <summary>How long after a gateway that does not know the layout just now it is asked again.</summary>
    public static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(2);

    /// <summary>How long a refusal is shown.</summary>
    public static readonly TimeSpan RefusalLasts = TimeSpan.FromSeconds(10);

    private readonly Dictionary<OutputAddress, Wish> _wishes = [];
    private readonly Dictionary<MacAddress, (ControllerState Known, ControllerState Shown)> _shown = [];
    private readonly List<LayoutFrame> _early = [];
    private LayoutSnapshot? _known;
    private int _round;
    private bool _asking;
    private ITimer? _again;

    /// <summary>Something in here changed.</summary>
    public event Action? Changed;

    /// <summary>A request was refused before it reached a board.</summary>
    public event Action<OutputAddress, Refusal>? Refused;

    /// <summary>The layout; null before its first snapshot.</summary>
    public LayoutSnapshot? View { get; private set; }

    /// <summary>Why there is nothing to show; null while there is, or while it is awaited.</summary>
    public Refusal? Problem { get; private set; }

    /// <summary>Asks for the layout, whole: at the start, after the connection was lost, and when a delta is missing.</summary>
    public async Task RefreshAsync()
    {
        var round = ++_round;
        _again?.Dispose();
        _early.Clear();
        _asking = true;
        Outcome<LayoutSnapshot> outcome;
        try
        {
            outcome = await hub.WatchLayout(layout);
        }
        finally
        {
            if (round == _round)
            {
                _asking = false;
            }
        }

        if (round != _round)
        {
            return;
        }

        if (!outcome.Succeeded(out var snapshot, out var refusal))
        {
            Lose(refusal);
            return;
        }

        Problem = null;
        _known = snapshot;
        SettleWishes(null);
        foreach (var frame in _early.ToArray())
        {
            Receive(frame);
        }

        Show();
    }

    /// <summary>Takes what changed. Frames of other layouts are left alone.</summary>
    public void Receive(LayoutFrame frame)
    {
        if (_asking)
        {
            // Whose it is, says only the snapshot.
            _early.Add(frame);
            return;
        }

        if (_known is null || frame.Feed != _known.Feed)
        {
            return;
        }

        if (frame.Delta.Gone)
        {
            Problem = Refusal.NotFound(RefusalCodes.LayoutUnknown, "The layout was deleted.");
            _known = null;
            Show();
            return;
        }

        if (_known.With(frame) is not { } next)
        {
            _ = RefreshAfterGapAsync();
            return;
        }

        _known = next;
        SettleWishes(frame.Delta);
        Show();
    }

    /// <summary>Wants something of an output: shown at once, sent at once or as soon as the pace allows.</summary>
    public void SetOutput(OutputAddress address, OutputChange change)
    {
        if (!_wishes.TryGetValue(address, out var wish))
        {
            _wishes[address] = wish = new Wish();
        }

        wish.Add(change);
        Touch(address);
        Show();
        if (wish.Pace is null)
        {
            _ = SendAsync(address, wish);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _round++;
        _again?.Dispose();
        foreach (var wish in _wishes.Values)
        {
            wish.End();
        }

        _wishes.Clear();
    }

    private void Lose(Refusal refusal)
    {
        if (refusal.Kind == RefusalKind.Unavailable)
        {
            // It is away and not gone: what is known stays, and none of it looks live.
            _known = _known is null ? null : AsLost(_known);
            _again = time.CreateTimer(_ => _ = RefreshAfterGapAsync(), null, AskAgain, Timeout.InfiniteTimeSpan);
        }
        else
        {
            _known = null;
        }

        Problem = _known is null ? refusal : null;
        Show();
    }

    private LayoutSnapshot AsLost(LayoutSnapshot known)
    {
        var since = known.Contact?.LostSince ?? time.GetUtcNow();
        return known with
        {
            Contact = new Contact(since),
            Controllers =
            [
                .. known.Controllers.Select(state => state.Link.State == LinkState.Live
                    ? state with { Link = new LinkStatus(LinkState.Stale, since, LinkReason.NotHeard) }
                    : state),
            ],
        };
    }

    private async Task RefreshAfterGapAsync()
    {
        try
        {
            await RefreshAsync();
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            // The next delta finds the gap again; a connection that was lost begins with a snapshot anyway.
            Refused?.Invoke(default, new Refusal(RefusalKind.Unavailable, LocalRefusals.NotSent, broken.Message));
        }
    }

    private async Task SendAsync(OutputAddress address, Wish wish)
    {
        if (wish.TakeUnsent() is not { } change)
        {
            wish.Pace = null;
            RemoveIfSettled(address, wish);
            return;
        }

        wish.Pace?.Dispose();
        wish.Pace = time.CreateTimer(_ => _ = SendAsync(address, wish), null, Pace, Timeout.InfiniteTimeSpan);
        wish.InFlight++;
        var outcome = await AskAsync(address, change);
        wish.InFlight--;
        if (outcome.Refusal is { Kind: RefusalKind.TooMany } later && _wishes.ContainsValue(wish))
        {
            // The last word about a lamp is not lost because there were many before it.
            wish.PutBack();
            wish.Pace?.Dispose();
            wish.Pace = time.CreateTimer(
                _ => _ = SendAsync(address, wish), null, TimeSpan.FromSeconds(Math.Max(1, later.RetryAfter ?? 1)), Timeout.InfiniteTimeSpan);
            return;
        }

        if (!wish.IsIdle || !_wishes.ContainsValue(wish))
        {
            // A newer wish for the same output is under way; its answer counts.
            return;
        }

        Settle(address, wish, outcome);
    }

    private async Task<Outcome<CommandAnswer>> AskAsync(OutputAddress address, OutputChange change)
    {
        try
        {
            return await hub.SetOutput(layout, address.Controller, address.Pin, change);
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            return new Refusal(RefusalKind.Unavailable, LocalRefusals.NotSent, broken.Message);
        }
    }

    private void Settle(OutputAddress address, Wish wish, Outcome<CommandAnswer> outcome)
    {
        Touch(address);
        if (!outcome.Succeeded(out var answer, out var refusal))
        {
            Remove(address, wish);
            Show();
            Refused?.Invoke(address, refusal);
            return;
        }

        if (answer.Result == CommandResult.Missing)
        {
            Remove(address, wish);
            Show();
            Refused?.Invoke(address, Refusal.NotFound(RefusalCodes.PinUnknown, answer.Reason ?? string.Empty));
            return;
        }

        if (answer.Output is not { } told)
        {
            // Kept for a board that has not reported yet: its own first report shows it.
            Remove(address, wish);
            Show();
            return;
        }

        var refused = answer.Result == CommandResult.Refused;
        var output = refused
            ? told with { Desired = null, Drift = Drift.Refused, Problem = answer.Reason ?? told.Problem }
            : told;
        if (wish.Confirmed || Known(address) == output)
        {
            wish.Confirmed = true;
            RemoveIfSettled(address, wish);
        }
        else
        {
            wish.Answer = output;
            wish.Expiry = time.CreateTimer(
                _ =>
                {
                    Remove(address, wish);
                    Show();
                },
                null,
                refused ? RefusalLasts : AnswerLasts,
                Timeout.InfiniteTimeSpan);
        }

        Show();
    }

    /// <summary>Wishes give way to the platform's state: the answered ones to what is newer, the others when it is what they want.</summary>
    private void SettleWishes(LayoutDelta? delta)
    {
        foreach (var (address, wish) in _wishes.ToArray())
        {
            if (delta is not null && !Touches(delta, address))
            {
                continue;
            }

            if (wish.Answer is { } answer)
            {
                // What a board refused stays marked, unless the platform has a mark of its own.
                if (delta is null || answer.Drift != Drift.Refused || Known(address) is not { Drift: Drift.None })
                {
                    Remove(address, wish);
                }
            }
            else if (wish is { InFlight: 1, Unsent: null } && Known(address) is { } known && wish.IsMetBy(known))
            {
                wish.Confirmed = true;
                Touch(address);
            }
        }
    }

    private static bool Touches(LayoutDelta delta, OutputAddress address) =>
        delta.Changed?.GetValueOrDefault(address.Controller)?.Outputs?.ContainsKey(address.Pin) == true
        || (delta.Whole?.Any(whole => whole.Controller.Id == address.Controller) ?? false)
        || (delta.Removed?.Contains(address.Controller) ?? false);

    private OutputState? Known(OutputAddress address) =>
        _known?.Controllers.FirstOrDefault(controller => controller.Controller.Id == address.Controller)?.Find(address.Pin);

    private void RemoveIfSettled(OutputAddress address, Wish wish)
    {
        // The pace outlives the answer, so that the next wish keeps its distance to this one.
        if (wish is { IsIdle: true, Confirmed: true, Pace: null })
        {
            Remove(address, wish);
        }
    }

    private void Remove(OutputAddress address, Wish wish)
    {
        if (_wishes.TryGetValue(address, out var current) && ReferenceEquals(current, wish))
        {
            wish.End();
            _wishes.Remove(address);
            Touch(address);
        }
    }

    private void Touch(OutputAddress address) => _shown.Remove(address.Controller);

    private void Show()
    {
        View = _known is null ? null : _known with { Controllers = [.. _known.Controllers.Select(Shown)] };
        Changed?.Invoke();
    }

    private ControllerState Shown(ControllerState known)
    {
        var id = known.Controller.Id;
        if (_shown.TryGetValue(id, out var entry) && ReferenceEquals(entry.Known, known))
        {
            return entry.Shown;
        }

        var wished = _wishes.Keys.Any(address => address.Controller == id);
        var shown = wished
            ? known with
            {
                Outputs = [.. known.Outputs.Select(output =>
                    _wishes.TryGetValue(new OutputAddress(id, output.Pin), out var wish) ? wish.Over(output) : output)],
            }
            : known;
        _shown[id] = (known, shown);
        return shown;
    }
}
