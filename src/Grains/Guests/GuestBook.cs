using Microsoft.EntityFrameworkCore;
using RailHub.Contracts;
using RailHub.Grains.History;
using RailHub.Grains.Layouts;
using RailHub.Grains.Owners;
using RailHub.Grains.Scenes;
using RailHub.Persistence;

namespace RailHub.Grains.Guests;

/// <summary>The guest links of a layout, and whose turn it is at each.</summary>
internal sealed class GuestBook(LayoutContent layout, OwnedRows rows, HistoryBook history, SceneBook scenes, TimeProvider time)
{
    private static readonly Refusal s_unknown = Refusal.NotFound(RefusalCodes.GuestLinkUnknown, "There is no such guest link, or it was ended.");

    private readonly Dictionary<GuestLinkId, GuestTurns> _turns = [];

    public Task<Outcome<GuestLink>> Create(GuestLinkDraft draft, GuestSecret secret) => rows.EditAsync<GuestLink>(async (database, cancellation) =>
    {
        var now = time.GetUtcNow();
        if ((!layout.Exists ? LayoutGrain.Unknown : GuestRules.Check(draft, layout, now) ?? CheckRoom()) is { } refusal)
        {
            return refusal;
        }

        var link = Of(GuestLinkId.Create(now), draft, draft.From ?? now, now, version: 1);
        var row = new GuestLinkRow { Id = link.Id, LayoutId = layout.Id, Content = link.ToJson(), Hash = secret.Hash, Secret = secret.Kept };
        database.GuestLinks.Add(row);
        await database.SaveChangesAsync(cancellation);
        return history.With(
            new Edited<GuestLink>(link, () => layout.GuestLinks[link.Id] = row.ToContract()), HistoryKind.GuestLinkMade, link.Name);
    });

    public Outcome<GuestLink> Find(GuestLinkId id) => layout.GuestLinks.TryGetValue(id, out var door) ? door.Link : s_unknown;

    /// <summary>Changes what a link offers; its secret stays, and so does what was printed. Whoever waits goes on waiting by the new pauses.</summary>
    public Task<Outcome<GuestLink>> Replace(GuestLinkId id, GuestLinkDraft draft, IfVersion? ifVersion) => rows.EditAsync<GuestLink>(async (database, cancellation) =>
    {
        if (!layout.GuestLinks.TryGetValue(id, out var door))
        {
            return s_unknown;
        }

        var before = door.Link;
        var from = draft.From ?? before.From;
        if ((Rules.CheckVersion(ifVersion, before.Version) ?? GuestRules.Check(draft with { From = from }, layout, time.GetUtcNow())) is { } refusal)
        {
            return refusal;
        }

        var link = Of(id, draft, from, before.CreatedAt, before.Version + 1);
        var row = await database.GuestLinks.SingleAsync(row => row.Id == id, cancellation);
        row.Content = link.ToJson();
        await database.SaveChangesAsync(cancellation);
        return history.With(
            new Edited<GuestLink>(link, () => layout.GuestLinks[id] = row.ToContract()), HistoryKind.GuestLinkEdited, link.Name);
    });

    public Task<Outcome<Done>> End(GuestLinkId id) => rows.EditAsync<Done>(async (database, cancellation) =>
    {
        if (!layout.GuestLinks.TryGetValue(id, out var ended))
        {
            return s_unknown;
        }

        await database.GuestLinks.Where(row => row.Id == id).ExecuteDeleteAsync(cancellation);
        return history.With(
            new Edited<Done>(Done.Instance, () =>
            {
                layout.GuestLinks.Remove(id);
                _turns.Remove(id);
            }),
            HistoryKind.GuestLinkEnded,
            ended.Link.Name);
    });

    /// <summary>The secret of a link as it is kept.</summary>
    public Task<Outcome<GuestSecret>> GetSecret(GuestLinkId id) => rows.EditAsync<GuestSecret>(async (database, cancellation) =>
        await database.GuestLinks.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id && row.LayoutId == layout.Id, cancellation) is { } row
            ? new Edited<GuestSecret>(new GuestSecret(row.Hash, row.Secret))
            : s_unknown);

    /// <summary>Whether a guest may press.</summary>
    public Outcome<GuestTurn> Look(GuestLinkId id, Guid guest) => layout.GuestLinks.ContainsKey(id) ? Turns(id).Of(guest) : s_unknown;

    /// <summary>A guest presses; refused while it may not.</summary>
    public Outcome<GuestTurn> Take(GuestLinkId id, Guid guest)
    {
        if (!layout.GuestLinks.ContainsKey(id))
        {
            return s_unknown;
        }

        var turns = Turns(id);
        if (turns.Of(guest) is { Wait: > 0 } turn)
        {
            var seconds = (int)((turn.Wait + 999) / 1000);
            return new Refusal(
                RefusalKind.TooMany,
                turn.IsYours ? RefusalCodes.GuestPause : RefusalCodes.GuestTurn,
                $"{(turn.IsYours ? "You have just pressed" : "It is somebody else's turn")}. Try it again in {seconds} s.",
                RetryAfter: seconds);
        }

        turns.Take(guest);
        return turns.Of(guest);
    }

    /// <summary>Recalls the scene that is to be where nobody has pressed anything for a while.</summary>
    public void CatchUp()
    {
        foreach (var id in _turns.Keys.Where(layout.GuestLinks.ContainsKey).ToArray())
        {
            var turns = Turns(id);
            if (!turns.IsDeserted)
            {
                continue;
            }

            turns.Rest();

            // Whoever has the controls wants what is there.
            if (layout.Claim.Holder is null && layout.GuestLinks.GetValueOrDefault(id)?.Link.Fallback is { } fallback)
            {
                scenes.Recall(fallback, fade: null).Ignore();
            }
        }
    }

    private GuestTurns Turns(GuestLinkId id)
    {
        if (!_turns.TryGetValue(id, out var turns))
        {
            _turns[id] = turns = new GuestTurns(time) { Link = layout.GuestLinks[id].Link };
        }

        // It may have been changed since the last time.
        turns.Link = layout.GuestLinks[id].Link;
        return turns;
    }

    private GuestLink Of(GuestLinkId id, GuestLinkDraft draft, DateTimeOffset from, DateTimeOffset createdAt, long version) => new(
        id,
        layout.Id,
        NameText.Clean(draft.Name),
        draft.Buttons,
        from,
        draft.Until,
        draft.Daily,
        draft.CommonPause,
        draft.OwnPause,
        draft.Fallback,
        draft.FallbackAfter,
        createdAt,
        version);

    private Refusal? CheckRoom() => layout.GuestLinks.Count < LayoutBounds.GuestLinks
        ? null
        : new Refusal(RefusalKind.Conflict, RefusalCodes.TooMany, $"A layout has {LayoutBounds.GuestLinks} guest links at most. End those that are over.");
}
