namespace nanoFramework.Runtime.Native
{
    public static class GC
    {
        public static uint Run(bool compactHeap) => throw null!;
    }

    public enum RebootOption
    {
        NormalReboot,
    }

    public class Power
    {
        public static void RebootDevice(RebootOption rebootOption = RebootOption.NormalReboot) => throw null!;
    }
}

namespace System
{
    public static partial class Environment
    {
        public static long TickCount64 => throw null!;
    }
}
