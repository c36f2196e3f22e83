using System.Runtime.Serialization;
using System.Text.Json.Serialization;

namespace RailHub.Contracts;

/// <summary>What changed at a board; a null member did not. Which board it is, says whoever has this.</summary>
/// <param name="Controller">Name or address.</param>
/// <param name="Link">The link.</param>
/// <param name="Outputs">What changed at its outputs, by pin.</param>
/// <param name="BoardGroups">All chasing groups that run on it.</param>
/// <param name="Groups">All of <see cref="ControllerState.Groups"/>.</param>
[GenerateSerializer, Immutable, Alias("RailHub.ControllerDelta")]
public sealed record ControllerDelta(
    [property: Id(0)] Controller? Controller = null,
    [property: Id(1)] LinkStatus? Link = null,
    [property: Id(2)] IReadOnlyDictionary<int, OutputDelta>? Outputs = null,
    [property: Id(3)] IReadOnlyList<BoardGroup>? BoardGroups = null,
    [property: Id(4)] IReadOnlyList<ChasingGroupStatus>? Groups = null)
{
    /// <summary>Whether nothing changed.</summary>
    [JsonIgnore, IgnoreDataMember]
    public bool IsEmpty => this is { Controller: null, Link: null, Outputs: null, BoardGroups: null, Groups: null };

    /// <summary>
    /// What leads from one state of a board to another; empty when they are the same. Null when parts cannot tell it: other outputs,
    /// another name or kind of board. Lists of groups are compared by reference.
    /// </summary>
    public static ControllerDelta? Between(ControllerState before, ControllerState after)
    {
        if (before.BoardName != after.BoardName || before.HasChasing != after.HasChasing || before.Outputs.Count != after.Outputs.Count)
        {
            return null;
        }

        Dictionary<int, OutputDelta>? outputs = null;
        for (var index = 0; index < after.Outputs.Count; index++)
        {
            var (known, now) = (before.Outputs[index], after.Outputs[index]);
            if (known.Pin != now.Pin)
            {
                return null;
            }

            if (!ReferenceEquals(known, now) && OutputDelta.Between(known, now) is { } change)
            {
                (outputs ??= [])[now.Pin] = change;
            }
        }

        return new ControllerDelta(
            before.Controller == after.Controller ? null : after.Controller,
            before.Link == after.Link ? null : after.Link,
            outputs,
            ReferenceEquals(before.BoardGroups, after.BoardGroups) ? null : after.BoardGroups,
            ReferenceEquals(before.Groups, after.Groups) ? null : after.Groups);
    }

    /// <summary>This delta and then a later one of the same board, as one.</summary>
    public ControllerDelta Then(ControllerDelta later) => new(
        later.Controller ?? Controller,
        later.Link ?? Link,
        Outputs is null || later.Outputs is null ? later.Outputs ?? Outputs : Then(Outputs, later.Outputs),
        later.BoardGroups ?? BoardGroups,
        later.Groups ?? Groups);

    private static Dictionary<int, OutputDelta> Then(IReadOnlyDictionary<int, OutputDelta> first, IReadOnlyDictionary<int, OutputDelta> later)
    {
        var both = new Dictionary<int, OutputDelta>(first);
        foreach (var (pin, change) in later)
        {
            both[pin] = both.TryGetValue(pin, out var known) ? known.Then(change) : change;
        }

        return both;
    }
}
