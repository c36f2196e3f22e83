namespace RailHub.Grains.Hosting;

/// <summary>Begins what goes on when the call that began it is over: that call's trace, and who called, are nothing to it.</summary>
internal static class Detached
{
    public static T Begin<T>(Func<T> begin)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            return begin();
        }

        using (ExecutionContext.SuppressFlow())
        {
            return begin();
        }
    }
}
