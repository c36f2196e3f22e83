using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.AspNetCore.SignalR;
using RailHub.Contracts;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Dashboards;

/// <summary>
/// Refuses hub calls of those who may not, of those who call too often, and those whose arguments could not be read or are null, before the
/// hub sees them.
/// </summary>
internal sealed class CallFilter(Gatekeeper gatekeeper, RateLimits limits) : IHubFilter
{
    private static readonly ConcurrentDictionary<MethodInfo, (string Right, int Layout)> s_asked = new();

    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        CallerAddress.Tell(invocationContext.Context.GetHttpContext());
        if (Check(invocationContext) is not { } refusal)
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

    private Refusal? Check(HubInvocationContext call)
    {
        var (right, layout) = s_asked.GetOrAdd(call.HubMethod, Ask);
        var named = layout >= 0 && layout < call.HubMethodArguments.Count ? call.HubMethodArguments[layout] as LayoutId? : null;
        if (gatekeeper.Check(call.Context.GetHttpContext()!, layout >= 0 && named is null ? Rights.Enter : right, named) is { } refused)
        {
            return refused;
        }

        if (right is not (Rights.Enter or Rights.View) && limits.Call(Caller.Actor, right) is { } tooMany)
        {
            return tooMany;
        }

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

    // A method without one is a bug, and is not called.
    private static (string, int) Ask(MethodInfo method) => (
        method.GetCustomAttribute<RightAttribute>()?.Right ?? throw new InvalidOperationException($"{method.Name} names no right."),
        Array.FindIndex(method.GetParameters(), parameter => parameter.ParameterType == typeof(LayoutId)));
}
