using System.Runtime.Serialization;
using System.Text.Json.Serialization;

namespace RailHub.Contracts;

/// <summary>An output as people know it. One of which nothing is known has the defaults.</summary>
/// <param name="Controller">The board.</param>
/// <param name="Pin">GPIO number.</param>
/// <param name="Alias">The club's own name for it, 1..60 characters; null: the board's name of the output is shown.</param>
/// <param name="Area">Where it is; null: unsorted.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Hidden">Whether people are not to see it, as an output with nothing connected.</param>
/// <param name="Order">Its place in its area, 0..1000000 ascending; lamps with the same stand as their boards and outputs do.</param>
/// <param name="Place">Where it is on the plan; null: nowhere.</param>
[GenerateSerializer, Immutable, Alias("RailHub.Lamp")]
public sealed record Lamp(
    [property: Id(0)] MacAddress Controller,
    [property: Id(1)] int Pin,
    [property: Id(2)] string? Alias = null,
    [property: Id(3)] AreaId? Area = null,
    [property: Id(4)] LampKind Kind = LampKind.Lamp,
    [property: Id(5)] bool Hidden = false,
    [property: Id(6)] int Order = 0,
    [property: Id(7)] PlanPlace? Place = null)
{
    /// <summary>The output that it is.</summary>
    [JsonIgnore, IgnoreDataMember]
    public OutputAddress Output => new(Controller, Pin);

    /// <summary>The lamp after an edit of it.</summary>
    public Lamp With(LampEdit edit) => this with
    {
        Alias = edit.Alias is null ? Alias : edit.Alias.Value,
        Area = edit.Area is null ? Area : edit.Area.Value,
        Kind = edit.Kind ?? Kind,
        Hidden = edit.Hidden ?? Hidden,
        Order = edit.Order ?? Order,
        Place = edit.Place is null ? Place : edit.Place.Value,
    };
}
