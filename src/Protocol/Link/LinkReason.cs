namespace RailHub.Protocol;

/// <summary>Why a link is offline.</summary>
public enum LinkReason
{
    /// <summary>It is not, or nothing is known yet.</summary>
    None,

    /// <summary>Nobody answers at the address, or its name is unknown.</summary>
    NotReached,

    /// <summary>The board closed the connection before saying anything: all its five slots are taken (protocol 3.2).</summary>
    NoFreeSlot,

    /// <summary>The connection ended after it had worked.</summary>
    Closed,

    /// <summary>Connected, but nothing came for too long.</summary>
    Silent,

    /// <summary>Something answers that is no board, or what comes cannot be read.</summary>
    NotABoard,

    /// <summary>A board answers whose MAC address is not the expected one.</summary>
    DifferentBoard,
}
