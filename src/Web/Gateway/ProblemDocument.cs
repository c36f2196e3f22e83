using RailHub.Contracts;

namespace RailHub.Web.Gateway;

/// <summary>A refusal as the gateway's REST interface writes it.</summary>
/// <param name="Title">What it is about, in English.</param>
/// <param name="Detail">The reason in English, and what to do next.</param>
/// <param name="Code">The stable code.</param>
/// <param name="Field">The member at fault.</param>
/// <param name="CurrentVersion">The version now, when somebody else has changed the thing.</param>
/// <param name="Problems">All that is at fault, where it is told at once.</param>
/// <param name="Names">What the detail names.</param>
/// <param name="RetryAfter">In how many seconds it may be tried again.</param>
internal sealed record ProblemDocument(
    string? Title,
    string? Detail,
    string? Code,
    string? Field,
    long? CurrentVersion,
    IReadOnlyList<Refusal>? Problems = null,
    IReadOnlyList<string>? Names = null,
    int? RetryAfter = null);
