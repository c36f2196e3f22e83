namespace RailHub.Contracts;

/// <summary>Why a MAC address is the identity of no device (IEEE 802-2014 8.2).</summary>
public enum MacProblem
{
    /// <summary>All bits are zero: what a chip reports that was never given one.</summary>
    Zero,

    /// <summary>All bits are one: everybody.</summary>
    Broadcast,

    /// <summary>The group bit is set, the lowest of the first octet: many devices.</summary>
    Multicast,
}
