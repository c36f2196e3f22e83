using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MessagePack;
using MessagePack.Formatters;
using RailHub.Contracts;
using RailHub.Contracts.Serialization;

namespace RailHub.Gateway.Dashboards;

/// <summary>
/// How the hub's MessagePack protocol writes and reads the contracts: as <see cref="WireJson"/> does, token by token. So names, ids,
/// enums, defaults and refusals are the same over both protocols, without a second place that says them.
/// </summary>
internal static class WireMessagePack
{
    public static MessagePackSerializerOptions Options { get; } = MessagePackSerializerOptions.Standard
        .WithSecurity(MessagePackSecurity.UntrustedData)
        .WithResolver(new Resolver());

    private static readonly SharedBytes<LayoutSnapshot> s_snapshots = new(Serialize);

    // Not by MessagePackSerializer: called within another call of it, that one writes over its own beginning.
    private static byte[] Serialize<T>(T value)
    {
        var bytes = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(bytes);
        Write(ref writer, value);
        writer.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    private static void Write<T>(ref MessagePackWriter writer, T value)
    {
        using var document = JsonSerializer.SerializeToDocument(value, Formatter<T>.Info);
        Write(ref writer, document.RootElement);
    }

    private static void Write(ref MessagePackWriter writer, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteMapHeader(element.GetPropertyCount());
                foreach (var member in element.EnumerateObject())
                {
                    writer.Write(member.Name);
                    Write(ref writer, member.Value);
                }

                break;
            case JsonValueKind.Array:
                writer.WriteArrayHeader(element.GetArrayLength());
                foreach (var item in element.EnumerateArray())
                {
                    Write(ref writer, item);
                }

                break;
            case JsonValueKind.String:
                writer.Write(element.GetString());
                break;
            case JsonValueKind.Number when element.TryGetInt64(out var number):
                writer.Write(number);
                break;
            case JsonValueKind.Number:
                writer.Write(element.GetDouble());
                break;
            case JsonValueKind.True or JsonValueKind.False:
                writer.Write(element.ValueKind == JsonValueKind.True);
                break;
            default:
                writer.WriteNil();
                break;
        }
    }

    private static void Read(ref MessagePackReader reader, Utf8JsonWriter json, MessagePackSerializerOptions options)
    {
        options.Security.DepthStep(ref reader);
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Map:
                json.WriteStartObject();
                for (var left = reader.ReadMapHeader(); left > 0; left--)
                {
                    json.WritePropertyName(reader.NextMessagePackType == MessagePackType.String
                        ? reader.ReadString()!
                        : throw new JsonException("The names of members are texts."));
                    Read(ref reader, json, options);
                }

                json.WriteEndObject();
                break;
            case MessagePackType.Array:
                json.WriteStartArray();
                for (var left = reader.ReadArrayHeader(); left > 0; left--)
                {
                    Read(ref reader, json, options);
                }

                json.WriteEndArray();
                break;
            case MessagePackType.String:
                json.WriteStringValue(reader.ReadString());
                break;
            case MessagePackType.Integer when reader.NextCode == MessagePackCode.UInt64:
                json.WriteNumberValue(reader.ReadUInt64());
                break;
            case MessagePackType.Integer:
                json.WriteNumberValue(reader.ReadInt64());
                break;
            case MessagePackType.Float when reader.ReadDouble() is var number:
                json.WriteNumberValue(double.IsFinite(number) ? number : throw new JsonException("A number is expected."));
                break;
            case MessagePackType.Boolean:
                json.WriteBooleanValue(reader.ReadBoolean());
                break;
            case MessagePackType.Nil:
                reader.ReadNil();
                json.WriteNullValue();
                break;
            default:
                throw new JsonException($"MessagePack's {reader.NextMessagePackType} is not used here; times and ids are texts.");
        }

        reader.Depth--;
    }

    private sealed class Resolver : IFormatterResolver
    {
        public IMessagePackFormatter<T> GetFormatter<T>() => Cache<T>.Formatter;

        private static class Cache<T>
        {
            public static readonly IMessagePackFormatter<T> Formatter = typeof(T) == typeof(Outcome<LayoutSnapshot>)
                ? (IMessagePackFormatter<T>)(object)new SnapshotFormatter()
                : new Formatter<T>();
        }
    }

    private class Formatter<T> : IMessagePackFormatter<T>
    {
        public static JsonTypeInfo<T> Info => (JsonTypeInfo<T>)WireJson.Options.GetTypeInfo(typeof(T));

        public virtual void Serialize(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options) => Write(ref writer, value);

        public T Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
        {
            var text = new ArrayBufferWriter<byte>();
            using (var json = new Utf8JsonWriter(text))
            {
                Read(ref reader, json, options);
            }

            return JsonSerializer.Deserialize(text.WrittenSpan, Info)!;
        }
    }

    // All who ask for the snapshot of one frame get the same bytes.
    private sealed class SnapshotFormatter : Formatter<Outcome<LayoutSnapshot>>
    {
        public override void Serialize(ref MessagePackWriter writer, Outcome<LayoutSnapshot> value, MessagePackSerializerOptions options)
        {
            if (value.Value is null)
            {
                base.Serialize(ref writer, value, options);
                return;
            }

            writer.WriteMapHeader(1);
            writer.Write("value");
            writer.WriteRaw(s_snapshots.Of(value.Value));
        }
    }
}
