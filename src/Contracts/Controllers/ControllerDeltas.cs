namespace RailHub.Contracts;

/// <summary>How deltas add up: the same at the gateway and in the browser.</summary>
public static class ControllerDeltas
{
    /// <summary>The state after a delta. An output that the state does not have is passed over.</summary>
    public static ControllerState With(this ControllerState state, ControllerDelta delta) => new(
        delta.Controller ?? state.Controller,
        delta.Link ?? state.Link,
        state.BoardName,
        state.HasChasing,
        delta.Outputs is null ? state.Outputs : [.. state.Outputs.Select(output => Find(delta.Outputs, output.Pin) ?? output)],
        delta.BoardGroups ?? state.BoardGroups,
        delta.Groups ?? state.Groups);

    /// <summary>Two deltas of one board as one: of each part the later.</summary>
    public static ControllerDelta Then(this ControllerDelta first, ControllerDelta second) => new(
        second.Id,
        second.Controller ?? first.Controller,
        second.Link ?? first.Link,
        first.Outputs is null ? second.Outputs
            : second.Outputs is null ? first.Outputs
            : [.. first.Outputs.Where(output => Find(second.Outputs, output.Pin) is null), .. second.Outputs],
        second.BoardGroups ?? first.BoardGroups,
        second.Groups ?? first.Groups);

    private static OutputState? Find(IReadOnlyList<OutputState> outputs, int pin)
    {
        foreach (var output in outputs)
        {
            if (output.Pin == pin)
            {
                return output;
            }
        }

        return null;
    }
}
