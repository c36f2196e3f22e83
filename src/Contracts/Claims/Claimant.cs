namespace RailHub.Contracts;

/// <summary>Who has the controls of a layout, or asks for them: a member, wherever they are signed in, and their programs.</summary>
/// <param name="Member">The member; null: whoever tries the demo.</param>
/// <param name="Name">Their name, as it was then; of the demo empty.</param>
[GenerateSerializer, Immutable, Alias("RailHub.Claimant")]
public sealed record Claimant([property: Id(0)] MemberId? Member, [property: Id(1)] string Name)
{
    /// <summary>Who somebody is here; null for those who cannot have the controls: guests, screens and the platform itself.</summary>
    public static Claimant? Of(Actor? actor) => actor switch
    {
        { Kind: ActorKind.Member or ActorKind.Token, Id: { } id } => new Claimant(new MemberId(id), actor.Name),
        { Kind: ActorKind.Demo } => new Claimant(null, actor.Name),
        _ => null,
    };

    /// <summary>Whether it is the same person, whatever they are called by now.</summary>
    public bool IsSame(Claimant? other) => other is not null && other.Member == Member;
}
