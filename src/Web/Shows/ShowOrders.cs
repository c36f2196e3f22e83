using RailHub.Contracts;
using RailHub.Web.Dashboards;

namespace RailHub.Web.Shows;

/// <summary>
/// What somebody at this dashboard has told shows to do, from the press until the platform's own state tells it: the screen marks it as
/// pending, and shows no run that nobody runs.
/// </summary>
/// <param name="commands">Gives the orders, and tells what was refused.</param>
/// <param name="time">Ends what nobody confirms.</param>
public sealed class ShowOrders(LayoutCommands commands, TimeProvider time) : IDisposable
{
    /// <summary>Two presses of GO within this time are one: a finger that trembles does not skip a cue.</summary>
    public static readonly TimeSpan OnePress = TimeSpan.FromMilliseconds(200);

    private readonly Dictionary<ShowId, Given> _given = [];
    private readonly Dictionary<ShowId, long> _gone = [];
    private Dictionary<ShowId, ShowRun?> _runs = [];

    /// <summary>Something in here changed.</summary>
    public event Action? Changed;

    /// <summary>What a show was told and has not confirmed; null when there is nothing.</summary>
    public ShowOrder? Pending(ShowId show) => _given.GetValueOrDefault(show)?.Order;

    /// <summary>Takes a newer state of the layout.</summary>
    public void Follow(LayoutSnapshot view)
    {
        _runs = view.Shows.ToDictionary(show => show.Id, show => show.Run);
        foreach (var (show, given) in _given.ToArray())
        {
            if (given.IsAnswered && !IsAsBefore(show, given))
            {
                End(show, given);
            }
        }
    }

    /// <summary>Tells a show what to do.</summary>
    public async Task GiveAsync(ShowId show, ShowOrder order)
    {
        if (order.Do == ShowTransport.Go && IsSamePress(show))
        {
            return;
        }

        _given.GetValueOrDefault(show)?.Dispose();
        var given = _given[show] = new Given(order, _runs.GetValueOrDefault(show));
        Changed?.Invoke();
        var run = await commands.ControlShowAsync(
            show, order, order.Do == ShowTransport.Rate ? () => _given.GetValueOrDefault(show) == given : null);
        if (_given.GetValueOrDefault(show) != given)
        {
            // A newer order is under way; its answer counts.
            return;
        }

        if (run is null || !IsAsBefore(show, given) || run.IsSame(_runs.GetValueOrDefault(show)))
        {
            End(show, given);
        }
        else
        {
            given.Expiry = time.CreateTimer(_ => End(show, given), null, LayoutStore.AnswerLasts, Timeout.InfiniteTimeSpan);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var given in _given.Values)
        {
            given.Dispose();
        }

        _given.Clear();
    }

    private bool IsSamePress(ShowId show)
    {
        var isSame = _gone.TryGetValue(show, out var before) && time.GetElapsedTime(before) < OnePress;
        _gone[show] = time.GetTimestamp();
        return isSame;
    }

    // Each frame has all shows anew, also those of which nothing changed.
    private bool IsAsBefore(ShowId show, Given given) => given.Before?.IsSame(_runs.GetValueOrDefault(show)) ?? _runs.GetValueOrDefault(show) is null;

    private void End(ShowId show, Given given)
    {
        given.Dispose();
        if (_given.GetValueOrDefault(show) == given)
        {
            _given.Remove(show);
            Changed?.Invoke();
        }
    }

    private sealed class Given(ShowOrder order, ShowRun? before) : IDisposable
    {
        public ShowOrder Order => order;

        public ShowRun? Before => before;

        public ITimer? Expiry { get; set; }

        /// <summary>Answered, and not shown by the platform's state so far.</summary>
        public bool IsAnswered => Expiry is not null;

        public void Dispose() => Expiry?.Dispose();
    }
}
