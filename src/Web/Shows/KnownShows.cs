using RailHub.Contracts;
using RailHub.Web.Gateway;

namespace RailHub.Web.Shows;

/// <summary>The shows of a layout with their cues. Each is read once for each of its versions.</summary>
/// <param name="layout">The layout.</param>
/// <param name="api">Reads them.</param>
public sealed class KnownShows(LayoutId layout, GatewayApi api)
{
    private readonly Dictionary<ShowId, Show> _shows = [];
    private readonly Dictionary<ShowId, Refusal> _problems = [];
    private readonly Dictionary<ShowId, long> _asked = [];

    /// <summary>A show was read, or could not be.</summary>
    public event Action? Read;

    /// <summary>A show as it was last read; null before that. Of a newer version than was read, it is asked for.</summary>
    public Show? Find(ShowSummary summary)
    {
        if (_asked.GetValueOrDefault(summary.Id) < summary.Version)
        {
            _asked[summary.Id] = summary.Version;
            _ = ReadAsync(summary.Id);
        }

        return _shows.GetValueOrDefault(summary.Id);
    }

    /// <summary>Why a show could not be read; null when it could.</summary>
    public Refusal? Problem(ShowId show) => _problems.GetValueOrDefault(show);

    /// <summary>Asks again for what could not be read.</summary>
    public void TryAgain()
    {
        foreach (var show in _problems.Keys)
        {
            _asked.Remove(show);
        }

        _problems.Clear();
        Read?.Invoke();
    }

    private async Task ReadAsync(ShowId id)
    {
        var outcome = await api.GetShow(layout, id);
        if (outcome.Succeeded(out var show, out var refusal))
        {
            _shows[id] = show;
            _problems.Remove(id);
        }
        else
        {
            _problems[id] = refusal;
        }

        Read?.Invoke();
    }
}
