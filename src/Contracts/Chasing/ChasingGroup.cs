using System.Text.Json.Serialization;
using RailHub.Contracts.Serialization;

namespace RailHub.Contracts;

/// <summary>Outputs that are lit one after the other.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Layout">Its layout.</param>
/// <param name="Name">Its name: 1..20 bytes of UTF-8 (protocol 4.7), unique in the layout without regard to case.</param>
/// <param name="Interval">50..65535 milliseconds per step (protocol 2.5).</param>
/// <param name="Members">In running order; 2..8 outputs of one board that runs chasing groups, none twice.</param>
/// <param name="Version">Rises with every edit.</param>
[GenerateSerializer, Immutable, Alias("RailHub.ChasingGroup")]
public sealed record ChasingGroup(
    [property: Id(0)] ChasingGroupId Id,
    [property: Id(1)] LayoutId Layout,
    [property: Id(2)] string Name,
    [property: Id(3)] long Interval,
    [property: Id(4)] IReadOnlyList<OutputAddress> Members,
    [property: Id(5)] long Version);

/// <summary>What a person enters to make or replace a chasing group.</summary>
/// <param name="Name">The name, 1..20 bytes of UTF-8.</param>
/// <param name="Interval">50..65535 milliseconds per step.</param>
/// <param name="Members">In running order.</param>
[GenerateSerializer, Immutable, Alias("RailHub.ChasingGroupDraft")]
public sealed record ChasingGroupDraft(
    [property: Id(0)] string Name,
    [property: Id(1)] long Interval,
    [property: Id(2)] IReadOnlyList<OutputAddress> Members);

/// <summary>Whether a chasing group runs.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ChasingState>))]
public enum ChasingState
{
    /// <summary>It does not run.</summary>
    Stopped,

    /// <summary>It is to run; the board does not report it yet.</summary>
    Starting,

    /// <summary>The board reports it.</summary>
    Running,

    /// <summary>It is to stop; the board still reports it.</summary>
    Stopping,

    /// <summary>The board refused it.</summary>
    Refused,

    /// <summary>It is to run, and the layout's desk does not let it: it begins when that is lifted.</summary>
    Held,
}

/// <summary>How a chasing group is doing on its board.</summary>
/// <param name="Id">The group.</param>
/// <param name="State">Whether it runs.</param>
/// <param name="Number">The board's own number of it while it runs; null otherwise.</param>
/// <param name="Problem">What the board said when it refused; null otherwise.</param>
[GenerateSerializer, Immutable, Alias("RailHub.ChasingGroupStatus")]
public sealed record ChasingGroupStatus(
    [property: Id(0)] ChasingGroupId Id,
    [property: Id(1)] ChasingState State,
    [property: Id(2)] int? Number = null,
    [property: Id(3)] string? Problem = null);
