using System.Net;
using RailHub.Firmware.OnDoubles;

namespace Iot.Device.DhcpServer;

/// <summary>Gives only what it was told to give; one whose start failed says yes to the next start, and does nothing.</summary>
public sealed class DhcpServer
{
    private bool _wasTried;

    public string? CaptivePortalUrl { get; set; }

    public IPAddress? DnsServer { get; set; }

    public IPAddress? Gateway { get; set; }

    public bool Start(IPAddress address, IPAddress mask, ushort timeToLeave = 1200)
    {
        if (_wasTried)
            return true;
        _wasTried = true;
        var radio = ChipModel.Current.Radio;
        if (!radio.IsAccessPointOn)
            return false;
        radio.AddressService = this;
        return true;
    }
}
