using System.Text.Json.Serialization;
using RailHub.Contracts.Serialization;

namespace RailHub.Contracts;

/// <summary>A change of one lamp; a null member stays as it is. On the wire a missing one does, and a null becomes none (RFC 7396).</summary>
/// <param name="Controller">The board.</param>
/// <param name="Pin">GPIO number.</param>
/// <param name="Alias">Its alias, 1..60 characters, or none.</param>
/// <param name="Area">Its area, or none.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Hidden">Whether people are not to see it.</param>
/// <param name="Order">Its place in its area, 0..1000000.</param>
/// <param name="Place">Where it is on the plan, or nowhere.</param>
[GenerateSerializer, Immutable, Alias("RailHub.LampEdit")]
public sealed record LampEdit(
    [property: Id(0)] MacAddress Controller,
    [property: Id(1)] int Pin,
    [property: Id(2), JsonConverter(typeof(BecameJsonConverter<string>)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Became<string>? Alias = null,
    [property: Id(3), JsonConverter(typeof(BecameJsonConverter<AreaId?>)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Became<AreaId?>? Area = null,
    [property: Id(4)] LampKind? Kind = null,
    [property: Id(5)] bool? Hidden = null,
    [property: Id(6)] int? Order = null,
    [property: Id(7), JsonConverter(typeof(BecameJsonConverter<PlanPlace>)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Became<PlanPlace>? Place = null);
