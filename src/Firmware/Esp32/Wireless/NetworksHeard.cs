using System.Device.Wifi;

namespace RailHub.Firmware.Esp32.Wireless
{
    /// <summary>Takes the networks that a search has found.</summary>
    public delegate void NetworksHeard(WifiAvailableNetwork[] networks);
}
