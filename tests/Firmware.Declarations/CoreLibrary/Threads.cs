namespace System.Threading
{
    public delegate void ThreadStart();

    public enum ThreadPriority
    {
        Lowest = 0,
        BelowNormal = 1,
        Normal = 2,
        AboveNormal = 3,
        Highest = 4,
    }

    public sealed class Thread
    {
        public Thread(ThreadStart start) => throw null!;

        public ThreadPriority Priority
        {
            get => throw null!;
            set => throw null!;
        }

        public bool IsAlive => throw null!;

        public void Start() => throw null!;

        public bool Join(int millisecondsTimeout) => throw null!;

        public static void Sleep(int millisecondsTimeout) => throw null!;
    }

    public static class Timeout
    {
        public const int Infinite = -1;
    }

    public static class Monitor
    {
        public static void Enter(object obj) => throw null!;

        public static void Exit(object obj) => throw null!;
    }

    public abstract class WaitHandle : MarshalByRefObject
    {
        public virtual bool WaitOne(int millisecondsTimeout, bool exitContext) => throw null!;

        public virtual bool WaitOne() => throw null!;
    }

    public sealed class AutoResetEvent : WaitHandle
    {
        public AutoResetEvent(bool initialState) => throw null!;

        public bool Reset() => throw null!;

        public bool Set() => throw null!;
    }

    public sealed class ManualResetEvent : WaitHandle
    {
        public ManualResetEvent(bool initialState) => throw null!;

        public bool Reset() => throw null!;

        public bool Set() => throw null!;
    }
}

namespace System
{
    public abstract class MarshalByRefObject
    {
    }
}
