namespace RailHub.Gateway.Members;

/// <summary>The ways in that a request may show.</summary>
internal static class Schemes
{
    /// <summary>Chooses one of the others by what a request brings.</summary>
    public const string Any = "any";

    /// <summary>A session's cookie.</summary>
    public const string Session = "session";

    /// <summary>A token: <c>Authorization: Bearer</c>, or <c>access_token</c> for the hub, since browsers send no headers with a WebSocket.</summary>
    public const string Token = "token";

    /// <summary>The outside provider, when one is configured; it lets nobody in by itself.</summary>
    public const string Provider = "provider";

    /// <summary>The claim of a cookie that names its session.</summary>
    public const string SessionClaim = "railhub:session";
}
