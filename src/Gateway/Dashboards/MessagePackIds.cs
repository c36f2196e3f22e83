using MessagePack;
using MessagePack.Formatters;
using MessagePack.Resolvers;
using RailHub.Contracts;

namespace RailHub.Gateway.Dashboards;

/// <summary>How the hub's MessagePack protocol writes the contracts: members by name, enums and ids as text.</summary>
internal static class MessagePackIds
{
    public static MessagePackSerializerOptions Options { get; } = MessagePackSerializerOptions.Standard
        .WithSecurity(MessagePackSecurity.UntrustedData)
        .WithResolver(CompositeResolver.Create(
            [new IdFormatter<MacAddress>(), new IdFormatter<LayoutId>(), new IdFormatter<SceneId>(), new IdFormatter<ChasingGroupId>()],
            [DynamicEnumAsStringResolver.Instance, ContractlessStandardResolver.Instance]));

    private sealed class IdFormatter<T> : IMessagePackFormatter<T>
        where T : struct, IParsable<T>
    {
        public void Serialize(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options) => writer.Write(value.ToString());

        public T Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
            T.TryParse(reader.ReadString(), null, out var value) ? value : throw new MessagePackSerializationException($"A {typeof(T).Name} is expected.");
    }
}
