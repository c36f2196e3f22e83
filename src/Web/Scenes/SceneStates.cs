using RailHub.Contracts;
using RailHub.Web.Gateway;

namespace RailHub.Web.Scenes;

/// <summary>
/// Whether the scenes of a layout are on (<see cref="SceneState"/>). Their targets are read once for each version; how they compare is looked
/// at a few times a second at most, however busy the layout is.
/// </summary>
/// <param name="layout">The layout.</param>
/// <param name="api">Reads the targets.</param>
/// <param name="time">Paces the looks.</param>
public sealed class SceneStates(LayoutId layout, GatewayApi api, TimeProvider time) : IDisposable
{
    /// <summary>The shortest time between two looks.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<SceneId, SceneState> _states = [];
    private IReadOnlyList<Scene> _scenes = [];
    private LayoutSnapshot? _view;
    private ITimer? _next;
    private bool _reading;

    /// <summary>Something in here changed.</summary>
    public event Action? Looked;

    /// <summary>Whether a scene is on; null while that is not known.</summary>
    public SceneState? Of(SceneId scene) => _states.GetValueOrDefault(scene);

    /// <summary>
    /// What differs of a scene that was recalled and then touched: some lamps are not so, but most are. Empty for others, of which people
    /// would not say that they are on.
    /// </summary>
    public IReadOnlyList<SceneDifference> Changed(SceneId scene) =>
        _states.GetValueOrDefault(scene) is { Active: false } state
        && _scenes.FirstOrDefault(known => known.Id == scene) is { } known
        && state.Differences.Count * 4 <= known.Targets.Count
            ? state.Differences
            : [];

    /// <summary>The targets of a scene that are not so.</summary>
    public IReadOnlyList<SceneTarget> Missing(SceneId scene)
    {
        var differing = _states.GetValueOrDefault(scene)?.Differences.Select(difference => (difference.Controller, difference.Pin)).ToHashSet();
        return differing is null ? []
            : [.. _scenes.Where(known => known.Id == scene).SelectMany(known => known.Targets).Where(target => differing.Contains((target.Controller, target.Pin)))];
    }

    /// <summary>Takes a newer state of the layout.</summary>
    public void Follow(LayoutSnapshot view)
    {
        _view = view;
        _next ??= time.CreateTimer(_ => _ = LookAsync(), null, Pace, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _view = null;
        _next?.Dispose();
    }

    private async Task LookAsync()
    {
        _next?.Dispose();
        _next = null;
        if (_view is not { } view)
        {
            return;
        }

        if (!_reading && !Same(view.Scenes))
        {
            _reading = true;
            var outcome = await api.GetScenes(layout);
            _reading = false;
            // What cannot be read now is tried again with the next change; until then nothing is said of these scenes.
            if (outcome.Succeeded(out var scenes, out _))
            {
                _scenes = scenes;
            }
        }

        _states.Clear();
        foreach (var scene in _scenes)
        {
            if (_view?.Scenes.Any(known => known.Id == scene.Id && known.Version == scene.Version) == true)
            {
                _states[scene.Id] = SceneState.Of(scene.Targets, _view.Controllers);
            }
        }

        Looked?.Invoke();
    }

    private bool Same(IReadOnlyList<SceneSummary> scenes) =>
        scenes.Count == _scenes.Count && scenes.All(scene => _scenes.Any(known => known.Id == scene.Id && known.Version == scene.Version));
}
