using System.Text.Json.Serialization;
using RailHub.Contracts.Serialization;

namespace RailHub.Contracts;

/// <summary>Why an output is not as a scene wants it.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<SceneDifferenceReason>))]
public enum SceneDifferenceReason
{
    /// <summary>It is off and is to be on.</summary>
    Off,

    /// <summary>It is on and is to be off.</summary>
    On,

    /// <summary>It is on with another brightness.</summary>
    Level,

    /// <summary>It is on with another blink interval.</summary>
    Blinking,

    /// <summary>It is wanted so; its board has not confirmed it yet.</summary>
    Waiting,

    /// <summary>It is wanted so; its board refused it.</summary>
    Refused,

    /// <summary>It is on its way there or elsewhere.</summary>
    Moving,

    /// <summary>A chase runs over it.</summary>
    Chased,

    /// <summary>Its board is not live, so nobody knows how it is.</summary>
    Offline,

    /// <summary>The layout has no such board, or the board no such output.</summary>
    Missing,
}

/// <summary>An output that is not as a scene wants it.</summary>
/// <param name="Controller">The board.</param>
/// <param name="Pin">GPIO number.</param>
/// <param name="Reason">Why.</param>
[GenerateSerializer, Immutable, Alias("RailHub.SceneDifference")]
public sealed record SceneDifference(
    [property: Id(0)] MacAddress Controller, [property: Id(1)] int Pin, [property: Id(2)] SceneDifferenceReason Reason);

/// <summary>Whether a scene is on: every output that it names is known to be as it wants, or to be so when the desk is lifted.</summary>
/// <param name="Active">Whether it is on.</param>
/// <param name="Differences">What is not so, in the order of the targets; empty when it is on.</param>
[GenerateSerializer, Immutable, Alias("RailHub.SceneState")]
public sealed record SceneState([property: Id(0)] bool Active, [property: Id(1)] IReadOnlyList<SceneDifference> Differences)
{
    /// <summary>How a scene's targets compare with the boards of its layout.</summary>
    public static SceneState Of(IReadOnlyList<SceneTarget> targets, IReadOnlyList<ControllerState> controllers)
    {
        var boards = controllers.ToDictionary(
            board => board.Controller.Id, board => (board.Link.State, Outputs: board.Outputs.DistinctBy(output => output.Pin).ToDictionary(output => output.Pin)));
        var differences = new List<SceneDifference>();
        foreach (var target in targets)
        {
            var reason = !boards.TryGetValue(target.Controller, out var board) ? SceneDifferenceReason.Missing
                : board.State != LinkState.Live ? SceneDifferenceReason.Offline
                : !board.Outputs.TryGetValue(target.Pin, out var output) ? SceneDifferenceReason.Missing
                : Compare(target, output);
            if (reason is { } differs)
            {
                differences.Add(new SceneDifference(target.Controller, target.Pin, differs));
            }
        }

        return new SceneState(differences.Count == 0, differences);
    }

    private static SceneDifferenceReason? Compare(SceneTarget target, OutputState output) =>
        output.Motion is not null ? SceneDifferenceReason.Moving
        : Differing(target, output.Shown) is { } other ? other
        : output.Drift is Drift.Refused && Differing(target, output.Reported) is not null ? SceneDifferenceReason.Refused
        : output.Drift is not (Drift.None or Drift.Desk) && Differing(target, output.Reported) is not null ? SceneDifferenceReason.Waiting
        : output.ChasedBy is not null ? SceneDifferenceReason.Chased
        : null;

    // What is off looks the same whatever its brightness and its interval.
    private static SceneDifferenceReason? Differing(SceneTarget target, OutputValues values) =>
        target.Active != values.Active ? values.Active ? SceneDifferenceReason.On : SceneDifferenceReason.Off
        : !target.Active ? null
        : target.Brightness != values.Brightness ? SceneDifferenceReason.Level
        : target.Interval is { } interval && interval != values.Interval ? SceneDifferenceReason.Blinking
        : null;
}
