using System.Runtime.Serialization;
using System.Text.Json.Serialization;

namespace RailHub.Contracts;

/// <summary>An output, live. A dashboard shows <see cref="Desired"/> with its mark where there is one, else <see cref="Reported"/>.</summary>
/// <param name="Pin">GPIO number.</param>
/// <param name="Reported">What the board's last status said.</param>
/// <param name="Desired">What the platform wants it to be; null when the board reports just that.</param>
/// <param name="Drift">Why the two differ.</param>
/// <param name="ChasedBy">The board's own number of the chasing group that runs over this output; null = none.</param>
/// <param name="Problem">What the board answered when it refused; null when it did not.</param>
/// <param name="Motion">How it is on its way between two levels; null when it is not.</param>
[GenerateSerializer, Immutable, Alias("RailHub.OutputState")]
public sealed record OutputState(
    [property: Id(0)] int Pin,
    [property: Id(1)] OutputValues Reported,
    [property: Id(2)] OutputValues? Desired = null,
    [property: Id(3)] Drift Drift = Drift.None,
    [property: Id(4)] int? ChasedBy = null,
    [property: Id(5)] string? Problem = null,
    [property: Id(6)] Motion? Motion = null)
{
    /// <summary>What a dashboard shows: the wish where there is one, else the report.</summary>
    [JsonIgnore, IgnoreDataMember]
    public OutputValues Shown => Desired ?? Reported;

    /// <summary>
    /// Whether it is on for all that is known: its board is live, and reports it on or is being told so. What waits for its board, was
    /// refused, is held dark by the desk, or was on when it was last heard of, is not.
    /// </summary>
    /// <param name="link">The link of its board.</param>
    public bool IsLit(LinkStatus link) =>
        link.State == LinkState.Live && (Drift is Drift.Offline or Drift.Refused or Drift.Desk ? Reported : Shown).Active;

    /// <summary>The output after a delta; what did not change keeps its reference.</summary>
    public OutputState With(OutputDelta delta) => new(
        Pin,
        delta.Over(Reported),
        delta.Desired is null ? Desired : delta.Desired.Value,
        delta.Drift ?? Drift,
        delta.ChasedBy is null ? ChasedBy : delta.ChasedBy.Value,
        delta.Problem is null ? Problem : delta.Problem.Value,
        delta.Motion is null ? Motion : delta.Motion.Value);
}
