using System.Diagnostics;

namespace RailHub.TestKit;

/// <summary>The end of a program that a test has started.</summary>
public static class ProcessEnd
{
    /// <summary>Waits for it; gives the exit code.</summary>
    /// <exception cref="OperationCanceledException">It runs for longer than that.</exception>
    public static async Task<int> EndAsync(this Process process, TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode;
    }

    /// <summary>Ends it, if it has not ended; what it wrote has come when this is over. The process is disposed.</summary>
    public static async Task KillAsync(this Process process)
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        await process.WaitForExitAsync();
        process.Dispose();
    }
}
