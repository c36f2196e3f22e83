namespace RailHub.Contracts;

/// <summary>
/// Who has the controls of a layout ("Anna runs this layout"). While somebody has them, the commands of others are refused with
/// <see cref="RefusalCodes.Claimed"/>; edits are not, nor what guests may press, shows and schedules.
/// </summary>
/// <param name="Version">Rises with every change.</param>
/// <param name="Holder">Who has them; null: everybody who may operate.</param>
/// <param name="Since">Since when it is so.</param>
/// <param name="Asking">Who asks for them, the first one first; nobody while they are free.</param>
[GenerateSerializer, Immutable, Alias("RailHub.Claim")]
public sealed record Claim(
    [property: Id(0)] long Version,
    [property: Id(1)] Claimant? Holder,
    [property: Id(2)] DateTimeOffset Since,
    [property: Id(3)] IReadOnlyList<Claimant> Asking)
{
    /// <summary>Nobody has ever had the controls.</summary>
    public static Claim Free { get; } = new(0, null, default, []);

    /// <summary>
    /// Why somebody's commands are not done while it is so; null when they are: those of the holder, of guests within their link, and the
    /// platform's own.
    /// </summary>
    public Refusal? Check(Actor? actor) =>
        Holder is null || actor is null or { Kind: ActorKind.Guest or ActorKind.Platform } || Holder.IsSame(Claimant.Of(actor)) ? null : Refusal();

    /// <summary>What others than the holder are told.</summary>
    public Refusal Refusal() => new(
        RefusalKind.Conflict,
        RefusalCodes.Claimed,
        $"{(Holder is { Name.Length: > 0 } ? Holder.Name : "Somebody else")} runs this layout. Ask for the controls.",
        Names: [Holder?.Name ?? ""]);

    /// <summary>Whether another one says the same: lists that came over a wire are never the same object.</summary>
    public bool IsSame(Claim other) => this == other with { Asking = Asking } && Asking.SequenceEqual(other.Asking);
}
