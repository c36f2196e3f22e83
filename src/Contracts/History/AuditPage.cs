namespace RailHub.Contracts;

/// <summary>A part of what was done in the club.</summary>
/// <param name="Events">Newest first.</param>
/// <param name="Next">What <c>before</c> is to be for the part that follows; null when there is none.</param>
public sealed record AuditPage(IReadOnlyList<AuditEvent> Events, DateTimeOffset? Next);
