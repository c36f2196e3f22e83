using RailHub.Firmware.OnDoubles;

// What the board's program calls of the system itself, in model time.
namespace System
{
    internal static class Environment
    {
        public static long TickCount64 => ChipModel.Current.Now;
    }

    internal static class Console
    {
        public static void WriteLine(string value)
        {
            var chip = ChipModel.Current;
            if (chip.LineFault is { } fault)
            {
                chip.LineFault = null;
                throw fault;
            }

            chip.Lines.Add(value);
        }
    }
}

namespace System.Threading
{
    internal sealed class Thread(ThreadStart start)
    {
        public ThreadPriority Priority { get; set; }

        public static void Sleep(int milliseconds) => ChipModel.Current.Threads.Sleep(milliseconds);

        public void Start() => ChipModel.Current.Threads.Start(start);

        public bool Join(int milliseconds) => throw new NotSupportedException("A chip's loops do not end.");
    }

    public readonly struct CancellationToken(long end)
    {
        public bool IsCancellationRequested => end != 0 && ChipModel.Current.Now >= end;
    }

    internal sealed class CancellationTokenSource(int milliseconds)
    {
        public CancellationToken Token { get; } = new(ChipModel.Current.Now + milliseconds);
    }
}
