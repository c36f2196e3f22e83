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

    /// <summary>The layouts; null before the first answer.</summary>
    public IReadOnlyList<LayoutSummary>? Layouts => _frame?.Layouts;

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
            _frame = answer;
        }

        Changed?.Invoke();
    }

    /// <summary>Takes a newer list.</summary>
    public void Receive(ClubFrame frame)
    {
        if (_asking || _frame is null || frame.Frame > _frame.Frame)
        {
            _frame = frame;
            Changed?.Invoke();
        }
    }
}
