using System.Text.Json;
using System.Text.Json.Serialization;
using RailHub.Contracts;

namespace RailHub.Grains.Shows;

/// <summary>What is written down of a show that runs. It stands in the database: members are added to, never renamed.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="Before">What its outputs were when it was played.</param>
/// <param name="By">The name of who did the last thing with it, or of the show whose cue did; null = the show itself.</param>
/// <param name="StartedBy">The shows by whose cues it was played, the first one first; null = by none.</param>
internal sealed record ShowStand(RunState State, IReadOnlyList<SceneTarget> Before, string? By, IReadOnlyList<ShowId>? StartedBy = null)
{
    /// <summary>Of a show that was never played.</summary>
    public static ShowStand None { get; } = new(RunState.Stopped, [], By: null);

    public static ShowStand Read(string json) => JsonSerializer.Deserialize(json, ShowStandJson.Default.ShowStand)!;

    public string Write() => JsonSerializer.Serialize(this, ShowStandJson.Default.ShowStand);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ShowStand))]
internal sealed partial class ShowStandJson : JsonSerializerContext;
