namespace RailHub.Contracts;

/// <summary>A chasing group as a board reports it, whoever made it.</summary>
/// <param name="Number">The board's own number of the group.</param>
/// <param name="Name">Its name at the board.</param>
/// <param name="Interval">Milliseconds per step.</param>
/// <param name="Pins">Its members in running order.</param>
[GenerateSerializer, Immutable, Alias("RailHub.BoardGroup")]
public sealed record BoardGroup(
    [property: Id(0)] int Number,
    [property: Id(1)] string Name,
    [property: Id(2)] long Interval,
    [property: Id(3)] IReadOnlyList<int> Pins);

/// <summary>A board, live: the whole that deltas build upon.</summary>
/// <param name="Controller">As the club has registered it.</param>
/// <param name="Link">How its link is.</param>
/// <param name="BoardName">The device name that the board tells; null before its first report.</param>
/// <param name="HasChasing">Whether the board runs chasing groups.</param>
/// <param name="Outputs">Its outputs in the board's order; empty before its first report.</param>
/// <param name="BoardGroups">The chasing groups that run on it.</param>
/// <param name="Groups">How each chasing group of the club that lives on this board is doing.</param>
[GenerateSerializer, Immutable, Alias("RailHub.ControllerState")]
public sealed record ControllerState(
    [property: Id(0)] Controller Controller,
    [property: Id(1)] LinkStatus Link,
    [property: Id(2)] string? BoardName,
    [property: Id(3)] bool HasChasing,
    [property: Id(4)] IReadOnlyList<OutputState> Outputs,
    [property: Id(5)] IReadOnlyList<BoardGroup> BoardGroups,
    [property: Id(6)] IReadOnlyList<ChasingGroupStatus> Groups)
{
    /// <summary>The output on a pin; null when there is none.</summary>
    public OutputState? Find(int pin)
    {
        foreach (var output in Outputs)
        {
            if (output.Pin == pin)
            {
                return output;
            }
        }

        return null;
    }

    /// <summary>
    /// The state after a delta; what did not change keeps its reference. Null when the delta names an output that is not here:
    /// then it was made for another state, and the whole is needed.
    /// </summary>
    public ControllerState? With(ControllerDelta delta)
    {
        var outputs = Outputs;
        if (delta.Outputs is { Count: > 0 } changes)
        {
            OutputState[] next = [.. Outputs];
            foreach (var (pin, change) in changes)
            {
                var index = Array.FindIndex(next, output => output.Pin == pin);
                if (index < 0)
                {
                    return null;
                }

                next[index] = next[index].With(change);
            }

            outputs = next;
        }

        return new ControllerState(
            delta.Controller ?? Controller,
            delta.Link ?? Link,
            BoardName,
            HasChasing,
            outputs,
            delta.BoardGroups ?? BoardGroups,
            delta.Groups ?? Groups);
    }
}

/// <summary>What a board says of itself beside its outputs; it changes all the time, and so travels apart from the deltas.</summary>
/// <param name="Id">The board.</param>
/// <param name="UptimeMilliseconds">Since its boot; wraps to 0 after 49.7 days (protocol 3.5).</param>
/// <param name="FreeHeapBytes">Free memory.</param>
/// <param name="CommandLatencyMilliseconds">Median time from a command to its effect over the last commands; null before the first.</param>
/// <param name="Reconnects">How often the board was heard again on another connection since the platform started.</param>
/// <param name="Garbage">How many unreadable messages the board sent since the platform started.</param>
/// <param name="CommandLatencyP90Milliseconds">What nine of ten of those times stay below; null before the first.</param>
/// <param name="AreFadesSpent">Whether fades on it jump to their ends, because it was sent its steps of today.</param>
[GenerateSerializer, Immutable, Alias("RailHub.ControllerTelemetry")]
public sealed record ControllerTelemetry(
    [property: Id(0)] MacAddress Id,
    [property: Id(1)] long UptimeMilliseconds,
    [property: Id(2)] long FreeHeapBytes,
    [property: Id(3)] double? CommandLatencyMilliseconds,
    [property: Id(4)] long Reconnects,
    [property: Id(5)] long Garbage,
    [property: Id(6)] double? CommandLatencyP90Milliseconds = null,
    [property: Id(7)] bool AreFadesSpent = false);
