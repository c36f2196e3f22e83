namespace RailHub.TestKit;

/// <summary>How long a test waits for what must happen; only a failing test ever waits so long.</summary>
public static class Patience
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Waits for what must happen.</summary>
    /// <exception cref="TimeoutException">It did not; the message says what was waited for.</exception>
    public static async Task Await(this Task task, string what)
    {
        try
        {
            await task.WaitAsync(Limit);
        }
        catch (TimeoutException late) when (!task.IsCompleted)
        {
            throw new TimeoutException($"Waited in vain for {what}.", late);
        }
    }
}
