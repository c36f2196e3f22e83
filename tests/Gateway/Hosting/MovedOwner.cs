using System.Reflection;
using RailHub.Contracts;

namespace RailHub.Gateway.Tests.Hosting;

/// <summary>Stands before a grain and answers some calls as an owner does that is just moving: with <c>ownerMoved</c>.</summary>
public class MovedOwner : DispatchProxy
{
    private object? _real;
    private Func<string, bool>? _refuses;

    /// <param name="grain">The type of the grain.</param>
    /// <param name="real">The grain.</param>
    /// <param name="refuses">Whether a call of this method is refused.</param>
    public static object Before(Type grain, object real, Func<string, bool> refuses)
    {
        var proxy = Create(grain, typeof(MovedOwner));
        ((MovedOwner)proxy)._real = real;
        ((MovedOwner)proxy)._refuses = refuses;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (!_refuses!(targetMethod!.Name))
        {
            return targetMethod.Invoke(_real, args);
        }

        var outcome = targetMethod.ReturnType.GenericTypeArguments[0];
        var refusal = new Refusal(RefusalKind.Unavailable, RefusalCodes.OwnerMoved, "It is just moving.");
        return typeof(Task).GetMethod(nameof(Task.FromResult))!.MakeGenericMethod(outcome)
            .Invoke(null, [Activator.CreateInstance(outcome, null, refusal)]);
    }
}
