using RailHub.Contracts;

namespace RailHub.TestKit;

/// <summary>What tests expect of outcomes.</summary>
public static class Outcomes
{
    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public static T Expect<T>(this Outcome<T> outcome)
        where T : class =>
        outcome.Succeeded(out var value, out var refusal) ? value : throw new InvalidOperationException($"Refused: {refusal}");

    /// <summary>The refusal.</summary>
    /// <exception cref="InvalidOperationException">It was not refused.</exception>
    public static Refusal ExpectRefusal<T>(this Outcome<T> outcome)
        where T : class =>
        outcome.Refusal ?? throw new InvalidOperationException($"Not refused: {outcome.Value}");
}
