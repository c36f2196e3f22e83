using System.Collections.Immutable;

namespace RailHub.Protocol;

/// <summary>
/// What a board said about itself. Immutable: there is one for every change, and all readers share it.
/// A text that is null has not been told by any document so far.
/// </summary>
public sealed class StatusSnapshot
{
    /// <summary>The board's identity as it tells it, which may be none of a device; null when not told or unreadable.</summary>
    public MacAddress? MacAddress { get; init; }

    /// <summary>The device name; the WebSocket of a RailHub32 does not tell it.</summary>
    public string? Name { get; init; }

    /// <summary><c>STA</c> or <c>AP</c>; in practice always the former.</summary>
    public string? WifiMode { get; init; }

    /// <summary>The board's own idea of its IPv4 address.</summary>
    public string? Ip { get; init; }

    /// <summary>The network the board joined.</summary>
    public string? Ssid { get; init; }

    /// <summary>The board's way of speaking, as far as its documents show.</summary>
    public Dialect Dialect { get; init; }

    /// <summary>True when the board knows chasing groups, even while none runs.</summary>
    public bool HasChasing { get; init; }

    /// <summary>Every output, in the board's order; pins are distinct.</summary>
    public ImmutableArray<OutputReading> Outputs { get; init; } = [];

    /// <summary>The running groups, in the board's order.</summary>
    public ImmutableArray<GroupReading> Groups { get; init; } = [];

    /// <summary>The output on that pin, or null when the board has none there.</summary>
    public OutputReading? Find(int pin)
    {
        foreach (var output in Outputs)
        {
            if (output.Pin == pin)
            {
                return output;
            }
        }

        return null;
    }

    /// <summary>The first group with that id, or null when none runs.</summary>
    public GroupReading? FindGroup(int id)
    {
        foreach (var group in Groups)
        {
            if (group.Id == id)
            {
                return group;
            }
        }

        return null;
    }

    /// <summary>This status with name and network as another one tells them; this very instance when nothing differs.</summary>
    internal StatusSnapshot WithNetworkOf(StatusSnapshot other)
    {
        var mac = MacAddress ?? other.MacAddress;
        var (name, wifiMode, ssid) = (other.Name ?? Name, other.WifiMode ?? WifiMode, other.Ssid ?? Ssid);
        if (mac == MacAddress && name == Name && wifiMode == WifiMode && ssid == Ssid)
        {
            return this;
        }

        return new StatusSnapshot
        {
            MacAddress = mac,
            Name = name,
            WifiMode = wifiMode,
            Ip = Ip,
            Ssid = ssid,
            Dialect = Dialect,
            HasChasing = HasChasing,
            Outputs = Outputs,
            Groups = Groups,
        };
    }
}
