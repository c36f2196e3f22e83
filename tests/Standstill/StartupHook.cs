using System.Runtime.InteropServices;

/// <summary>
/// Loaded by the runtime into a program under test (DOTNET_STARTUP_HOOKS): at SIGUSR1 it takes every thread that the program works with,
/// as code that blocks would, and says so with a file that RAILHUB_TEST_STUCK names. What has a thread of its own goes on.
/// </summary>
internal static class StartupHook
{
    private const PosixSignal User1 = (PosixSignal)10; // Of Linux, on all machines that .NET has.

    private static readonly ManualResetEventSlim s_never = new();
    private static PosixSignalRegistration? s_signal;

    public static void Initialize() => s_signal = PosixSignalRegistration.Create(User1, signal =>
    {
        signal.Cancel = true;
        new Thread(Block) { IsBackground = true }.Start();
    });

    private static void Block()
    {
        const int Many = 1000;
        ThreadPool.GetMinThreads(out var least, out var ports);
        ThreadPool.SetMaxThreads(least, ports);
        using var blocked = new CountdownEvent(least);
        for (var item = 0; item < Many; item++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static waiting =>
            {
                var count = (CountdownEvent)waiting!;
                if (!count.IsSet)
                {
                    count.Signal();
                }

                s_never.Wait();
            }, blocked);
        }

        blocked.Wait();
        File.WriteAllText(Environment.GetEnvironmentVariable("RAILHUB_TEST_STUCK")!, "");
        s_never.Wait();
    }
}
