namespace System
{
    public class Object
    {
        public Object() => throw null!;

        public virtual bool Equals(object obj) => throw null!;

        public virtual int GetHashCode() => throw null!;

        public Type GetType() => throw null!;

        public virtual string ToString() => throw null!;

        public static bool ReferenceEquals(object? left, object? right) => throw null!;
    }

    public abstract class ValueType
    {
    }

    public abstract class Enum : ValueType
    {
    }

    public struct Void
    {
    }

    public struct Boolean
    {
        public override string ToString() => throw null!;
    }

    public struct Byte
    {
        public const byte MinValue = 0;
        public const byte MaxValue = 255;

        public static byte Parse(string text) => throw null!;

        public static bool TryParse(string text, out byte value) => throw null!;

        public string ToString(string format) => throw null!;

        public override string ToString() => throw null!;
    }

    public struct SByte
    {
        public string ToString(string format) => throw null!;

        public override string ToString() => throw null!;
    }

    public struct Char
    {
        public override string ToString() => throw null!;
    }

    public struct Int16
    {
        public string ToString(string format) => throw null!;

        public override string ToString() => throw null!;
    }

    public struct UInt16
    {
        public string ToString(string format) => throw null!;

        public override string ToString() => throw null!;
    }

    public struct Int32
    {
        public const int MinValue = -2147483648;
        public const int MaxValue = 0x7FFFFFFF;

        public static int Parse(string text) => throw null!;

        public static bool TryParse(string text, out int value) => throw null!;

        public string ToString(string format) => throw null!;

        public override string ToString() => throw null!;
    }

    public struct UInt32
    {
        public const uint MinValue = 0;
        public const uint MaxValue = 0xFFFFFFFF;

        public static uint Parse(string text) => throw null!;

        public static bool TryParse(string text, out uint value) => throw null!;

        public string ToString(string format) => throw null!;

        public override string ToString() => throw null!;
    }

    public struct Int64
    {
        public const long MinValue = -0x7FFFFFFFFFFFFFFF - 1;
        public const long MaxValue = 0x7FFFFFFFFFFFFFFF;

        public static long Parse(string text) => throw null!;

        public static bool TryParse(string text, out long value) => throw null!;

        public string ToString(string format) => throw null!;

        public override string ToString() => throw null!;
    }

    public struct UInt64
    {
        public static ulong Parse(string text) => throw null!;

        public static bool TryParse(string text, out ulong value) => throw null!;

        public string ToString(string format) => throw null!;

        public override string ToString() => throw null!;
    }

    public struct Single
    {
        public string ToString(string format) => throw null!;

        public override string ToString() => throw null!;
    }

    public struct Double
    {
        public static double Parse(string text) => throw null!;

        public static bool TryParse(string text, out double value) => throw null!;

        public string ToString(string format) => throw null!;

        public override string ToString() => throw null!;
    }

    public struct IntPtr
    {
    }

    public struct UIntPtr
    {
    }

    public abstract class Delegate
    {
        public static Delegate Combine(Delegate? first, Delegate? second) => throw null!;

        public static Delegate Remove(Delegate? source, Delegate? value) => throw null!;
    }

    public abstract class MulticastDelegate : Delegate
    {
    }

    public abstract class Type : Reflection.MemberInfo
    {
        public abstract string FullName { get; }

        public static Type GetTypeFromHandle(RuntimeTypeHandle handle) => throw null!;
    }

    public struct RuntimeTypeHandle
    {
    }

    public struct RuntimeFieldHandle
    {
    }

    public struct RuntimeMethodHandle
    {
    }

    public interface IDisposable
    {
        void Dispose();
    }
}

namespace System.Reflection
{
    public abstract class MemberInfo
    {
        public abstract string Name { get; }
    }
}
