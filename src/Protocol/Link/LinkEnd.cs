namespace RailHub.Protocol;

/// <summary>Why a connection, or the attempt at one, is over.</summary>
internal sealed record LinkEnd(LinkReason Reason, string? Detail);
