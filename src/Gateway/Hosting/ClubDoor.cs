using RailHub.Contracts;
using RailHub.Gateway.Dashboards;
using RailHub.Gateway.Problems;

namespace RailHub.Gateway.Hosting;

/// <summary>
/// While nothing is heard of the club, nothing is asked of it: whoever calls hears so at once, and that nothing was done. A call would
/// come back after seconds, and could not say so.
/// </summary>
internal sealed class ClubDoor(ClubRelay relay) : IEndpointFilter
{
    /// <summary>Why nothing can be asked; null when it can.</summary>
    public Refusal? Check() => relay.Contact.LostSince is null ? null : ClubAway.Refusal;

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        Check() is { } refusal ? ValueTask.FromResult<object?>(Problem.Of(refusal)) : next(context);
}
