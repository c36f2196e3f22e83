using System.Text.Json;
using System.Text.Json.Serialization;
using RailHub.Contracts;
using RailHub.Grains.Exchange;

namespace RailHub.Grains.History;

/// <summary>What undoing an event needs; exactly one member is there. It stands in the database: members are added to, never renamed.</summary>
internal sealed record Undo
{
    /// <summary>A board to restore.</summary>
    public MacAddress? Removed { get; init; }

    /// <summary>A scene to make again.</summary>
    public Scene? Scene { get; init; }

    /// <summary>A chasing group to make again.</summary>
    public ChasingGroup? ChasingGroup { get; init; }

    /// <summary>A show to make again.</summary>
    public Show? Show { get; init; }

    /// <summary>A lamp group to make again.</summary>
    public LampGroup? LampGroup { get; init; }

    /// <summary>An area to make again.</summary>
    public AreaDeleted? AreaDeleted { get; init; }

    /// <summary>An area to give its name and place back.</summary>
    public AreaBefore? AreaBefore { get; init; }

    /// <summary>Lamps to be known as before.</summary>
    public LampsEdited? LampsEdited { get; init; }

    /// <summary>A visiting module to take out.</summary>
    public ModuleId? TakenIn { get; init; }

    /// <summary>An import, or a module that was taken out, to lead back over.</summary>
    public OverhaulUndo? Overhauled { get; init; }

    /// <summary>Lights to bring back.</summary>
    public Lights? Lights { get; init; }

    /// <summary>What takes a recall back; none when it changed nothing.</summary>
    public static Undo? Of(Recall recall) => recall.Before.Count == 0 ? null : new Undo { Lights = new Lights(recall.Before, []) };

    public static Undo Read(string json) => JsonSerializer.Deserialize(json, UndoJson.Default.Undo)!;

    public string Write() => JsonSerializer.Serialize(this, UndoJson.Default.Undo);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Undo))]
internal sealed partial class UndoJson : JsonSerializerContext;
