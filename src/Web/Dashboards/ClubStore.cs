using RailHub.Contracts;

namespace RailHub.Web.Dashboards;

/// <summary>The club's layouts as this dashboard shows them.</summary>
/// <param name="hub">Where they come from.</param>
public sealed class ClubStore(IDashboardHub hub)
{
    private ClubFrame? _frame;
    private bool _asking;

    /// <summary>Something in here changed.</summary>
    public event Action? Changed;

    /// <summary>The layouts; null before they were heard of.</summary>
    public IReadOnlyList<LayoutSummary>? Layouts => _frame is { Layouts.Count: 0, Contact.LostSince: not null } ? null : _frame?.Layouts;

    /// <summary>Whether the gateway hears of the club; null when it does.</summary>
    public Contact? Contact => _frame?.Contact;

    /// <summary>Asks for the list: at the start, and after the connection was lost.</summary>
    public async Task RefreshAsync()
    {
        // Another gateway counts its own frames: what was known says nothing about the answer's number.
        ClubFrame? known = _frame;
        _asking = true;
        var answer = await hub.WatchClub();
        _asking = false;
        if (ReferenceEquals(known, _frame) || answer.Frame > _frame!.Frame)
        {
            _frame = Remember(answer);
        }

        Changed?.Invoke();
    }

    /// <summary>Takes a newer list.</summary>
    public void Receive(ClubFrame frame)
    {
        if (_asking || _frame is null || frame.Frame > _frame.Frame)
        {
            _frame = Remember(frame);
            Changed?.Invoke();
        }
    }

    // A gateway that has not heard of the club yet knows no layouts; those that were known stay, and none of their boards looks live.
    private ClubFrame Remember(ClubFrame frame) => frame is { Layouts.Count: 0, Contact.LostSince: not null } && _frame is { Layouts: var known }
        ? frame with { Layouts = [.. known.Select(layout => layout with { Live = 0, Stale = layout.Live + layout.Stale, OutputsOn = 0 })] }
        : frame;
}
