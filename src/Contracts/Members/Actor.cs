using System.Text.Json.Serialization;
using RailHub.Contracts.Serialization;

namespace RailHub.Contracts;

/// <summary>What kind of actor did something. The names stand in the database: they are added to, never renamed.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ActorKind>))]
public enum ActorKind
{
    /// <summary>The platform itself.</summary>
    Platform,

    /// <summary>A member who is signed in.</summary>
    Member,

    /// <summary>A program with a token of a member.</summary>
    Token,

    /// <summary>A visitor by a guest link.</summary>
    Guest,

    /// <summary>A wall screen that was let in.</summary>
    Screen,

    /// <summary>Whoever tries the demo on the machine that runs it.</summary>
    Demo,

    /// <summary>Somebody who was not signed in: nothing but the address is known.</summary>
    Anonymous,

    /// <summary>A show that does by itself what its cues say.</summary>
    Show,

    /// <summary>A schedule whose time has come.</summary>
    Schedule,
}

/// <summary>Who did something, as it is told later: the name is that of then.</summary>
/// <param name="Kind">What kind of actor.</param>
/// <param name="Name">
/// A member's display name; of a token "Anna · her token's name"; the name of a guest link, a screen, a show or a schedule; of all others empty.
/// </param>
/// <param name="Id">Whose: the member (also of a token), the guest link, the screen's session, or the show; null where there is none.</param>
/// <param name="Address">The network address that it came from; null for the platform itself.</param>
[GenerateSerializer, Immutable, Alias("RailHub.Actor")]
public sealed record Actor(
    [property: Id(0)] ActorKind Kind,
    [property: Id(1)] string Name,
    [property: Id(2)] Guid? Id,
    [property: Id(3)] string? Address)
{
    /// <summary>The platform itself.</summary>
    public static Actor Platform { get; } = new(ActorKind.Platform, "", null, null);

    /// <summary>Where there is room for a name only: that, else the kind of those who have none, or the address; null for the platform itself.</summary>
    [JsonIgnore]
    public string? Label => Kind switch
    {
        ActorKind.Platform => null,
        ActorKind.Anonymous => Address,
        _ => Name.Length > 0 ? Name : Kind.ToString(),
    };
}
