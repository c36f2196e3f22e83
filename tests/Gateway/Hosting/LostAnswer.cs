using System.Reflection;

namespace RailHub.Gateway.Tests.Hosting;

/// <summary>Stands before a grain that does what it is asked for, and whose answer to some calls is lost: its silo dies, or stands still.</summary>
public class LostAnswer : DispatchProxy
{
    private object? _real;
    private Func<string, Func<Task>?>? _instead;

    /// <param name="grain">The type of the grain.</param>
    /// <param name="real">The grain.</param>
    /// <param name="instead">
    /// What comes of a call of this method in place of its answer, once the grain has given that: it fails, or never ends; null lets the
    /// answer pass.
    /// </param>
    public static object Before(Type grain, object real, Func<string, Func<Task>?> instead)
    {
        var proxy = Create(grain, typeof(LostAnswer));
        (((LostAnswer)proxy)._real, ((LostAnswer)proxy)._instead) = (real, instead);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var done = targetMethod!.Invoke(_real, args);
        return _instead!(targetMethod.Name) is not { } lose ? done
            : typeof(LostAnswer).GetMethod(nameof(Lose), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(targetMethod.ReturnType.GenericTypeArguments[0]).Invoke(null, [done, lose]);
    }

    private static async Task<T> Lose<T>(Task<T> done, Func<Task> lose)
    {
        await done;
        await lose();
        throw new InvalidOperationException("What is lost does not come.");
    }
}
