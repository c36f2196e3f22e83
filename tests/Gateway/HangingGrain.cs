using System.Reflection;

namespace RailHub.Gateway.Tests;

/// <summary>A grain that answers no call until the test lets all of them fail.</summary>
public class HangingGrain : DispatchProxy
{
    private readonly List<Action> _calls = [];

    public static (T Grain, HangingGrain Control) Create<T>()
        where T : class
    {
        var grain = Create<T, HangingGrain>();
        return (grain, (HangingGrain)(object)grain);
    }

    /// <summary>Every call that waits fails.</summary>
    public void Fail()
    {
        lock (_calls)
        {
            _calls.ForEach(fail => fail());
            _calls.Clear();
        }
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        typeof(HangingGrain).GetMethod(nameof(Hang), BindingFlags.NonPublic | BindingFlags.Instance)!
            .MakeGenericMethod(targetMethod!.ReturnType.GetGenericArguments().SingleOrDefault(typeof(object)))
            .Invoke(this, null);

    private Task<T> Hang<T>()
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_calls)
        {
            _calls.Add(() => answer.SetException(new TimeoutException("The test let the grain hang.")));
        }

        return answer.Task;
    }
}
