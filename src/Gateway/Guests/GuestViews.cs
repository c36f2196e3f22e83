using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using RailHub.Contracts;
using RailHub.Gateway.Dashboards;

namespace RailHub.Gateway.Guests;

/// <summary>
/// What guests see of the things that they may press. All guests of a link see the same, so it is made twice a second at most, however many
/// ask; of the club it takes nothing but the targets of a scene, once for each version.
/// </summary>
internal sealed class GuestViews(IGrainFactory grains, TimeProvider time)
{
    private static readonly TimeSpan s_fresh = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<GuestLinkId, (long At, long Version, Task<GuestButtonState[]> Buttons)> _made = [];
    private readonly ConcurrentDictionary<SceneId, Scene> _scenes = [];

    /// <summary>How the buttons of a link are.</summary>
    public Task<GuestButtonState[]> Of(GuestLink link, LayoutRelay layout)
    {
        var made = _made.GetValueOrDefault(link.Id);
        if (made.Buttons is null || made.Buttons.IsFaulted || made.Version != link.Version || time.GetElapsedTime(made.At) >= s_fresh)
        {
            // Links that were ended leave nothing here for long: there are as many as the club has at most.
            made = (time.GetTimestamp(), link.Version, Make(link, layout.Look()));
            _made[link.Id] = made;
        }

        return made.Buttons;
    }

    /// <summary>Something was pressed: the next who asks sees it.</summary>
    public void Forget(GuestLinkId link) => _made.TryRemove(link, out _);

    /// <summary>What tells a button's thing from all others: guests see nothing of the club's own identities.</summary>
    public static string KeyOf(GuestButton button) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{button.Scene} {button.Show} {button.Output}")))[..16];

    private Task<GuestButtonState[]> Make(GuestLink link, LayoutSnapshot layout) =>
        Task.WhenAll(link.Buttons.Select(button => button switch
        {
            { Scene: { } scene } => OfScene(button, layout.Scenes.FirstOrDefault(known => known.Id == scene), layout),
            { Show: { } show } => Task.FromResult(OfShow(button, layout.Shows.FirstOrDefault(known => known.Id == show))),
            _ => Task.FromResult(OfLamp(button, layout)),
        }));

    private async Task<GuestButtonState> OfScene(GuestButton button, SceneSummary? summary, LayoutSnapshot layout)
    {
        var isOn = summary is not null && await TargetsOf(summary, layout.Layout.Id) is { Targets: { Count: > 0 } targets } && SceneState.Of(targets, layout.Controllers).Active;
        return new GuestButtonState(GuestButtonKind.Scene, button.Label ?? summary?.Name ?? "", isOn, null, summary is null, KeyOf(button));
    }

    private async Task<Scene?> TargetsOf(SceneSummary summary, LayoutId layout)
    {
        if (_scenes.TryGetValue(summary.Id, out var known) && known.Version == summary.Version)
        {
            return known;
        }

        return (await grains.Layout(layout).GetScene(summary.Id)).Value is { } read ? _scenes[summary.Id] = read : null;
    }

    private static GuestButtonState OfShow(GuestButton button, ShowSummary? show) => new(
        GuestButtonKind.Show, button.Label ?? show?.Name ?? "", show?.Run is { Mode: ShowMode.Playing or ShowMode.Paused }, null, show is null, KeyOf(button));

    private static GuestButtonState OfLamp(GuestButton button, LayoutSnapshot layout)
    {
        var address = button.Output!.Value;
        var board = layout.Controllers.FirstOrDefault(known => known.Controller.Id == address.Controller);
        var output = board?.Find(address.Pin);
        var lamp = layout.Lamps.Lamps.FirstOrDefault(known => known.Output == address);
        var label = button.Label ?? lamp?.Alias ?? (output is { Shown.Name: { Length: > 0 } name } ? name : $"{address.Pin}");
        return new GuestButtonState(
            GuestButtonKind.Lamp,
            label,
            output?.Shown.Active == true,
            button.HasLevel ? output?.Shown.Brightness : null,
            board?.Link.State != LinkState.Live || output is null,
            KeyOf(button));
    }
}
