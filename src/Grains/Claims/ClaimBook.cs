using Microsoft.EntityFrameworkCore;
using RailHub.Contracts;
using RailHub.Grains.History;
using RailHub.Grains.Layouts;
using RailHub.Grains.Owners;
using RailHub.Persistence;

namespace RailHub.Grains.Claims;

/// <summary>
/// Who has the controls of a layout. It counts at once, and is kept as soon as the database has time for it: while that is away, people go
/// on handing over. What it did not have is lost with the silo, and then everybody has the controls that they had before.
/// </summary>
/// <param name="layout">The layout.</param>
/// <param name="rows">Its rows.</param>
/// <param name="history">What was done in it.</param>
/// <param name="tell">Tells those who look on.</param>
/// <param name="time">The club's time.</param>
internal sealed class ClaimBook(LayoutContent layout, OwnedRows rows, HistoryBook history, Action tell, TimeProvider time)
{
    /// <summary>After how long without a command of its holder a claim is over: whoever went home without a word locks nobody out.</summary>
    public static readonly TimeSpan Lapse = TimeSpan.FromMinutes(60);

    private long? _kept;

    // By the monotonic clock, and so anew when the grain comes to life.
    private long _usedAt = time.GetTimestamp();

    /// <summary>The database has all of it.</summary>
    public bool IsKept => _kept >= layout.Claim.Version;

    public Outcome<Claim> Get() => layout.Exists ? layout.Claim : LayoutGrain.Unknown;

    /// <summary>Reads it; what it gives puts it here. What was done since the database had it stays.</summary>
    public async Task<Action> ReadAsync(RailHubDb database, CancellationToken cancellation)
    {
        var row = await database.Claims.AsNoTracking().SingleOrDefaultAsync(row => row.LayoutId == layout.Id, cancellation);
        return () =>
        {
            var read = row?.ToContract() ?? Claim.Free;
            if (_kept is null)
            {
                layout.Claim = read;
            }

            _kept = read.Version;
        };
    }

    /// <summary>Does what the caller wants.</summary>
    public Task<Outcome<Claim>> Control(ClaimOrder order) => Change((claim, who, now) => claim.Apply(order, who, now));

    /// <summary>The caller takes the controls from whoever has them.</summary>
    public Task<Outcome<Claim>> TakeOver() => Change((claim, who, now) => who.IsSame(claim.Holder) ? claim : claim.TakenBy(who, now));

    /// <summary>
    /// These may not operate any more: none of them has the controls, nor asks for them. Only of the claim that a gateway saw: in a newer one
    /// they may be there by a right that they have got back.
    /// </summary>
    public void Drop(IReadOnlyList<Claimant> lost, long version)
    {
        var before = layout.Claim;
        if (before.Version == version && before.Without(lost, time.GetUtcNow()) is var claim && claim != before)
        {
            Put(claim);
            SaveAsync().Ignore();
        }
    }

    /// <summary>
    /// Why the caller's command is not done; null when it is, and then the holder has used the claim. For what only the layout's grain knows to be
    /// a command: gateways ask of all others before they send them.
    /// </summary>
    public Refusal? Command()
    {
        NoteUse();
        return layout.Claim.Check(Caller.Actor);
    }

    /// <summary>The caller has done something; when it is the holder, the claim goes on.</summary>
    public void NoteUse()
    {
        if (layout.Claim.Holder?.IsSame(Claimant.Of(Caller.Actor)) == true)
        {
            _usedAt = time.GetTimestamp();
        }
    }

    /// <summary>Writes down what is not in the database yet, and ends a claim that nobody uses.</summary>
    public void CatchUp()
    {
        if (layout.Claim.Holder is not null && time.GetElapsedTime(_usedAt) >= Lapse)
        {
            Put(layout.Claim.Released(time.GetUtcNow()));
        }

        SaveAsync().Ignore();
    }

    /// <summary>Writes down what is not in the database yet.</summary>
    public Task SaveAsync() => IsKept ? Task.CompletedTask : KeepAsync();

    private async Task<Outcome<Claim>> Change(Func<Claim, Claimant, DateTimeOffset, Outcome<Claim>> change)
    {
        if (!layout.Exists)
        {
            return LayoutGrain.Unknown;
        }

        if (Claimant.Of(Caller.Actor) is not { } who)
        {
            return new Refusal(RefusalKind.Forbidden, RefusalCodes.RightMissing, "Only members can have the controls of a layout.");
        }

        var before = layout.Claim;
        if (!change(before, who, time.GetUtcNow()).Succeeded(out var claim, out var refusal))
        {
            return refusal;
        }

        if (claim == before)
        {
            return before;
        }

        Put(claim);
        return await KeepAsync() is { Code: RefusalCodes.OwnerMoved } moved ? moved : layout.Claim;
    }

    private void Put(Claim claim)
    {
        var before = layout.Claim;
        layout.Claim = claim;
        _usedAt = time.GetTimestamp();
        tell();
        if (before.Holder == claim.Holder)
        {
            return;
        }

        if (claim.Holder is { } holder)
        {
            history.Happened(before.Holder is null ? HistoryKind.ClaimTaken : HistoryKind.ClaimHandedOver, holder.Name);
        }
        else
        {
            history.Happened(HistoryKind.ClaimLetGo, before.Holder?.Name);
        }
    }

    /// <summary>Writes down the claim as it is when its turn comes.</summary>
    private async Task<Refusal?> KeepAsync() => (await rows.EditAsync<Claim>(async (database, cancellation) =>
    {
        var claim = layout.Claim;
        var row = await database.Claims.SingleOrDefaultAsync(row => row.LayoutId == layout.Id, cancellation);
        if (row is null)
        {
            row = new ClaimRow { LayoutId = layout.Id, Content = "" };
            database.Claims.Add(row);
        }

        row.Content = claim.ToJson();
        await database.SaveChangesAsync(cancellation);
        return new Edited<Claim>(claim, () => _kept = claim.Version);
    })).Refusal;
}
