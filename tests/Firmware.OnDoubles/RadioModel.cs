using System.Device.Wifi;
using System.Net.NetworkInformation;

namespace RailHub.Firmware.OnDoubles;

/// <summary>
/// The Wi-Fi driver below the framework (nf-interpreter, targets/ESP32/_Network): once told to join it goes on trying by itself until it
/// is told to disconnect, and refuses to search meanwhile.
/// </summary>
public sealed class RadioModel(ChipModel chip)
{
    /// <summary>From the beginning of a try to the address, in milliseconds.</summary>
    public const int JoinTime = 4000;

    /// <summary>A passive scan: half a second on each of thirteen channels.</summary>
    public const int ScanTime = 6500;

    private bool _isToConnect;
    private string _ssid = "";
    private string _password = "";
    private long _triesSince;
    private bool _isAssociated;

    /// <summary>Networks in reach, with their passwords.</summary>
    public Dictionary<string, string> Air { get; } = [];

    /// <summary>The address that a router gives.</summary>
    public string Lease { get; set; } = "192.168.1.50";

    public StationFlash Station { get; } = new();

    public AccessPointFlash AccessPoint { get; } = new();

    /// <summary>Phones on the board's access point.</summary>
    public int Phones { get; set; }

    /// <summary>The framework's list of adapters, which keeps each until it is disposed.</summary>
    public List<WifiAdapter> Adapters { get; } = [];

    /// <summary>How often the framework was asked for its interfaces.</summary>
    public int Looks { get; internal set; }

    /// <summary>How often the framework was told to join.</summary>
    public int Joins { get; private set; }

    /// <summary>Whether the chip has no Wi-Fi.</summary>
    public bool IsMissing { get; set; }

    /// <summary>How often somebody searched, in vain or not.</summary>
    public int Scans { get; private set; }

    /// <summary>How often a search was refused.</summary>
    public int RefusedScans { get; private set; }

    /// <summary>What the next look at the report of a search throws, if anything.</summary>
    public Exception? ReportFault { get; set; }

    /// <summary>Whether the thread that tells events has ended.</summary>
    public bool AreEventsDead { get; private set; }

    /// <summary>Whether the access point was on when the chip started.</summary>
    public bool IsAccessPointOn { get; private set; }

    /// <summary>What the address service gives to a phone now, or null when there is none.</summary>
    public Iot.Device.DhcpServer.DhcpServer? AddressService { get; set; }

    /// <summary>What the framework's helper keeps between calls.</summary>
    internal WifiAdapter? Helper { get; set; }

    internal Exception? HelperException { get; set; }

    public bool IsLinked
    {
        get
        {
            if (_isAssociated && !IsInReach)
            {
                _isAssociated = false;
                _triesSince = chip.Now;
            }

            if (!_isAssociated && _isToConnect && IsInReach && chip.Now >= _triesSince + JoinTime)
                _isAssociated = true;
            return _isAssociated;
        }
    }

    /// <summary>Whether any interface is up: without one every question to a socket throws.</summary>
    public bool IsUp => IsAccessPointOn || IsLinked;

    private bool IsInReach => Air.TryGetValue(_ssid, out var password) && password == _password;

    internal void Boot()
    {
        Adapters.Clear();
        Helper = null;
        AddressService = null;
        AreEventsDead = false;
        _isAssociated = false;
        _isToConnect = false;
        IsAccessPointOn = AccessPoint.Options.HasFlag(WirelessAPConfiguration.ConfigurationOptions.Enable);
        if (Station.Options.HasFlag(Wireless80211Configuration.ConfigurationOptions.AutoConnect) && Station.Ssid.Length > 0)
            Begin(Station.Ssid, Station.Password);
    }

    internal void Connect(string ssid, string password)
    {
        Joins++;
        Begin(ssid, password);
    }

    private void Begin(string ssid, string password)
    {
        _ssid = ssid;
        _password = password;
        _isToConnect = true;
        _isAssociated = false;
        _triesSince = chip.Now;
    }

    internal void Disconnect()
    {
        _isToConnect = false;
        _isAssociated = false;
    }

    internal void Scan()
    {
        Scans++;
        if (_isToConnect && !IsLinked)
        {
            RefusedScans++;
            throw new NotSupportedException("CLR_E_BUSY");
        }

        chip.Threads.Start(TellScan, ScanTime);
    }

    private void TellScan()
    {
        if (AreEventsDead)
            return;
        try
        {
            foreach (var adapter in Adapters.ToArray())
                adapter.Tell();
        }
        catch
        {
            AreEventsDead = true;
            throw;
        }
    }

    /// <summary>What stands in flash of the station.</summary>
    public sealed class StationFlash
    {
        /// <summary>What the next writing throws, if anything.</summary>
        public Exception? Fault { get; set; }

        public string Ssid { get; set; } = "";

        public string Password { get; set; } = "";

        public Wireless80211Configuration.ConfigurationOptions Options { get; set; } = Wireless80211Configuration.ConfigurationOptions.AutoConnect;
    }

    /// <summary>What stands in flash of the access point.</summary>
    public sealed class AccessPointFlash
    {
        public string Ssid { get; set; } = "";

        public string Password { get; set; } = "";

        public string Address { get; set; } = "";

        public WirelessAPConfiguration.ConfigurationOptions Options { get; set; }
    }
}
