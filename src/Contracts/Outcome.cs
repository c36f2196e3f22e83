using System.Diagnostics.CodeAnalysis;

namespace RailHub.Contracts;

/// <summary>What came of a request: a value, or the refusal. Bugs are exceptions and never in here.</summary>
/// <typeparam name="T">What success gives.</typeparam>
/// <param name="Value">What success gives; null when it was refused.</param>
/// <param name="Refusal">Why it was refused; null on success.</param>
[GenerateSerializer, Immutable, Alias("RailHub.Outcome`1")]
public sealed record Outcome<T>([property: Id(0)] T? Value, [property: Id(1)] Refusal? Refusal)
    where T : class
{
    /// <summary>Whether there is a value: the caller looks at this before <see cref="Value"/>.</summary>
    /// <param name="value">The value.</param>
    /// <param name="refusal">The refusal, when there is none.</param>
    public bool Succeeded([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out Refusal? refusal)
    {
        value = Value;
        refusal = Refusal;
        return refusal is null;
    }

    /// <summary>A success.</summary>
    public static implicit operator Outcome<T>(T value) => new(value, null);

    /// <summary>A refusal.</summary>
    public static implicit operator Outcome<T>(Refusal refusal) => new(null, refusal);
}

/// <summary>What success gives when there is nothing to give.</summary>
[GenerateSerializer, Immutable, Alias("RailHub.Done")]
public sealed record Done
{
    /// <summary>The one instance.</summary>
    public static Done Instance { get; } = new();
}
