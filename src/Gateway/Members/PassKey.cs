namespace RailHub.Gateway.Members;

/// <summary>What a cookie or a token says who it is: the pass itself is looked up at each call.</summary>
/// <param name="Id">The session or the token.</param>
internal readonly record struct PassKey(Guid Id);
