using RailHub.Contracts;
using RailHub.Protocol;

namespace RailHub.Grains.Controllers;

/// <summary>What a link had to tell since it was last asked.</summary>
/// <param name="Status">The newest status; null when it did not change.</param>
/// <param name="ArrivedAt">The timestamp of its arrival.</param>
/// <param name="State">The newest state with its reason; null when it did not change.</param>
internal readonly record struct LinkNews(StatusSnapshot? Status, long ArrivedAt, (LinkState State, LinkReason Reason)? State);
