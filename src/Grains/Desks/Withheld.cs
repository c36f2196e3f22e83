using RailHub.Grains.Chasing;
using RailHub.Grains.Controllers;

namespace RailHub.Grains.Desks;

/// <summary>What a desk had taken from a board that is to have it back.</summary>
/// <param name="lights">The lights that are to be as is wanted.</param>
/// <param name="groups">The chasing groups that are to begin again.</param>
internal sealed class Withheld(IReadOnlyList<LightPart> lights, IReadOnlyList<GroupTrack> groups)
{
    public bool IsNothing => lights.Count == 0 && groups.Count == 0;

    /// <summary>Whether the board has all of it, by what it reported last.</summary>
    public bool IsBack(TimeSpan now) => lights.All(light => light.IsShown(now)) && groups.All(group => group is { IsPending: false, Problem: null });
}
