using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace RailHub.Contracts.Serialization;

/// <summary>Writes what a member became as its bare value, <c>null</c> for none: so a delta reads as a merge patch does (RFC 7396).</summary>
/// <typeparam name="T">The member.</typeparam>
public sealed class BecameJsonConverter<T> : JsonConverter<Became<T>>
{
    /// <summary>A <c>null</c> is a value here.</summary>
    public override bool HandleNull => true;

    /// <inheritdoc />
    public override Became<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return new Became<T>(reader.TokenType == JsonTokenType.Null ? default : JsonSerializer.Deserialize(ref reader, Info(options)));
        }
        catch (JsonException failure)
        {
            // Its path begins here; without one, the reader around this one says the whole way.
            throw new JsonException(failure.Message, failure);
        }
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, Became<T> value, JsonSerializerOptions options)
    {
        if (value.Value is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            JsonSerializer.Serialize(writer, value.Value, Info(options));
        }
    }

    private static JsonTypeInfo<T> Info(JsonSerializerOptions options) => (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
}
