using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;
using RailHub.Persistence;

namespace RailHub.Hosting;

/// <summary>Runs a program of the platform from its start to its end, the same for each of them.</summary>
public static class Launch
{
    private const int Stopped = 0;
    private const int CouldNotStart = 1;

    /// <summary>
    /// Runs until the program ends, or is ended by Ctrl-C or SIGTERM, which cancel its token. The result is the exit code: 0 when it was
    /// stopped, at whatever moment; 1 when it could not start, with one line about why and what to do. Bugs are thrown.
    /// </summary>
    /// <param name="program">What it does.</param>
    /// <param name="error">Where it says why it could not.</param>
    /// <param name="deed">What it could not, as a verb.</param>
    public static async Task<int> RunAsync(Func<CancellationToken, Task> program, TextWriter error, string deed = "start")
    {
        // Not disposed: a signal may come at the very end.
        var stop = new CancellationTokenSource();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            await program(stop.Token);
            return Stopped;
        }
        catch (Exception failure) when (stop.IsCancellationRequested && IsCancelled(failure))
        {
            return Stopped;
        }
        catch (Exception failure) when (Reason(failure) is { } reason)
        {
            await error.WriteLineAsync($"RailHub cannot {deed}: {reason}");
            return CouldNotStart;
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    // What did not stop within the host's time limit shows as cancelled, several such as an aggregate.
    private static bool IsCancelled(Exception failure) => failure is OperationCanceledException
        || (failure is AggregateException several && several.InnerExceptions.All(IsCancelled));

    private static string? Reason(Exception failure) => failure switch
    {
        StartFailedException or DatabaseUnusableException => failure.Message,
        IOException { InnerException: AddressInUseException } or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } =>
            $"a port that it needs is taken by another program ({failure.Message.TrimEnd('.')}). Stop that one, or choose another port.",
        _ => failure.InnerException is { } cause ? Reason(cause) : null,
    };
}
