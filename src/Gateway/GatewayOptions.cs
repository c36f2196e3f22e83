namespace RailHub.Gateway;

/// <summary>How a gateway is run.</summary>
public sealed class GatewayOptions
{
    /// <summary>Whether callers from other machines have every right. There is no sign-in: whoever reaches the port may do everything.</summary>
    public bool AllowRemote { get; set; }
}
