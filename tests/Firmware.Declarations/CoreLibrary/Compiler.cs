namespace System
{
    public abstract class Attribute
    {
    }

    public enum AttributeTargets
    {
        All = 16383,
    }

    public sealed class AttributeUsageAttribute : Attribute
    {
        public AttributeUsageAttribute(AttributeTargets validOn) => throw null!;

        public bool AllowMultiple { get; set; }

        public bool Inherited { get; set; }
    }

    public sealed class ParamArrayAttribute : Attribute
    {
    }

    public class FlagsAttribute : Attribute
    {
    }
}

namespace System.Reflection
{
    public sealed class DefaultMemberAttribute : Attribute
    {
        public DefaultMemberAttribute(string memberName) => throw null!;
    }

    public sealed class AssemblyTitleAttribute : Attribute
    {
        public AssemblyTitleAttribute(string title) => throw null!;
    }

    public sealed class AssemblyProductAttribute : Attribute
    {
        public AssemblyProductAttribute(string product) => throw null!;
    }

    public sealed class AssemblyVersionAttribute : Attribute
    {
        public AssemblyVersionAttribute(string version) => throw null!;
    }
}

namespace System.Runtime.CompilerServices
{
    public sealed class IndexerNameAttribute : Attribute
    {
        public IndexerNameAttribute(string indexerName) => throw null!;
    }

    // Tells the compiler that interfaces with bodies are accepted, as the real corlib does; tests/Firmware/Guard refuses them.
    public static class RuntimeFeature
    {
        public const string DefaultImplementationsOfInterfaces = nameof(DefaultImplementationsOfInterfaces);
    }

    public static class RuntimeHelpers
    {
        public static void InitializeArray(Array array, RuntimeFieldHandle handle) => throw null!;
    }
}

namespace System.Diagnostics
{
    public sealed class ConditionalAttribute : Attribute
    {
        public ConditionalAttribute(string conditionString) => throw null!;
    }

    public static class Debug
    {
        [Conditional("DEBUG")]
        public static void WriteLine(string message) => throw null!;
    }
}

namespace System
{
    public static class Console
    {
        public static void WriteLine(string value) => throw null!;
    }
}
