namespace RailHub.Web.Dashboards;

/// <summary>Codes of refusals that the dashboard itself finds, beside the gateway's; they have texts the same way.</summary>
public static class LocalRefusals
{
    /// <summary>The connection broke before the answer came.</summary>
    public const string NotSent = "notSent";

    /// <summary>The gateway did not answer a request.</summary>
    public const string GatewayAway = "gatewayAway";

    /// <summary>Whoever is signed in is a viewer of the layout.</summary>
    public const string LooksOn = "looksOn";

    /// <summary>The gateway answered with something that is no answer.</summary>
    public const string Unexpected = "unexpected";
}
