using RailHub.Contracts;

namespace RailHub.Grains.Claims;

/// <summary>What becomes of the controls of a layout by an order. Pure.</summary>
internal static class ClaimRules
{
    /// <summary>How many may ask at once.</summary>
    public const int MostAsking = 20;

    private static readonly Refusal s_notYours = new(
        RefusalKind.Conflict, RefusalCodes.ClaimNotYours, "You do not have the controls of this layout, or not any more.");

    private static readonly Refusal s_notAsked = new(
        RefusalKind.Conflict, RefusalCodes.ClaimNotAsked, "They do not ask for the controls, or not any more.", "to");

    private static readonly Refusal s_tooManyAsk = new(
        RefusalKind.Conflict, RefusalCodes.TooMany, $"{MostAsking} ask for the controls of this layout already, and no more can.");

    /// <summary>The claim after an order; the same object when nothing is otherwise.</summary>
    /// <param name="claim">How it is.</param>
    /// <param name="order">What is wanted.</param>
    /// <param name="who">By whom.</param>
    /// <param name="now">When.</param>
    public static Outcome<Claim> Apply(this Claim claim, ClaimOrder order, Claimant who, DateTimeOffset now)
    {
        var isFree = claim.Holder is null;
        var isHolder = who.IsSame(claim.Holder);
        var isAsking = claim.Asking.Any(who.IsSame);
        return order.Do switch
        {
            ClaimAct.Take or ClaimAct.Ask when isFree => claim.TakenBy(who, now),
            ClaimAct.Take or ClaimAct.Ask when isHolder => claim,
            ClaimAct.Take => claim.Refusal(),
            ClaimAct.Ask when isAsking => claim,
            ClaimAct.Ask when claim.Asking.Count >= MostAsking => s_tooManyAsk,
            ClaimAct.Ask => claim.Next() with { Asking = [.. claim.Asking, who] },
            ClaimAct.Withdraw => isAsking ? claim.Next() with { Asking = claim.AskingBut(who) } : claim,
            ClaimAct.Release when isFree => claim,
            ClaimAct.HandOver or ClaimAct.Release when !isHolder => s_notYours,
            ClaimAct.Release => claim.Released(now),
            ClaimAct.HandOver => claim.Asking.FirstOrDefault(asking => order.To is null || asking.Member == order.To) is { } heir
                ? claim.TakenBy(heir, now)
                : s_notAsked,
            _ => throw new ArgumentOutOfRangeException(nameof(order), order.Do, "There is no such thing to do."),
        };
    }

    /// <summary>Somebody has the controls, and does not ask for them any more.</summary>
    public static Claim TakenBy(this Claim claim, Claimant who, DateTimeOffset now) =>
        claim.Next() with { Holder = who, Since = now, Asking = claim.AskingBut(who) };

    /// <summary>Nobody has the controls, so nobody asks for them.</summary>
    public static Claim Released(this Claim claim, DateTimeOffset now) => claim.Next() with { Holder = null, Since = now, Asking = [] };

    /// <summary>
    /// The claim without those who may not operate any more: when it was the holder's, nobody has the controls; the same object when it was none of them.
    /// </summary>
    public static Claim Without(this Claim claim, IReadOnlyList<Claimant> lost, DateTimeOffset now) =>
        claim.Holder is { } holder && lost.Any(holder.IsSame) ? claim.Released(now)
        : claim.Asking.Any(asking => lost.Any(asking.IsSame))
            ? claim.Next() with { Asking = [.. claim.Asking.Where(asking => !lost.Any(asking.IsSame))] }
        : claim;

    private static Claim Next(this Claim claim) => claim with { Version = claim.Version + 1 };

    private static Claimant[] AskingBut(this Claim claim, Claimant who) => [.. claim.Asking.Where(asking => !asking.IsSame(who))];
}
