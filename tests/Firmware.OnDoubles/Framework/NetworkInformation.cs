using RailHub.Firmware.OnDoubles;

namespace System.Net.NetworkInformation;

public enum NetworkInterfaceType
{
    Wireless80211 = 71,
    WirelessAP = 72,
}

public enum AuthenticationType : byte
{
    WPA2 = 8,
}

/// <summary>A snapshot: whatever happens later, it says what was so when it was made.</summary>
public sealed class NetworkInterface
{
    private NetworkInterface(NetworkInterfaceType type, string address)
    {
        NetworkInterfaceType = type;
        IPv4Address = address;
    }

    public NetworkInterfaceType NetworkInterfaceType { get; }

    public string IPv4Address { get; }

    public byte[] PhysicalAddress { get; } = [0x9C, 0x9C, 0x1F, 0x18, 0x9E, 0xBC];

    public uint SpecificConfigId => 0;

    public static NetworkInterface[] GetAllNetworkInterfaces()
    {
        var radio = ChipModel.Current.Radio;
        radio.Looks++;
        if (radio.IsMissing)
            return [];
        return
        [
            new NetworkInterface(NetworkInterfaceType.Wireless80211, radio.IsLinked ? radio.Lease : "0.0.0.0"),
            new NetworkInterface(NetworkInterfaceType.WirelessAP, radio.IsAccessPointOn ? "192.168.4.1" : "0.0.0.0"),
        ];
    }

    /// <summary>Stores the address, and then fails to apply it when the interface was never on.</summary>
    public void EnableStaticIPv4(string ipv4Address, string ipv4SubnetMask, string ipv4GatewayAddress)
    {
        var chip = ChipModel.Current;
        chip.Radio.AccessPoint.Address = ipv4Address;
        chip.Threads.Sleep(100);
        if (!chip.Radio.IsAccessPointOn)
            throw new SystemException("CLR_E_FAIL");
    }
}

public sealed class Wireless80211Configuration
{
    private readonly RadioModel.StationFlash _flash = ChipModel.Current.Radio.Station;

    private Wireless80211Configuration()
    {
        Ssid = _flash.Ssid;
        Password = _flash.Password;
        Options = _flash.Options;
    }

    [Flags]
    public enum ConfigurationOptions : byte
    {
        None = 0,
        Disable = 0x01,
        Enable = 0x02,
        AutoConnect = 0x04 | Enable,
    }

    public string Ssid { get; set; }

    public string Password { get; set; }

    public ConfigurationOptions Options { get; set; }

    public static Wireless80211Configuration[] GetAllWireless80211Configurations() => [new()];

    public void SaveConfiguration()
    {
        if (_flash.Fault is { } fault)
            throw fault;
        _flash.Ssid = Ssid;
        _flash.Password = Password;
        _flash.Options = Options;
    }
}

public sealed class WirelessAPConfiguration
{
    private readonly RadioModel.AccessPointFlash _flash = ChipModel.Current.Radio.AccessPoint;

    private WirelessAPConfiguration()
    {
        Ssid = _flash.Ssid;
        Password = _flash.Password;
        Options = _flash.Options;
    }

    [Flags]
    public enum ConfigurationOptions : byte
    {
        None = 0,
        Disable = 0x01,
        Enable = 0x02,
        AutoStart = 0x04 | Enable,
    }

    public string Ssid { get; set; }

    public string Password { get; set; }

    public ConfigurationOptions Options { get; set; }

    public AuthenticationType Authentication { get; set; }

    public byte Channel { get; set; }

    public byte MaxConnections { get; set; }

    public static WirelessAPConfiguration[] GetAllWirelessAPConfigurations() => [new()];

    public WirelessAPStation[] GetConnectedStations() => new WirelessAPStation[ChipModel.Current.Radio.Phones];

    public void SaveConfiguration()
    {
        _flash.Ssid = Ssid;
        _flash.Password = Password;
        _flash.Options = Options;
    }
}

public sealed class WirelessAPStation;
