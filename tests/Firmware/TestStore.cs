using RailHub.Firmware.Settings;

namespace RailHub.Firmware.Tests;

/// <summary>A store in memory that counts what is saved, and can be out of order.</summary>
internal sealed class TestStore : ISettingsStore
{
    public byte[]? Image { get; set; }

    public int Saves { get; private set; }

    public bool IsBroken { get; set; }

    public byte[]? Load() => Image;

    public bool Save(byte[] image)
    {
        if (IsBroken)
            return false;
        Image = [.. image];
        Saves++;
        return true;
    }
}
