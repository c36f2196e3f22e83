namespace RailHub.Firmware.Tests;

/// <summary>Lamps that remember their level.</summary>
internal sealed class TestHardware : IBoardHardware
{
    public byte[] Levels { get; } = new byte[16];

    public uint FreeHeap { get; init; }

    public void SetLevel(int index, byte level) => Levels[index] = level;
}
