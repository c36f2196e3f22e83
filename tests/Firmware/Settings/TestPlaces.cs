using RailHub.Firmware.Settings;

namespace RailHub.Firmware.Tests.Settings;

/// <summary>Flash of two arrays.</summary>
internal sealed class TestPlaces : ISettingsMedium
{
    public byte[]?[] Places { get; } = new byte[]?[2];

    public byte[]? Read(int place) => Places[place];

    public bool Write(int place, byte[] bytes)
    {
        Places[place] = [.. bytes];
        return true;
    }
}
