using RailHub.Contracts;
using RailHub.Web.Gateway;

namespace RailHub.Web.Shows;

/// <summary>Asks what a show would come to, once nobody has changed it for a moment.</summary>
public sealed class ShowForecasts(GatewayApi api, TimeProvider time) : IDisposable
{
    /// <summary>Whoever types is done when the hands have rested for this long.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(500);

    private ITimer? _rest;
    private int _asked;

    /// <summary>There is another answer; not on a page's own thread of control.</summary>
    public event Action? Changed;

    /// <summary>The last answer; null when there is none, as long as something in the show is wrong.</summary>
    public ShowForecast? Latest { get; private set; }

    /// <summary>Asks for a show as it is now.</summary>
    public void Ask(LayoutId layout, ShowId show, ShowDraft draft)
    {
        var number = ++_asked;
        _rest?.Dispose();
        _rest = time.CreateTimer(_ => _ = AskAsync(number, layout, show, draft), null, Rest, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _rest?.Dispose();

    private async Task AskAsync(int number, LayoutId layout, ShowId show, ShowDraft draft)
    {
        var answer = await api.ForecastShow(layout, show, draft);
        if (number == _asked)
        {
            Latest = answer.Value;
            Changed?.Invoke();
        }
    }
}
