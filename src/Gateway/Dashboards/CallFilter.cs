using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using RailHub.Contracts;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Dashboards;

/// <summary>
/// Refuses hub calls whose arguments could not be read or are null, and those of callers who call too often, before the hub sees them and
/// after the caller's right was looked at.
/// </summary>
internal sealed class CallFilter(RateLimits limits) : IHubFilter
{
    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        CallerAddress.Tell(invocationContext.Context.GetHttpContext());
        if ((CheckRate(invocationContext) ?? Check(invocationContext)) is not { } refusal)
        {
            return next(invocationContext);
        }

        // Refusals are values, also of what gives nothing else. Where a caller expects another thing, only an error is understood.
        return invocationContext.HubMethod.ReturnType.GenericTypeArguments switch
        {
            [] => ValueTask.FromResult<object?>(new Outcome<Done>(null, refusal)),
            [{ IsGenericType: true } outcome] when outcome.GetGenericTypeDefinition() == typeof(Outcome<>) =>
                ValueTask.FromResult(Activator.CreateInstance(outcome, null, refusal)),
            _ => throw new HubException(refusal.Detail),
        };
    }

    private Refusal? CheckRate(HubInvocationContext call) =>
        call.HubMethod.GetCustomAttribute<AuthorizeAttribute>()?.Policy is { } right and not Rights.View ? limits.Call(Caller.Actor, right) : null;

    private static Refusal? Check(HubInvocationContext call)
    {
        if (call.HubMethodArguments is [UnreadableCall unreadable])
        {
            return unreadable.Refusal;
        }

        for (var index = 0; index < call.HubMethodArguments.Count; index++)
        {
            if (call.HubMethodArguments[index] is null)
            {
                var name = call.HubMethod.GetParameters()[index].Name!;
                return Refusal.Invalid(name, RefusalCodes.Malformed, $"\"{name}\" must not be null.");
            }
        }

        return null;
    }
}
