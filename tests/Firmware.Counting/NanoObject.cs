namespace RailHub.Firmware.Counting;

/// <summary>An object of the firmware.</summary>
internal sealed class NanoObject(NanoType type)
{
    public NanoType Type { get; } = type;

    public object?[] Fields { get; } = [.. type.Defaults];
}
