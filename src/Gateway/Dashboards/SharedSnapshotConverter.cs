using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using RailHub.Contracts;
using RailHub.Contracts.Serialization;

namespace RailHub.Gateway.Dashboards;

/// <summary>Writes a snapshot from bytes that all share who ask for the same frame by JSON.</summary>
internal sealed class SharedSnapshotConverter : JsonConverter<LayoutSnapshot>
{
    private static readonly SharedBytes<LayoutSnapshot> s_snapshots = new(snapshot => JsonSerializer.SerializeToUtf8Bytes(snapshot, Info));

    private static JsonTypeInfo<LayoutSnapshot> Info => (JsonTypeInfo<LayoutSnapshot>)WireJson.Options.GetTypeInfo(typeof(LayoutSnapshot));

    public override LayoutSnapshot? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize(ref reader, Info);

    public override void Write(Utf8JsonWriter writer, LayoutSnapshot value, JsonSerializerOptions options) =>
        writer.WriteRawValue(s_snapshots.Of(value), skipInputValidation: true);
}
