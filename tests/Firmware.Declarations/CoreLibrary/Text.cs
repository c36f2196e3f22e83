namespace System
{
    public sealed class String
    {
        public static readonly string Empty = "";

        public String(char[] value) => throw null!;

        public String(char[] value, int startIndex, int length) => throw null!;

        public String(char value, int count) => throw null!;

        public int Length => throw null!;

        [Runtime.CompilerServices.IndexerName("Chars")]
        public char this[int index] => throw null!;

        public static bool operator ==(string? left, string? right) => throw null!;

        public static bool operator !=(string? left, string? right) => throw null!;

        public static string Concat(string? first, string? second) => throw null!;

        public static string Concat(string? first, string? second, string? third) => throw null!;

        public static string Concat(string? first, string? second, string? third, string? fourth) => throw null!;

        public static string Concat(params string?[] values) => throw null!;

        public static bool IsNullOrEmpty(string? value) => throw null!;

        public static string Format(string format, params object?[] arguments) => throw null!;

        public bool StartsWith(string value) => throw null!;

        public bool EndsWith(string value) => throw null!;

        public int IndexOf(char value) => throw null!;

        public int IndexOf(string value) => throw null!;

        public string Substring(int startIndex) => throw null!;

        public string Substring(int startIndex, int length) => throw null!;

        public string[] Split(params char[] separators) => throw null!;

        public string Trim() => throw null!;

        public string ToLower() => throw null!;

        public string ToUpper() => throw null!;

        public char[] ToCharArray() => throw null!;
    }

    public static class Convert
    {
        public static string ToBase64String(byte[] bytes) => throw null!;
    }
}
