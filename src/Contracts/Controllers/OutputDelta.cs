using System.Text.Json.Serialization;
using RailHub.Contracts.Serialization;

namespace RailHub.Contracts;

/// <summary>What changed at an output; a null member did not, and is never written: a null on the wire says that something became none.</summary>
/// <param name="Active">On or off, as reported.</param>
/// <param name="Brightness">The brightness, as reported.</param>
/// <param name="Interval">The blink interval, as reported.</param>
/// <param name="Name">The name, as reported.</param>
/// <param name="Desired">What is wanted now, whole.</param>
/// <param name="Drift">Why the two differ.</param>
/// <param name="ChasedBy">The chasing group that runs over it now.</param>
/// <param name="Problem">What the board answered when it refused.</param>
/// <param name="Motion">How it is on its way now.</param>
[GenerateSerializer, Immutable, Alias("RailHub.OutputDelta")]
public sealed record OutputDelta(
    [property: Id(0)] bool? Active = null,
    [property: Id(1)] int? Brightness = null,
    [property: Id(2)] long? Interval = null,
    [property: Id(3)] string? Name = null,
    [property: Id(4), JsonConverter(typeof(BecameJsonConverter<OutputValues>)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Became<OutputValues>? Desired = null,
    [property: Id(5)] Drift? Drift = null,
    [property: Id(6), JsonConverter(typeof(BecameJsonConverter<int?>)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Became<int?>? ChasedBy = null,
    [property: Id(7), JsonConverter(typeof(BecameJsonConverter<string>)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Became<string>? Problem = null,
    [property: Id(8), JsonConverter(typeof(BecameJsonConverter<Motion>)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Became<Motion>? Motion = null)
{
    /// <summary>What leads from one state of an output to another; null when they are the same.</summary>
    public static OutputDelta? Between(OutputState before, OutputState after)
    {
        if (before == after)
        {
            return null;
        }

        var reported = OutputChange.Between(before.Reported, after.Reported);
        return new OutputDelta(
            reported?.Active,
            reported?.Brightness,
            reported?.Interval,
            reported?.Name,
            Differing(before.Desired, after.Desired),
            before.Drift == after.Drift ? null : after.Drift,
            Differing(before.ChasedBy, after.ChasedBy),
            Differing(before.Problem, after.Problem),
            Differing(before.Motion, after.Motion));
    }

    /// <summary>The report after this delta; the same object when nothing of it changed.</summary>
    public OutputValues Over(OutputValues reported) => this is { Active: null, Brightness: null, Interval: null, Name: null }
        ? reported
        : reported.With(new OutputChange(Active, Brightness, Interval, Name));

    /// <summary>This delta and then a later one, as one.</summary>
    public OutputDelta Then(OutputDelta later) => new(
        later.Active ?? Active,
        later.Brightness ?? Brightness,
        later.Interval ?? Interval,
        later.Name ?? Name,
        later.Desired ?? Desired,
        later.Drift ?? Drift,
        later.ChasedBy ?? ChasedBy,
        later.Problem ?? Problem,
        later.Motion ?? Motion);

    private static Became<T>? Differing<T>(T? before, T? after) => EqualityComparer<T>.Default.Equals(before, after) ? null : new Became<T>(after);
}
