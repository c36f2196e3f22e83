using RailHub.Contracts;
using RailHub.Grains.Layouts;
using RailHub.Protocol;

namespace RailHub.Grains.Scenes;

/// <summary>
/// The blink intervals that boards report although they cannot be written to one: what the platform shows it takes back.
/// </summary>
internal static class ReportedIntervals
{
    /// <summary>Those that targets name; boards are asked only where one cannot be written.</summary>
    public static async Task<HashSet<(OutputAddress Output, long? Interval)>> OfAsync(
        IEnumerable<SceneTarget?>? targets, LayoutContent layout, IGrainFactory grains)
    {
        var reported = new HashSet<(OutputAddress, long?)>();
        foreach (var board in (targets ?? []).OfType<SceneTarget>().Where(target => target.Interval is { } interval && !BoardRules.IsPortableBlink(interval))
            .Select(target => target.Controller).Distinct().Where(layout.Has).ToArray())
        {
            foreach (var output in (await grains.Controller(board).GetState(layout.Id)).Value?.Outputs ?? [])
            {
                reported.Add((new OutputAddress(board, output.Pin), output.Shown.Interval));
            }
        }

        return reported;
    }
}
