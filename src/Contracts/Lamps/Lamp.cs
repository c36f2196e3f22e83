using System.Runtime.Serialization;
using System.Text.Json.Serialization;
using RailHub.Contracts.Serialization;

namespace RailHub.Contracts;

/// <summary>What an output is in the layout.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<LampKind>))]
public enum LampKind
{
    /// <summary>A light of a house, a street, a platform.</summary>
    Lamp,

    /// <summary>An aspect of a signal.</summary>
    Signal,

    /// <summary>Something that is to be read.</summary>
    Sign,

    /// <summary>Fire, welding, lightning.</summary>
    Effect,
}

/// <summary>A place on the layout's plan.</summary>
/// <param name="X">0..1 of the picture's width, from the left.</param>
/// <param name="Y">0..1 of the picture's height, from the top.</param>
[GenerateSerializer, Immutable, Alias("RailHub.PlanPlace")]
public sealed record PlanPlace([property: Id(0)] double X, [property: Id(1)] double Y);

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

/// <summary>An edit of many lamps, all or nothing.</summary>
/// <param name="Lamps">1..500 edits, no output twice.</param>
[GenerateSerializer, Immutable, Alias("RailHub.LampEdits")]
public sealed record LampEdits([property: Id(0)] IReadOnlyList<LampEdit> Lamps);

/// <summary>The lamps of which something is known, in no order, or in a delta those that changed.</summary>
/// <param name="Version">Rises with every edit of lamps.</param>
/// <param name="Lamps">None twice; also those of boards that were removed.</param>
[GenerateSerializer, Immutable, Alias("RailHub.LampList")]
public sealed record LampList([property: Id(0)] long Version, [property: Id(1)] IReadOnlyList<Lamp> Lamps)
{
    /// <summary>A layout of whose lamps nothing was ever said.</summary>
    public static LampList None { get; } = new(0, []);

    /// <summary>The list after others changed: each takes the place of the one for the same output, and new ones come last.</summary>
    public LampList With(LampList changed)
    {
        var next = changed.Lamps.ToDictionary(lamp => lamp.Output);
        return new LampList(
            changed.Version,
            [.. Lamps.Select(lamp => next.Remove(lamp.Output, out var now) ? now : lamp), .. changed.Lamps.Where(lamp => next.ContainsKey(lamp.Output))]);
    }

    /// <summary>What changed from one list to a later one; null when nothing did. A lamp that left has the defaults again.</summary>
    public static LampList? Between(LampList before, LampList after)
    {
        if (before.Version == after.Version)
        {
            return null;
        }

        var known = before.Lamps.ToDictionary(lamp => lamp.Output);
        Lamp[] changed = [.. after.Lamps.Where(lamp => !known.Remove(lamp.Output, out var old) || old != lamp)];
        return new LampList(after.Version, [.. changed, .. known.Keys.Select(left => new Lamp(left.Controller, left.Pin))]);
    }
}
