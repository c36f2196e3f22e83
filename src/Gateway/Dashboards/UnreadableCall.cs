using RailHub.Contracts;

namespace RailHub.Gateway.Dashboards;

/// <summary>Stands in for the arguments of a hub call that could not be read, on their way to <see cref="CallFilter"/>.</summary>
/// <param name="Refusal">Why, with the argument or the member at fault.</param>
internal sealed record UnreadableCall(Refusal Refusal);
