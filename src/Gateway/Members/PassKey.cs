namespace RailHub.Gateway.Members;

/// <summary>What a cookie or a token says who it is: the pass itself is looked up at each call.</summary>
/// <param name="Id">The session, the token or the guest link.</param>
/// <param name="Guest">Which of the link's guests; null for others.</param>
internal readonly record struct PassKey(Guid Id, Guid? Guest = null);
