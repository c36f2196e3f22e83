namespace RailHub.Firmware.Virtual;

/// <summary>Lamps made of numbers.</summary>
internal sealed class VirtualHardware(BoardProfile profile) : IBoardHardware
{
    private readonly byte[] _levels = new byte[profile.OutputCount];

    /// <summary>Free memory of a typical board of the family (protocol 9, base documents).</summary>
    public uint FreeHeap { get; } = profile.HasGroups ? 28672u : 248576u;

    public byte this[int index] => Volatile.Read(ref _levels[index]);

    public void SetLevel(int index, byte level) => Volatile.Write(ref _levels[index], level);
}
