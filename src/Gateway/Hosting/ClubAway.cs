using RailHub.Contracts;

namespace RailHub.Gateway.Hosting;

/// <summary>What callers hear while the club is not heard of, or when an answer of it is lost.</summary>
internal static class ClubAway
{
    /// <summary>Nothing is heard of the club, so that nothing was asked of it.</summary>
    public static Refusal Refusal { get; } = new(
        RefusalKind.Unavailable,
        RefusalCodes.ClubAway,
        "This gateway hears nothing of the club just now, so nothing was done. It looks for it all the time; try again in a moment.");

    /// <summary>The club was asked how something is, and no answer came.</summary>
    public static Refusal NoAnswer { get; } = new(
        RefusalKind.Unavailable, RefusalCodes.ClubAway, "The club does not answer just now. Try it again in a moment.");

    /// <summary>The club was asked to do something, and no answer came.</summary>
    public static Refusal AnswerLost { get; } = new(
        RefusalKind.TimedOut,
        RefusalCodes.AnswerLost,
        "No answer came in time, so it is not known whether this was done. Look how it is now before you do it again.");

    /// <summary>Whether a call failed because no answer came; whether it was carried out, this does not tell. Anything else is a bug.</summary>
    public static bool Explains(Exception failure) => failure is OrleansException or TimeoutException;
}
