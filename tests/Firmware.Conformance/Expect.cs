using RailHub.Firmware.Conformance.Net;

namespace RailHub.Firmware.Conformance;

/// <summary>Comparisons that say what was expected and what came.</summary>
internal static class Expect
{
    public const string Success = """{"success":true}""";

    public const string ControlDone = """{"status":"ok"}""";

    public const string InvalidJson = """{"error":"Invalid JSON"}""";

    public static void Equal<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            throw new CheckFailure($"{what} {Show(expected)}", Show(actual));
    }

    public static void Sequence<T>(IEnumerable<T> expected, IEnumerable<T> actual, string what) =>
        Equal(string.Join(",", expected), string.Join(",", actual), what);

    public static void True(bool condition, string expected, string actual)
    {
        if (!condition)
            throw new CheckFailure(expected, actual);
    }

    /// <summary>An answer of the API: status, JSON content type, and a body that is the same to the last byte.</summary>
    public static void Json(HttpAnswer answer, int status, string body, string to)
    {
        Equal($"{status} {body}", $"{answer.Status} {answer.Text}", $"to {to}");
        Equal("application/json", answer.Header("Content-Type") ?? "none", $"to {to} the content type");
    }

    private static string Show<T>(T value) => value is string text ? $"'{text}'" : $"{value}";
}
