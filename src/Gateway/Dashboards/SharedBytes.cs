using System.Runtime.CompilerServices;

namespace RailHub.Gateway.Dashboards;

/// <summary>What values are serialised to: made once for each, however many ask for it at the same time, and kept as long as the value is.</summary>
internal sealed class SharedBytes<T>(Func<T, byte[]> serialize)
    where T : class
{
    private readonly ConditionalWeakTable<T, Lazy<byte[]>> _made = [];

    public byte[] Of(T value) => _made.GetValue(value, value => new Lazy<byte[]>(() => serialize(value))).Value;
}
