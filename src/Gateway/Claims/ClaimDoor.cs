using System.Collections.Concurrent;
using RailHub.Contracts;
using RailHub.Gateway.Dashboards;

namespace RailHub.Gateway.Claims;

/// <summary>
/// While somebody has the controls of a layout, the commands of others go no further than here; REST and hub pass it together. It is looked
/// up in memory, and so not asked of anybody.
/// </summary>
internal sealed class ClaimDoor(ClubRelay relay, IGrainFactory grains, TimeProvider time)
{
    /// <summary>How often the layout hears that the holder commands: a claim lapses after an hour without.</summary>
    private static readonly TimeSpan s_noted = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<LayoutId, (long Version, long At)> _noted = [];

    /// <summary>Why the caller's commands are not done; null when they are.</summary>
    public Refusal? Check(LayoutId layout)
    {
        if (relay.Find(layout)?.Claim is not { Holder: { } holder } claim)
        {
            return null;
        }

        var refusal = claim.Check(Caller.Actor);
        if (refusal is null && holder.IsSame(Claimant.Of(Caller.Actor)))
        {
            Note(layout, claim.Version);
        }

        return refusal;
    }

    private void Note(LayoutId layout, long version)
    {
        var now = time.GetTimestamp();
        if (!_noted.TryGetValue(layout, out var noted) || noted.Version != version || time.GetElapsedTime(noted.At, now) >= s_noted)
        {
            _noted[layout] = (version, now);
            grains.Layout(layout).NoteClaimUsed().Ignore();
        }
    }
}
