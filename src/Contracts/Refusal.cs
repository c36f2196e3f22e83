using System.Text.Json.Serialization;
using RailHub.Contracts.Serialization;

namespace RailHub.Contracts;

/// <summary>Why something was refused; the gateway turns it into an HTTP status.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<RefusalKind>))]
public enum RefusalKind
{
    /// <summary>What was sent breaks a rule; <see cref="Refusal.Field"/> names it (400).</summary>
    Invalid,

    /// <summary>There is no such thing (404).</summary>
    NotFound,

    /// <summary>It clashes with something that is there (409).</summary>
    Conflict,

    /// <summary>Somebody else has changed it meanwhile; <see cref="Refusal.CurrentVersion"/> tells the version now (412).</summary>
    Outdated,

    /// <summary>It is well formed, but the board or the address cannot serve it (422).</summary>
    Unfit,

    /// <summary>Something that is needed for it is away: the database, a board (503).</summary>
    Unavailable,

    /// <summary>A board did not answer in time (504).</summary>
    TimedOut,

    /// <summary>The caller may not do it (403).</summary>
    Forbidden,

    /// <summary>Nobody is signed in (401).</summary>
    Unauthenticated,

    /// <summary>The caller calls too often (429); <see cref="Refusal.RetryAfter"/> says when it may again.</summary>
    TooMany,
}

/// <summary>An expected "no", as a value.</summary>
/// <param name="Kind">The kind of refusal.</param>
/// <param name="Code">One of <see cref="RefusalCodes"/>: what a dashboard picks its text by.</param>
/// <param name="Detail">The reason in English, for people, and what to do next.</param>
/// <param name="Field">The member of the request that is at fault, in camel case with a path (<c>targets[2].pin</c>); null when none is.</param>
/// <param name="CurrentVersion">The version now, when <see cref="Kind"/> is <see cref="RefusalKind.Outdated"/>.</param>
/// <param name="Problems">All that is at fault, each with its own field, where it is told at once; null otherwise.</param>
/// <param name="Names">What <see cref="Detail"/> names, in that order, for those who tell it in another language; null when the code says all.</param>
/// <param name="RetryAfter">In how many seconds it may be tried again, when <see cref="Kind"/> is <see cref="RefusalKind.TooMany"/>.</param>
[GenerateSerializer, Immutable, Alias("RailHub.Refusal")]
public sealed record Refusal(
    [property: Id(0)] RefusalKind Kind,
    [property: Id(1)] string Code,
    [property: Id(2)] string Detail,
    [property: Id(3)] string? Field = null,
    [property: Id(4)] long? CurrentVersion = null,
    [property: Id(5)] IReadOnlyList<Refusal>? Problems = null,
    [property: Id(6)] IReadOnlyList<string>? Names = null,
    [property: Id(7)] int? RetryAfter = null)
{
    /// <summary>A member that breaks a rule.</summary>
    public static Refusal Invalid(string field, string code, string detail) => new(RefusalKind.Invalid, code, detail, field);

    /// <summary>Something that is not there.</summary>
    public static Refusal NotFound(string code, string detail) => new(RefusalKind.NotFound, code, detail);

    /// <summary>An edit of something that somebody else has changed meanwhile.</summary>
    public static Refusal Outdated(long currentVersion) => new(
        RefusalKind.Outdated,
        RefusalCodes.Outdated,
        $"Somebody else has changed this meanwhile; it is at version {currentVersion} now. Load it again and repeat your change.",
        CurrentVersion: currentVersion);
}
