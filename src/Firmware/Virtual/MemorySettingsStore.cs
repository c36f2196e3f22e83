using RailHub.Firmware.Settings;

namespace RailHub.Firmware.Virtual;

/// <summary>Settings that live as long as the virtual board.</summary>
internal sealed class MemorySettingsStore : ISettingsStore
{
    private byte[]? _image;

    public byte[]? Load() => _image;

    public bool Save(byte[] image)
    {
        _image = [.. image];
        return true;
    }
}
